import TensorCore
import Testing

@Suite struct TensorTests {
  private static let shape = TensorShape(batch: 2, height: 3, width: 4, channels: 5)
  private static let values = (0..<120).map { Float($0) - 60.5 }

  private func array(_ span: Span<Float>) -> [Float] { (0..<span.count).map { span[$0] } }

  @Test func keepsValuesInNHWCOrder() {
    let tensor = Tensor(Self.shape, nhwc: Self.values.span)
    #expect(array(tensor.span) == Self.values)
    #expect(tensor[1, 2, 3, 4] == Self.values[119])
    #expect(tensor[0, 1, 0, 2] == Self.values[22])
  }

  @Test func convertsFromAndToNCHWOrder() {
    let tensor = Tensor(Self.shape, nchw: Self.values.span)
    for image in 0..<2 {
      for row in 0..<3 {
        for column in 0..<4 {
          for channel in 0..<5 {
            let place = image * 60 + channel * 12 + row * 4 + column
            #expect(tensor[image, row, column, channel] == Self.values[place])
          }
        }
      }
    }
    #expect(tensor.nchwArray() == Self.values)
  }

  @Test func oneChannelHasTheSameOrderInBothLayouts() {
    let shape = TensorShape(batch: 2, height: 3, width: 20, channels: 1)
    #expect(Tensor(shape, nhwc: Self.values.span).nchwArray() == Self.values)
  }

  @Test func startsAsGivenAndAligned() {
    let tensor = Tensor(Self.shape, repeating: -3)
    #expect(array(tensor.span) == [Float](repeating: -3, count: 120))
    let zeros = Tensor(Self.shape)
    #expect(array(zeros.span) == [Float](repeating: 0, count: 120))
    let address = UInt(bitPattern: tensor.unsafeBaseAddress)
    #expect(address % 64 == 0)
  }

  @Test func imagesAreTheirPartOfTheBatch() {
    var tensor = Tensor(Self.shape, nhwc: Self.values.span)
    #expect(array(tensor.image(0)) == Array(Self.values[..<60]))
    #expect(array(tensor.image(1)) == Array(Self.values[60...]))
    var image = tensor.mutableImage(1)
    let count = image.count
    #expect(count == 60)
    for index in 0..<60 { image[index] = 7 }
    #expect(array(tensor.image(0)) == Array(Self.values[..<60]))
    #expect(array(tensor.image(1)) == [Float](repeating: 7, count: 60))
  }

  @Test func assignmentChangesOneValue() {
    var tensor = Tensor(Self.shape, nhwc: Self.values.span)
    tensor[1, 0, 2, 3] = 1000
    var expected = Self.values
    expected[60 + 2 * 5 + 3] = 1000
    #expect(array(tensor.span) == expected)
  }

  @Test func aCopyHasItsOwnValues() {
    var tensor = Tensor(Self.shape, nhwc: Self.values.span)
    let copy = tensor.copy()
    tensor[0, 0, 0, 0] = 1000
    #expect(copy.shape == Self.shape)
    #expect(array(copy.span) == Self.values)
  }

  @Test func anEmptyBatchIsATensor() {
    let tensor = Tensor(TensorShape(batch: 0, height: 3, width: 4, channels: 5))
    let copy = tensor.copy()
    #expect(array(tensor.span).isEmpty)
    #expect(tensor.nchwArray().isEmpty)
    #expect(array(copy.span).isEmpty)
  }

  @Test func wrongCountsAreRefusedWithBothNumbers() async {
    let nhwc = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let values: [Float] = [1, 2, 3]
      _ = Tensor(TensorShape(batch: 1, height: 1, width: 1, channels: 2), nhwc: values.span)
    }
    let message = String(decoding: nhwc?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("3 values for a tensor of 1x1x1x2"))
    await #expect(processExitsWith: .failure) {
      let values: [Float] = [1, 2, 3]
      _ = Tensor(TensorShape(batch: 1, height: 1, width: 1, channels: 2), nchw: values.span)
    }
  }

  @Test func imagesOutsideTheBatchAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let tensor = Tensor(TensorShape(batch: 2, height: 1, width: 1, channels: 1))
      _ = tensor.image(2).count
    }
    await #expect(processExitsWith: .failure) {
      var tensor = Tensor(TensorShape(batch: 2, height: 1, width: 1, channels: 1))
      _ = tensor.mutableImage(-1).count
    }
  }
}
