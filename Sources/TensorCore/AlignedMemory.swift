internal import Glibc

/// Where an ``AlignedBuffer`` has its memory from.
///
/// Large memory is mapped by itself, from a large page on, and the system is asked for such pages: a
/// pass reads a gigabyte of weights and writes many planes of tiles side by side, far more small pages
/// than a processor keeps track of. Where the system has no large pages, small ones do.
@usableFromInline enum AlignedMemory {
  /// Bytes between possible starts: a line of the cache.
  @usableFromInline static let alignment = 64

  /// Bytes of a large page, on x86-64 and on ARM with small pages of 4 kB.
  private static let pageSize = 2 << 20
  /// Bytes from which on memory is mapped.
  private static let smallestMapping = 2 * pageSize

  /// Takes memory, which does not hold anything yet.
  @usableFromInline static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    guard byteCount >= smallestMapping else {
      return .allocate(byteCount: max(byteCount, alignment), alignment: alignment)
    }
    // Where a mapping starts is the system's choice; what is before the first large page is given back.
    let size = mappingSize(byteCount)
    let start = unsafe mmap(
      nil, size + pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else {
      preconditionFailure("no memory for \(byteCount) bytes")
    }
    let lead = (pageSize - Int(bitPattern: start) % pageSize) % pageSize
    if lead > 0 { unsafe munmap(start, lead) }
    let first = unsafe start + lead
    if lead < pageSize { unsafe munmap(first + size, pageSize - lead) }
    unsafe madvise(first, size, MADV_HUGEPAGE)
    return unsafe first
  }

  /// Gives memory back that ``allocate(byteCount:)`` made for so many bytes.
  @usableFromInline static func deallocate(_ start: UnsafeMutableRawPointer, byteCount: Int) {
    if byteCount >= smallestMapping {
      unsafe munmap(start, mappingSize(byteCount))
    } else {
      unsafe start.deallocate()
    }
  }

  /// Whole small pages.
  private static func mappingSize(_ byteCount: Int) -> Int {
    let page = sysconf(Int32(_SC_PAGESIZE))
    return (byteCount + page - 1) / page * page
  }
}
