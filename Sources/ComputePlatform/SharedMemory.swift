internal import CPlatform
internal import Glibc

/// Memory that processes of one machine share: one makes and writes it, the others read it.
///
/// It is a file that has no name and is in memory only, so it needs no room in `/dev/shm`, and nothing
/// is left of it however the processes end. All of it is there from the start: a lack of memory is an
/// error when it is made, and no signal later.
@safe public struct SharedMemory: ~Copyable {
  /// What another process needs to find the memory. It is valid while the maker lives and has it.
  public struct Handle: Hashable, Sendable {
    /// The maker's process, its descriptor, and what tells the file from all others.
    public let numbers: [Int64]

    /// Takes ``numbers`` that another process has sent.
    /// - Precondition: as many as ``count``.
    public init(numbers: [Int64]) {
      precondition(numbers.count == Self.count, "\(numbers.count) numbers of \(Self.count)")
      self.numbers = numbers
    }

    /// Number of ``numbers``.
    public static let count = 4
  }

  /// Number of bytes.
  public let byteCount: Int
  /// How other processes find it.
  public let handle: Handle
  /// The first byte, at the start of a page; valid while this value lives. Only the maker may write.
  @unsafe public let start: UnsafeMutableRawPointer
  private let file: Int32

  /// Makes memory of zeros.
  /// - Throws: ``SharedMemoryError`` when there is not enough memory, or files may not be so large.
  /// - Precondition: at least one byte.
  public init(byteCount: Int) throws(SharedMemoryError) {
    precondition(byteCount > 0, "\(byteCount) bytes of shared memory")
    let operation = "making \(byteCount) bytes of shared memory"
    let file = try Self.check(equipoise_memory_file_create(byteCount), operation)
    let identity = try Self.identity(file, operation)
    let start = unsafe try Self.map(file, byteCount, isWritable: true, operation)
    self.byteCount = byteCount
    self.file = file
    handle = Handle(numbers: [Int64(getpid()), Int64(file), identity.device, identity.node])
    unsafe self.start = unsafe start
  }

  /// Finds memory that another process has made, to read.
  /// - Throws: ``SharedMemoryError`` when the system does not allow it, or other memory is there.
  public init(_ handle: Handle, byteCount: Int) throws(SharedMemoryError) {
    let numbers = handle.numbers
    let operation =
      "finding \(byteCount) bytes of shared memory of the process \(numbers[0])"
    guard let process = Int32(exactly: numbers[0]), let number = Int32(exactly: numbers[1]) else {
      throw SharedMemoryError(code: EBADF, operation: operation)
    }
    let file = try Self.check(equipoise_memory_file_open(process, number), operation)
    let identity = try Self.identity(file, operation)
    // A process of that number may be another one where ranks are in containers of their own.
    guard [identity.device, identity.node] == numbers[2...], identity.byteCount >= byteCount else {
      close(file)
      throw SharedMemoryError(code: ESTALE, operation: operation)
    }
    let start = unsafe try Self.map(file, byteCount, isWritable: false, operation)
    self.byteCount = byteCount
    self.file = file
    self.handle = handle
    unsafe self.start = unsafe start
  }

  deinit { unsafe equipoise_memory_file_release(file, start, byteCount) }

  /// The result of a call; a negative one is an error's code.
  private static func check(
    _ result: Int32, _ operation: String
  ) throws(SharedMemoryError) -> Int32 {
    guard result >= 0 else { throw SharedMemoryError(code: -result, operation: operation) }
    return result
  }

  private static func identity(
    _ file: Int32, _ operation: String
  ) throws(SharedMemoryError) -> (device: Int64, node: Int64, byteCount: Int) {
    var (device, node, byteCount) = (UInt(0), UInt(0), 0)
    let result = unsafe equipoise_memory_file_identity(file, &device, &node, &byteCount)
    guard result >= 0 else {
      close(file)
      throw SharedMemoryError(code: -result, operation: operation)
    }
    return (Int64(bitPattern: UInt64(device)), Int64(bitPattern: UInt64(node)), byteCount)
  }

  private static func map(
    _ file: Int32, _ byteCount: Int, isWritable: Bool, _ operation: String
  ) throws(SharedMemoryError) -> UnsafeMutableRawPointer {
    var start: UnsafeMutableRawPointer?
    let result = unsafe equipoise_memory_file_map(file, byteCount, isWritable ? 1 : 0, &start)
    guard result >= 0, let start = unsafe start else {
      close(file)
      throw SharedMemoryError(code: result < 0 ? -result : ENOMEM, operation: operation)
    }
    return unsafe start
  }
}
