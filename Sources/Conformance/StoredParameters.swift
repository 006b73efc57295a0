import HDF5Store
import Networks

/// The group `state_dict` of a reference file as a source of parameters.
struct StoredParameters: ParameterSource {
  private let group: HDF5Group
  /// Shapes of all tensors by name.
  let shapes: [String: [Int]]

  init(_ group: HDF5Group) throws {
    self.group = group
    var shapes: [String: [Int]] = [:]
    for name in try group.memberNames() { shapes[name] = try group.dataset(name).shape }
    self.shapes = shapes
  }

  func shape(of name: String) -> [Int]? { shapes[name] }

  func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
    try group.dataset(name).readConverting(into: &destination)
  }
}
