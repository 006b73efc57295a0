internal import CHDF5

/// A dataset that a virtual one stands on.
///
/// The library reads the fill value where a source is missing or too short, without a word: a
/// result would silently be of other data. So the sources are looked at when a virtual dataset is
/// opened.
struct VirtualSource: Hashable {
  let file: String
  let dataset: String
  /// One past the last index that is mapped, along every dimension.
  let end: [Int]

  /// The library takes a percent sign in a name for the start of a pattern.
  static func escape(_ name: String) -> String {
    name.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }

  /// The name that was escaped, nil for a pattern.
  private static func unescape(_ name: String) -> String? {
    var result = ""
    var rest = name[...]
    while let index = rest.firstIndex(of: "%") {
      guard rest[index...].hasPrefix("%%") else { return nil }
      result += rest[...index]
      rest = rest[index...].dropFirst(2)
    }
    return result + rest
  }

  /// Throws unless every source of a virtual dataset is there, of its type, and large enough.
  static func validateAll(
    of dataset: hid_t, elementType: ElementType, _ operation: Operation
  ) throws {
    let properties = try operation.own(
      "H5Dget_create_plist", H5Dget_create_plist(dataset), otherwise: .damaged)
    guard H5Pget_layout(properties.id) == H5D_VIRTUAL else { return }
    var count = 0
    try unsafe operation.check(
      "H5Pget_virtual_count", H5Pget_virtual_count(properties.id, &count), otherwise: .damaged)
    for index in 0..<count {
      try VirtualSource(index, of: properties.id, operation)?
        .validate(elementType: elementType, for: dataset, operation)
    }
  }

  /// Reads mapping `index`; nil when it names its files by a pattern, or has no fixed end.
  private init?(_ index: Int, of properties: hid_t, _ operation: Operation) throws {
    let file = try unsafe Self.name(operation, "H5Pget_virtual_filename") { buffer, size in
      unsafe H5Pget_virtual_filename(properties, index, buffer, size)
    }
    let dataset = try unsafe Self.name(operation, "H5Pget_virtual_dsetname") { buffer, size in
      unsafe H5Pget_virtual_dsetname(properties, index, buffer, size)
    }
    let space = try operation.own(
      "H5Pget_virtual_srcspace", H5Pget_virtual_srcspace(properties, index), otherwise: .damaged)
    let rank = Int(H5Sget_simple_extent_ndims(space.id))
    var first = [hsize_t](repeating: 0, count: max(rank, 1))
    var last = first
    guard let file = Self.unescape(file), let dataset = Self.unescape(dataset),
      unsafe rank <= 0 || H5Sget_select_bounds(space.id, &first, &last) >= 0
    else { return nil }
    self.file = file
    self.dataset = dataset
    end = last.prefix(max(rank, 0)).map {
      Int(clamping: $0).addingReportingOverflow(1).partialValue
    }
  }

  private static func name(
    _ operation: Operation, _ function: String,
    _ read: (UnsafeMutablePointer<CChar>?, Int) -> Int
  ) throws -> String {
    let length = try operation.check(function, read(nil, 0), otherwise: .damaged)
    try SizeLimit.validate(attributeByteCount: length, operation)
    var buffer = [CChar](repeating: 0, count: length + 1)
    try unsafe operation.check(function, read(&buffer, buffer.count), otherwise: .damaged)
    let bytes = buffer.prefix(length).map { UInt8(bitPattern: $0) }
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw operation.error(.invalidText, expected: "names in UTF-8", found: "a name that is not")
    }
    return name
  }

  /// Opens the source and compares.
  private func validate(
    elementType: ElementType, for virtual: hid_t, _ operation: Operation
  ) throws {
    // A single point stands for the file itself.
    if file == "." {
      let own = try operation.own("H5Iget_file_id", H5Iget_file_id(virtual))
      return try validate(in: own.id, elementType, operation)
    }
    let directory = operation.path.lastIndex(of: "/").map { operation.path[...$0] } ?? ""
    let path = file.hasPrefix("/") ? file : directory + file
    let source = Operation(
      path: path, object: dataset,
      action:
        "opening a source of the virtual dataset \(operation.object ?? "") of \(operation.path)")
    try HDF5File.requireReadable(path, source)
    let access = try HDF5File.accessProperties(lock: false, source)
    let identifier = try unsafe source.own(
      "H5Fopen", H5Fopen(path, equipoise_h5f_acc_rdonly(), access.id), otherwise: .damaged)
    try validate(in: identifier.id, elementType, source)
  }

  private func validate(
    in file: hid_t, _ elementType: ElementType, _ operation: Operation
  ) throws {
    let name = ObjectName.absolute(dataset, in: "/")
    if let missing = try ObjectName.missingPart(of: name, in: file, operation) {
      throw operation.error(
        .objectNotFound, expected: "a dataset \"\(name)\"", found: "nothing at \"\(missing)\"")
    }
    let object = try unsafe operation.own(
      "H5Dopen2", H5Dopen2(file, name, equipoise_h5p_default()), otherwise: .damaged)
    let type = try operation.own("H5Dget_type", H5Dget_type(object.id), otherwise: .damaged)
    try ElementType(of: type.id, operation).require(elementType, converting: false, operation)
    let shape = try HDF5Dataset.shape(of: object.id, operation)
    guard shape.count == end.count, zip(shape, end).allSatisfy({ $0 >= $1 }) else {
      throw operation.error(
        .shapeMismatch, expected: "a shape of at least \(end)", found: "\(shape)")
    }
  }
}
