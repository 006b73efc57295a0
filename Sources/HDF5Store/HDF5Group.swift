internal import CHDF5

/// A group: named members, and attributes.
///
/// Names are relative to the group, or absolute when they begin with a slash; slashes separate the
/// names of nested groups.
public struct HDF5Group: Sendable {
  let handle: ObjectHandle

  init(_ handle: ObjectHandle) { self.handle = handle }

  /// What a member of a group can be.
  public enum MemberKind: Hashable, Sendable {
    /// A group.
    case group
    /// A dataset.
    case dataset
    /// A named datatype.
    case datatype
  }

  /// The absolute name inside the file.
  public var name: String { handle.name }

  /// Path of the file.
  public var path: String { handle.file.path }

  /// The group's attributes.
  public var attributes: HDF5Attributes { HDF5Attributes(handle) }

  /// The names of the members, in the order of their bytes.
  public func memberNames() throws -> [String] {
    try handle.perform("listing the group") { id, operation in
      try Self.memberNames(of: id, operation)
    }
  }

  /// Whether there is an object of that name; false too when a link leads to nothing.
  public func contains(_ name: String) throws -> Bool {
    try perform("looking for an object", on: name) { id, operation in
      try ObjectName.missingPart(of: name, in: id, operation) == nil
    }
  }

  /// What the object of that name is.
  public func kind(of name: String) throws -> MemberKind {
    try perform("opening the object", on: name) { id, operation in
      let object = try Self.open(name, in: id, operation)
      return try Self.kind(of: object.id, operation)
    }
  }

  /// Opens a group.
  /// - Throws: `HDF5Error` when there is none of that name.
  public func group(_ name: String) throws -> HDF5Group {
    try perform("opening the group", on: name) { id, operation in
      let object = try Self.open(name, in: id, operation)
      try Self.require(.group, object.id, operation)
      return HDF5Group(ObjectHandle(object, name: absolute(name), in: handle.file))
    }
  }

  /// Opens a dataset.
  /// - Throws: `HDF5Error` when there is none of that name, or when it is virtual and one of the
  ///   files it stands on is not as it must be.
  public func dataset(_ name: String) throws -> HDF5Dataset {
    try perform("opening the dataset", on: name) { id, operation in
      let object = try Self.open(name, in: id, operation)
      try Self.require(.dataset, object.id, operation)
      let type = try operation.own("H5Dget_type", H5Dget_type(object.id), otherwise: .damaged)
      let elementType = try ElementType(of: type.id, operation)
      try VirtualSource.validateAll(of: object.id, elementType: elementType, operation)
      return HDF5Dataset(
        ObjectHandle(object, name: absolute(name), in: handle.file), elementType: elementType)
    }
  }
}

extension HDF5Group {
  /// The absolute name of `name` seen from here.
  func absolute(_ name: String) -> String { ObjectName.absolute(name, in: handle.name) }

  /// Runs `body` on this group for the sake of the object `name`, which errors will carry.
  func perform<Result: ~Copyable>(
    _ action: String, on name: String, _ body: (hid_t, Operation) throws -> Result
  ) throws -> Result {
    try handle.perform(action) { id, operation in
      let operation = Operation(path: operation.path, object: absolute(name), action: action)
      try ObjectName.validate(name, operation)
      return try body(id, operation)
    }
  }

  private static func open(
    _ name: String, in group: hid_t, _ operation: Operation
  ) throws -> OwnedIdentifier {
    if let missing = try ObjectName.missingPart(of: name, in: group, operation) {
      throw operation.error(
        .objectNotFound, expected: "an object of that name", found: "nothing at \"\(missing)\"")
    }
    return try unsafe operation.own(
      "H5Oopen", H5Oopen(group, name, equipoise_h5p_default()), otherwise: .damaged)
  }

  private static func kind(of object: hid_t, _ operation: Operation) throws -> MemberKind {
    switch H5Iget_type(object) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    case H5I_DATATYPE: return .datatype
    default: throw operation.failure(of: "H5Iget_type", .damaged)
    }
  }

  private static func require(
    _ kind: MemberKind, _ object: hid_t, _ operation: Operation
  ) throws {
    let found = try Self.kind(of: object, operation)
    guard found == kind else {
      throw operation.error(.typeMismatch, expected: "a \(kind)", found: "a \(found)")
    }
  }

  private static func memberNames(of group: hid_t, _ operation: Operation) throws -> [String] {
    var names: [String?] = []
    let status = unsafe withUnsafeMutablePointer(to: &names) { pointer in
      unsafe equipoise_literate(
        group,
        { _, name, _, context in
          guard let name = unsafe name,
            let names = unsafe context?.assumingMemoryBound(to: [String?].self)
          else { return -1 }
          unsafe names.pointee.append(ObjectName.decode(name))
          return 0
        }, pointer)
    }
    try operation.check("H5Literate", status, otherwise: .damaged)
    return try names.map { name in
      guard let name else {
        throw operation.error(
          .invalidText, expected: "names in UTF-8", found: "a name that is not")
      }
      return name
    }
  }
}
