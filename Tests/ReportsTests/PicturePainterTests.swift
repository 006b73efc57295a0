import Datasets
import Jobs
import Testing

@testable import Coordinator
@testable import Reports

struct PicturePainterTests {
  private func map(_ values: [Float], channels: Int) -> GalleryEntry.Map {
    GalleryEntry.Map(height: 1, width: values.count / channels, channels: channels, values: values)
  }

  @Test func imagesAreShownAsTheyAre() {
    #expect(
      PicturePainter.image(map([0, 128, 255, 300, -5, 7], channels: 3)).values
        == [0, 128, 255, 255, 0, 7])
  }

  @Test func perturbationsFillTheScale() {
    let painted = PicturePainter.perturbation(map([-2, 0, 2, 1, -1, 0], channels: 3))
    #expect(painted.values == [0, 128, 255, 191, 64, 128])
    #expect(PicturePainter.perturbation(map([0, 0, 0], channels: 3)).values == [128, 128, 128])
  }

  @Test func whatHasNoValueIsGrey() {
    let task = GalleryEntry.Task(
      truth: map([.nan, 1, 2], channels: 1), clean: map([1, 2, 3], channels: 1),
      attacked: map([0, .infinity, .nan], channels: 1))
    let painted = PicturePainter.task(task, .distances)
    #expect(painted.truth.values.prefix(3) == [128, 128, 128])
    // Beyond the truth's scale there are the colours of its ends.
    #expect(painted.clean.values.suffix(3) == painted.truth.values.suffix(3))
    #expect(painted.attacked.values.suffix(3) == [128, 128, 128])
  }

  @Test func directionsOfBothEncodingsHaveTheirColours() {
    let up = map([0, 0, 2], channels: 3)
    let decoded = PicturePainter.task(.init(truth: up, clean: up, attacked: up), .directions)
    #expect(decoded.clean.values == [128, 128, 255])
    let blue = map([9, 0, 0], channels: 3)
    let stored = PicturePainter.task(.init(truth: blue, clean: blue, attacked: blue), .bytes)
    #expect(stored.clean.values == [0, 0, 255])
  }

  @Test func predictionsHaveTheTruthsSize() {
    let truth = GalleryEntry.Map(
      height: 4, width: 6, channels: 1, values: [Float](repeating: 3, count: 24))
    let small = map([1, 2], channels: 1)
    let painted = PicturePainter.task(.init(truth: truth, clean: small, attacked: small), .classes)
    #expect(painted.clean.extents == "4x6x3")
    #expect(painted.clean.values.prefix(3) != painted.clean.values[15..<18])
  }

  @Test func largePicturesAreMadeSmaller() {
    let width = PicturePainter.largestWidth * 2
    let large = GalleryEntry.Map(
      height: 10, width: width, channels: 3,
      values: [Float](repeating: 1, count: 30 * width))
    #expect(PicturePainter.image(large).extents == "5x\(PicturePainter.largestWidth)x3")
  }
}
