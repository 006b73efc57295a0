internal import CPlatform

/// What the machine under this process offers.
public enum Processor {
  /// Whether the processor has the instructions that the vectorised targets were compiled for.
  ///
  /// On x86-64 this is level v3 (AVX2, FMA, BMI2). The program asks before its first kernel, so
  /// that an older machine gets a sentence instead of an illegal instruction.
  public static var isSupported: Bool { equipoise_processor_is_supported() != 0 }

  /// Number of cores in the calling thread's affinity mask, at least 1.
  ///
  /// Under `mpirun` this is what the binding left to the rank, not the size of the machine.
  public static var availableCoreCount: Int { Int(equipoise_affinity_core_count()) }
}
