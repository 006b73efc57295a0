import Benchmarking
import Tasks
import TensorCore
import Testing

struct SyntheticBatchTests {
  private let shape = TensorShape(batch: 2, height: 40, width: 50, channels: 3)

  @Test func imagesAreBytesLessTheMean() {
    let images = SyntheticBatch.images(shape, seed: 1)
    #expect(images.count == shape.elementCount)
    for (index, value) in images.enumerated() {
      let byte = value + AttackStep.channelMeans[index % 3]
      #expect(abs(byte - byte.rounded()) < 1e-4 && byte > -0.5 && byte < 255.5)
    }
    #expect(images == SyntheticBatch.images(shape, seed: 1))
    #expect(images != SyntheticBatch.images(shape, seed: 2))
  }

  /// What another program makes of the documented rule.
  @Test func firstBytes() {
    let images = SyntheticBatch.images(shape, seed: 0)
    let bytes = (0..<6).map { (images[$0] + AttackStep.channelMeans[$0 % 3]).rounded() }
    #expect(bytes == [176, 242, 161, 13, 72, 85])
  }

  @Test(arguments: TaskSuite.allCases)
  func labelsFitTheirTasks(suite: TaskSuite) throws {
    for convention in try suite.conventions() {
      let label = try SyntheticBatch.label(convention, images: shape, seed: 3)
      for image in 0..<shape.batch {
        let target = try label.prepared(image: image, height: 40, width: 50)
        // Of 2,000 pixels one in 16 is not valid: five standard deviations are 54.
        #expect(abs(target.validCount - 1875) < 54, "\(convention.task)")
      }
    }
  }
}
