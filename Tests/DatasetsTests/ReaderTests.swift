import Datasets
import HDF5Store
import Tasks
import TensorCore
import TestSupport
import Testing

@Suite struct ReaderTests {
  private func withSplit<Result>(_ body: (DatasetSplit) throws -> Result) throws -> Result {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, .nyuv2)
    return try body(DatasetFile(path).split("test"))
  }

  private let preprocessing = Preprocessing(
    dialect: .nyuv2, conventions: TaskConvention.nyuv2(), height: 4, width: 6)

  @Test func theImagesComeInTheOrderAskedFor() throws {
    try withSplit { split in
      let reader = try SampleReader(split, indices: [2, 0, 2, 1], preprocessing, readAhead: 2)
      var names: [String] = []
      while let sample = try reader.next() { names.append(sample.name) }
      #expect(names == ["test-2", "test-0", "test-2", "test-1"])
      #expect(try reader.next() == nil)
    }
  }

  @Test func aTrainingSampleIsTheSameInEveryShard() throws {
    try withSplit { split in
      let training = SampleReader.Training(seed: 3, epoch: 1)
      func samples(_ indices: [Int], _ training: SampleReader.Training) throws -> [[Float]] {
        let reader = try SampleReader(
          split, indices: indices, preprocessing, training: training)
        var inputs: [[Float]] = []
        while let sample = try reader.next() { inputs.append(sample.input) }
        return inputs
      }
      let all = try samples([0, 1, 2], training)
      #expect(try samples([2, 1], training) == [all[2], all[1]])
      #expect(try samples([0, 1, 2], SampleReader.Training(seed: 3, epoch: 2)) != all)
    }
  }

  @Test func aReaderCanBeDroppedHalfway() throws {
    try withSplit { split in
      let indices = [0, 1, 2, 0, 1, 2]
      for _ in 0..<20 {
        let reader = try SampleReader(split, indices: indices, preprocessing)
        #expect(try reader.next()?.name == "test-0")
      }
      // What the dropped ones had begun is in nobody's way.
      let last = try SampleReader(split, indices: indices, preprocessing)
      for index in indices { #expect(try last.next()?.name == "test-\(index)") }
    }
  }

  @Test func aTaskThatIsNotThereIsAnErrorAtOnce() throws {
    try withSplit { split in
      let wanted = Preprocessing(
        dialect: .nyuv2, conventions: [.keypoints], height: 4, width: 6)
      #expect(throws: DatasetError.self) { _ = try SampleReader(split, indices: [0], wanted) }
    }
  }

  @Test func samplesAreJoinedIntoABatch() throws {
    try withSplit { split in
      let reader = try SampleReader(split, indices: [1, 2], preprocessing)
      let samples = [try reader.next(), try reader.next()].compactMap { $0 }
      let batch = try SampleBatch(samples)
      #expect(batch.names == ["test-1", "test-2"])
      #expect(batch.input.shape.description == "2x4x6x3")
      #expect(batch.input[1, 3, 5, 2] == samples[1].input.last)
      #expect(batch.labels.map(\.convention.task) == [.segmentation, .normals, .depth])
      #expect(batch.labels[2].values == samples.flatMap { $0.labels[2].values })
    }
  }
}
