import Checkpoints
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: ParityFixtures.directory != nil, "needs the reference results"))
struct ParityCheckpointTests {
  private let directory = ParityFixtures.directory ?? ""

  @Test func bothFormsAreIdentical() throws {
    let torch = try Checkpoint(path: directory + "/checkpoint_train_step.model")
    let safe = try Checkpoint(path: directory + "/checkpoint_train_step.safetensors")
    #expect(torch.form == .pytorch && safe.form == .safetensors)
    #expect(torch.tensors.count > 300)
    #expect(Set(torch.tensors.map(\.name)) == Set(safe.tensors.map(\.name)))
    for record in torch.tensors {
      let other = try safe.require(
        record.name, shape: record.shape, scalarTypes: [record.scalarType])
      let bytes = try torch.bytes(of: record).withUnsafeBytes { [UInt8]($0) }
      let otherBytes = try safe.bytes(of: other).withUnsafeBytes { [UInt8]($0) }
      #expect(bytes == otherBytes, "\(record.name)")
      if record.scalarType == .int64 {
        #expect(try torch.readInteger(record) == safe.readInteger(other))
      } else {
        let values = try torch.floats(record).map(\.bitPattern)
        #expect(try values == safe.floats(other).map(\.bitPattern))
      }
    }
  }

  @Test func trainersRecordsAreReachable() throws {
    let trained = try Checkpoint(path: directory + "/checkpoint_train_step.model")
    #expect(trained.iteration == 1)
    let optimizer = try #require(trained.contents?["optimizer"])
    #expect(optimizer["param_groups"]?.elements?.first?["lr"]?.double == 0.001)
    let average = try #require(optimizer["state"]?[0]?["exp_avg"]?.tensor)
    #expect(average.shape == trained.tensors.first?.shape)
    #expect(try trained.floats(average).contains { $0 != 0 })

    let narrow = try Checkpoint(path: directory + "/checkpoint_nyuv2_narrow.model")
    #expect(narrow.iteration == 0)
    #expect(narrow.layout?.className == "main.layout.Layout")
    #expect(narrow.layout?.taskCount == 3 && narrow.layout?.blocks.count == 17)
    #expect(narrow.layout?.blocks.first == [[0, 1, 2]])
    #expect(narrow.layout?.blocks.last == [[0], [2], [1]])
  }
}
