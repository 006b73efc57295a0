import CheckpointFuzzing
import Checkpoints
import Testing

@Suite struct FuzzTests {
  @Test func damagedFilesAreRefusedOrRead() throws {
    let names = ["plain.pt", "nested.pt", "strided.pt", "protocol5.pt", "plain.safetensors"]
    let seeds = try names.map { try FuzzSeed(file: Fixture.bytes($0)) }
    let fuzzer = CheckpointFuzzer(seeds: FuzzSeed.builtIn + seeds, seed: 42)
    var accepted = 0
    var refused: Set<CheckpointError.Kind> = []
    for number in 0..<2000 {
      switch fuzzer.run(case: number) {
      case .accepted: accepted += 1
      case .refused(let kind): refused.insert(kind)
      }
    }
    // The damages are of all sorts, and not so coarse that nothing gets through.
    #expect(accepted > 50 && accepted < 1000)
    #expect(refused.count >= 12)
  }

  @Test func undamagedSeedsAreRead() throws {
    for seed in FuzzSeed.builtIn {
      switch seed {
      case .safetensors(let image):
        #expect(try Checkpoint(bytes: image.file, named: "seed").tensors.count == 2)
      case .archive(let image):
        let checkpoint = try Checkpoint(bytes: image.file, named: "seed")
        #expect(checkpoint.tensors.map(\.strides) == [[1, 3], []])
        #expect(checkpoint.layout?.blocks == [[[0, 1]], [[0, 1]], [[1], [0]]])
      }
    }
  }

  @Test func casesAreReproducible() {
    let fuzzer = CheckpointFuzzer(seed: 5)
    for number in 0..<50 { #expect(fuzzer.file(ofCase: number) == fuzzer.file(ofCase: number)) }
    #expect(fuzzer.file(ofCase: 1) != fuzzer.file(ofCase: 2))
  }
}
