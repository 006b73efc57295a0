internal import CHDF5
internal import Glibc

/// The place in a file where strings of variable length lie.
///
/// The library follows a damaged reference into this heap out of its memory, and nothing there has
/// a checksum. So the heap is read here, by the format specification (version 3.0, section III.E),
/// with every number checked against the file. The library delivers only the references.
struct GlobalHeap {
  /// Where a string is: the stored form of an element of variable length.
  struct Reference {
    /// Bytes of the stored form, for addresses of eight bytes.
    static let byteCount = 16

    /// Length of the string in bytes.
    let length: Int
    /// Address of the collection.
    let address: UInt64
    /// Number of the object in the collection.
    let index: UInt32

    /// Decodes the stored form: length, address, and index, in little-endian order.
    init(_ bytes: ArraySlice<UInt8>) {
      length = Int(clamping: GlobalHeap.integer(bytes.prefix(4)))
      address = GlobalHeap.integer(bytes.dropFirst(4).prefix(8))
      index = UInt32(truncatingIfNeeded: GlobalHeap.integer(bytes.dropFirst(12)))
    }
  }

  private struct Collection {
    let bytes: [UInt8]
    let objects: [UInt32: Range<Int>]
  }

  private static let signature = Array("GCOL".utf8)
  private static let headerByteCount = 16
  private static let version: UInt8 = 1

  private let operation: Operation
  private let fileDescriptor: CInt
  /// Where the HDF5 part of the file begins: all addresses count from there.
  private let baseAddress: Int
  private let fileSize: Int
  private var collections: [UInt64: Collection] = [:]
  /// Bytes that may still be read; collections do not overlap, so the file bounds their sum.
  private var budget: Int

  /// Prepares to read the heap of the file that `object` belongs to.
  init(ofFileWith object: hid_t, _ operation: Operation) throws {
    self.operation = operation
    let file = try operation.own("H5Iget_file_id", H5Iget_file_id(object))
    // What was written lately may only be in the library's memory.
    try operation.check("H5Fflush", H5Fflush(file.id, H5F_SCOPE_LOCAL))
    let creation = try operation.own("H5Fget_create_plist", H5Fget_create_plist(file.id))
    var addressSize = 0
    var lengthSize = 0
    try unsafe operation.check(
      "H5Pget_sizes", H5Pget_sizes(creation.id, &addressSize, &lengthSize))
    guard addressSize == 8, lengthSize == 8 else {
      throw operation.error(
        .unsupported, expected: "addresses and lengths of 8 bytes",
        found: "\(addressSize) and \(lengthSize)")
    }
    var userBlock: hsize_t = 0
    try unsafe operation.check("H5Pget_userblock", H5Pget_userblock(creation.id, &userBlock))
    baseAddress = Int(clamping: userBlock)
    var handle: UnsafeMutableRawPointer?
    try unsafe operation.check(
      "H5Fget_vfd_handle", H5Fget_vfd_handle(file.id, equipoise_h5p_default(), &handle))
    guard let handle = unsafe handle else {
      throw operation.failure(of: "H5Fget_vfd_handle", .libraryFailure)
    }
    unsafe fileDescriptor = handle.load(as: CInt.self)
    fileSize = Int(lseek(fileDescriptor, 0, SEEK_END))
    budget = fileSize
  }

  /// The bytes of a string.
  /// - Throws: `HDF5Error` when the reference leads to none.
  mutating func bytes(at reference: Reference) throws -> ArraySlice<UInt8> {
    if reference.length == 0 { return [] }
    let collection = try collection(at: reference.address)
    guard let object = collection.objects[reference.index], reference.length <= object.count else {
      throw operation.error(
        .damaged,
        expected: "\(reference.length) bytes in object \(reference.index) of the heap "
          + "at \(reference.address)",
        found: collection.objects[reference.index].map { "\($0.count) bytes" } ?? "none")
    }
    return collection.bytes[object].prefix(reference.length)
  }

  private mutating func collection(at address: UInt64) throws -> Collection {
    if let known = collections[address] { return known }
    guard let relative = Int(exactly: address), relative <= fileSize - baseAddress else {
      throw operation.error(
        .damaged, expected: "a heap inside the \(fileSize) bytes of the file",
        found: "one at \(address)")
    }
    let start = baseAddress + relative
    let header = try read(Self.headerByteCount, at: start)
    guard header.starts(with: Self.signature), header[4] == Self.version else {
      throw operation.error(
        .damaged, expected: "a heap of version \(Self.version) at \(address)", found: "none")
    }
    let size = Self.integer(header.suffix(8))
    guard size >= Self.headerByteCount, size <= budget else {
      throw operation.error(
        .damaged, expected: "a heap of at most \(budget) bytes", found: "one of \(size)")
    }
    budget -= Int(size)
    let bytes = try read(Int(size), at: start)
    let collection = Collection(bytes: bytes, objects: try objects(in: bytes))
    collections[address] = collection
    return collection
  }

  /// The place of every object in a collection.
  private func objects(in bytes: [UInt8]) throws -> [UInt32: Range<Int>] {
    var objects: [UInt32: Range<Int>] = [:]
    var position = Self.headerByteCount
    while position + Self.headerByteCount <= bytes.count {
      let index = UInt32(Self.integer(bytes[position..<position + 2]))
      // Number zero is the free space behind the last object.
      if index == 0 { break }
      let size = Self.integer(bytes[position + 8..<position + Self.headerByteCount])
      let start = position + Self.headerByteCount
      guard size <= bytes.count - start else {
        throw operation.error(
          .damaged, expected: "at most \(bytes.count - start) bytes in object \(index) of a heap",
          found: "\(size)")
      }
      objects[index] = start..<start + Int(size)
      position = start + (Int(size) + 7) / 8 * 8
    }
    return objects
  }

  private func read(_ count: Int, at offset: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          fileDescriptor, buffer.baseAddress?.advanced(by: done), count - done, offset + done)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        throw operation.error(
          .damaged, expected: "\(count) bytes at \(offset)", found: "the end after \(done)")
      }
      done += result
    }
    return bytes
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
