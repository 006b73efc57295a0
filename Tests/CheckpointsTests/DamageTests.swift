import CheckpointFuzzing
import Checkpoints
import Testing

@Suite struct DamageTests {
  @Test(arguments: Damage.safetensors + Damage.zip + Damage.pickle)
  func damagedFileGivesItsError(_ damage: Damage) throws {
    let file = try damage.file()
    let error = checkpointError {
      let checkpoint = try Checkpoint(bytes: file, named: "damaged")
      for record in checkpoint.tensors {
        _ = try checkpoint.floats(record, converting: Set(ScalarType.allCases))
      }
    }
    #expect(error?.kind == damage.kind, "\(error?.description ?? "none")")
    #expect(error?.file == "damaged")
    if let tensor = damage.tensor { #expect(error?.tensor == tensor) }
    #expect(error?.finding.contains(damage.finding) == true, "\(error?.description ?? "none")")
    #expect(error?.expectation.isEmpty == false && error?.finding.isEmpty == false)
  }

  @Test(arguments: ["plain.pt", "nested.pt", "plain.safetensors"])
  func truncatedFileIsRefused(name: String) throws {
    let file = try Fixture.bytes(name)
    for count in stride(from: 0, to: file.count, by: 7) {
      let error = checkpointError {
        _ = try Checkpoint(bytes: Array(file.prefix(count)), named: "cut")
      }
      #expect(error != nil, "\(count) of \(file.count) bytes")
    }
  }

  @Test func theUndamagedFilesAreRead() throws {
    #expect(try Checkpoint(bytes: Damage.archive { _ in }, named: "whole").tensors.count == 5)
    let checkpoint = try Checkpoint(bytes: Damage.tensor(), named: "whole")
    #expect(try checkpoint.floats("w") == [0, 0, 0, 0])
    let layout = Damage.layout(tasks: 2, blocks: [.list([.set([0, 1])])])
    #expect(try Checkpoint(bytes: layout, named: "whole").layout?.blocks == [[[0, 1]]])
  }
}
