import Foundation
import HDF5Store

/// Reads the reference schema: arrays as doubles, JSON from attributes and text datasets.
struct ReferenceFile {
  let path: String
  let root: HDF5Group

  init(_ path: String) throws {
    self.path = path
    root = try HDF5File.open(path).root
  }

  /// All values of a numeric dataset and its shape.
  func array(_ group: HDF5Group, _ name: String) throws -> (values: [Double], shape: [Int]) {
    let dataset = try group.dataset(name)
    return (try dataset.readConverting(as: Double.self), try dataset.shape)
  }

  /// All values of a numeric dataset that has as many as expected.
  /// - Throws: ``ConformanceError`` when it has not, and the errors of reading it.
  func array(_ group: HDF5Group, _ name: String, count: Int) throws -> [Double] {
    let values = try array(group, name).values
    guard values.count == count else {
      throw fault("\(group.name)/\(name)", "\(count) values", "\(values.count)")
    }
    return values
  }

  /// All values of a numeric dataset as the network takes them.
  func floats(_ group: HDF5Group, _ name: String) throws -> (values: [Float], shape: [Int]) {
    let dataset = try group.dataset(name)
    return (try dataset.readConverting(as: Float.self), try dataset.shape)
  }

  /// A text, from an attribute or else a dataset of that name; nil when there is neither.
  func text(_ group: HDF5Group, _ name: String) throws -> String? {
    if try group.attributes.contains(name) { return try group.attributes.readString(name) }
    guard try group.contains(name), try group.kind(of: name) == .dataset else { return nil }
    return try group.dataset(name).readString()
  }

  /// A JSON text, from an attribute or else a dataset of that name; nil when there is neither.
  func json<Value: Decodable>(
    _ group: HDF5Group, _ name: String, as type: Value.Type = Value.self
  ) throws -> Value? {
    guard let text = try text(group, name) else { return nil }
    let decoder = JSONDecoder()
    // What JSON has no number for is written as text.
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch {
      throw fault("\(group.name) \(name)", "JSON of the schema", "\(error)")
    }
  }

  /// An error about a place in this file.
  func fault(_ place: String, _ expectation: String, _ finding: String) -> ConformanceError {
    ConformanceError(path: path, place: place, expectation: expectation, finding: finding)
  }
}
