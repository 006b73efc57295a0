import TensorCore
import Testing

@Suite struct TensorShapeTests {
  @Test func countsAndPlacesFollowMemoryOrder() {
    let shape = TensorShape(batch: 2, height: 3, width: 4, channels: 5)
    #expect(shape.imageElementCount == 60)
    #expect(shape.elementCount == 120)
    var expected = 0
    for image in 0..<2 {
      for row in 0..<3 {
        for column in 0..<4 {
          for channel in 0..<5 {
            #expect(
              shape.offset(image: image, row: row, column: column, channel: channel) == expected)
            expected += 1
          }
        }
      }
    }
  }

  @Test func anEmptyExtentMakesAnEmptyShape() {
    #expect(TensorShape(batch: 2, height: 0, width: 4, channels: 3).elementCount == 0)
    #expect(TensorShape(batch: 0, height: 1, width: 4, channels: 3).elementCount == 0)
  }

  @Test func describesItselfInMemoryOrder() {
    #expect("\(TensorShape(batch: 1, height: 321, width: 320, channels: 3))" == "1x321x320x3")
  }

  @Test func shapesAreComparedByExtents() {
    let shape = TensorShape(batch: 1, height: 2, width: 3, channels: 4)
    #expect(shape == TensorShape(batch: 1, height: 2, width: 3, channels: 4))
    #expect(shape != TensorShape(batch: 1, height: 3, width: 2, channels: 4))
  }

  @Test func negativeExtentsAreRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = TensorShape(batch: 1, height: -1, width: 1, channels: 1)
    }
  }
}
