internal import CPlatform

/// What this process uses of the machine's memory.
public enum ProcessMemory {
  /// Largest resident set so far, in bytes; 0 where the system does not tell.
  public static var peakResidentByteCount: Int { Int(equipoise_peak_resident_bytes()) }

  /// Bytes that are allocated on the heap now; 0 where the C library cannot tell.
  ///
  /// The difference before and after some work shows what the work has kept, not what it has
  /// allocated and freed again: ``allocationCount`` shows that.
  public static var allocatedByteCount: Int { Int(equipoise_heap_bytes()) }

  /// Number of allocations so far, those that were freed included; nil unless the library of
  /// `Benchmarks/count-allocations.c` was loaded before the program to count them.
  public static var allocationCount: Int? {
    let count = Int(equipoise_allocation_count())
    return count < 0 ? nil : count
  }

  /// Gives pages back to the system whose values this process does not need any more: reading them
  /// finds other values, except in memory that processes share.
  /// - Parameter values: memory that stays allocated; pages that hold anything else besides are kept.
  public static func giveBack(_ values: Span<Float>) {
    unsafe values.withUnsafeBytes { bytes in
      // The values may change, so nobody may have borrowed them for longer than this call.
      unsafe equipoise_give_back_pages(
        UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
  }

  /// Number of pages given to the process so far, without those read from a disk.
  public static var pageFaultCount: Int { Int(equipoise_minor_fault_count()) }
}
