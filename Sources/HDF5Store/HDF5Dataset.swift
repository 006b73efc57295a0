internal import CHDF5

/// A dataset: an array of any rank, all of whose elements are of one type.
public struct HDF5Dataset: Sendable {
  let handle: ObjectHandle
  /// What the elements are.
  public let elementType: ElementType

  init(_ handle: ObjectHandle, elementType: ElementType) {
    self.handle = handle
    self.elementType = elementType
  }

  /// The absolute name inside the file.
  public var name: String { handle.name }

  /// Path of the file.
  public var path: String { handle.file.path }

  /// The dataset's attributes.
  public var attributes: HDF5Attributes { HDF5Attributes(handle) }

  /// The extents, slowest first; empty for a scalar, `[0]` for a dataset without any extent.
  public var shape: [Int] {
    get throws {
      try handle.perform("reading the shape") { id, operation in
        try Self.shape(of: id, operation)
      }
    }
  }

  /// How the elements are stored.
  public var layout: DatasetLayout {
    get throws {
      try handle.perform("reading the layout") { id, operation in
        let properties = try operation.own(
          "H5Dget_create_plist", H5Dget_create_plist(id), otherwise: .damaged)
        let space = try operation.own("H5Dget_space", H5Dget_space(id), otherwise: .damaged)
        return try DatasetLayout(of: properties.id, space: space.id, operation)
      }
    }
  }

  static func shape(of dataset: hid_t, _ operation: Operation) throws -> [Int] {
    let space = try operation.own("H5Dget_space", H5Dget_space(dataset), otherwise: .damaged)
    return try Dataspace.shape(of: space.id, operation)
  }
}
