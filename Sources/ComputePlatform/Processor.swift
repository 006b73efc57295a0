internal import CPlatform

/// What the machine under this process offers.
public enum Processor {
  /// Whether the processor has the instructions that the vectorised targets were compiled for.
  ///
  /// On x86-64 this is level v3 (AVX2, FMA, BMI2). The program asks before its first kernel, so
  /// that an older machine gets a sentence instead of an illegal instruction.
  public static var isSupported: Bool { equipoise_processor_is_supported() != 0 }

  /// The widest of the instruction sets SSE4.1, AVX, AVX2, AVX-512, AVX-512 VNNI, AVX-512 BF16 and
  /// AMX that the processor has with all before it: its number, from 0. Asking changes nothing.
  public static var vectorLevel: Int { Int(equipoise_vector_level()) }

  /// Numbers of the cores in the calling thread's affinity mask, and of those that the team of threads
  /// is bound to with `OMP_PROC_BIND`, which leaves the first thread but one; ascending, at least one.
  ///
  /// Under `mpirun` this is what the binding left to the rank, not the size of the machine.
  /// - Complexity: allocates the result.
  public static var availableCores: [Int] {
    var cores = [Int32](repeating: 0, count: largestCoreCount)
    let count = unsafe equipoise_affinity_cores(&cores, Int32(cores.count))
    return count > 0 ? cores.prefix(Int(count)).map(Int.init) : [0]
  }

  /// Number of ``availableCores``.
  public static var availableCoreCount: Int { availableCores.count }

  /// Cores that the system's mask has room for.
  private static let largestCoreCount = 1024
}
