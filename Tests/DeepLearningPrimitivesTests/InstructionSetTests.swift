import DeepLearningPrimitives
import Testing

struct InstructionSetTests {
  /// oneDNN looks at the processor in its own way; both have to come to the same answer, unless the
  /// environment caps the library.
  @Test func theProcessorHasWhatTheLibraryUses() {
    #expect(InstructionSet.effective <= InstructionSet.widest)
    #expect(InstructionSet.widest >= .avx2)
  }
}
