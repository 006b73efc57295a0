internal import CHDF5

/// Names of objects inside a file: components separated by slashes.
enum ObjectName {
  /// The absolute name of `name`, seen from the group `parent`.
  static func absolute(_ name: String, in parent: String) -> String {
    if name.hasPrefix("/") { return name }
    return parent == "/" ? "/" + name : parent + "/" + name
  }

  /// Throws unless the library can be asked for `name`.
  static func validate(_ name: String, _ operation: Operation) throws {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw operation.error(
        .invalidArgument, expected: "a name without NUL that is not empty", found: "\"\(name)\"")
    }
  }

  /// A name that the library returned.
  static func decode(_ name: UnsafePointer<CChar>) -> String? {
    unsafe String(validatingCString: name)
  }

  /// The part of `name` that leads to nothing, nil when there is an object of that name.
  ///
  /// The library can only be asked for one link at a time: asked for `a/b` without an `a`, it
  /// reports a failure instead of an absence.
  static func missingPart(
    of name: String, in group: hid_t, _ operation: Operation
  ) throws -> String? {
    var part = name.hasPrefix("/") ? "/" : ""
    for component in name.split(separator: "/") {
      if !part.isEmpty, part != "/" {
        guard try isGroup(part, in: group, operation) else { return part + "/" + component }
        part += "/"
      }
      part += component
      let exists = try unsafe operation.check(
        "H5Lexists", H5Lexists(group, part, equipoise_h5p_default()), otherwise: .damaged)
      guard exists > 0 else { return part }
      let resolves = try unsafe operation.check(
        "H5Oexists_by_name", H5Oexists_by_name(group, part, equipoise_h5p_default()),
        otherwise: .damaged)
      guard resolves > 0 else { return part }
    }
    return nil
  }

  private static func isGroup(
    _ name: String, in group: hid_t, _ operation: Operation
  ) throws -> Bool {
    let object = try unsafe operation.own(
      "H5Oopen", H5Oopen(group, name, equipoise_h5p_default()), otherwise: .damaged)
    return H5Iget_type(object.id) == H5I_GROUP
  }
}
