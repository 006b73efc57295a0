internal import Coordinator
internal import Datasets
internal import Jobs

/// Paints the maps of a gallery: small pictures of 8 bits.
struct PicturePainter {
  /// Most columns of a picture: two for each point of a phone's column.
  static let largestWidth = 192
  /// What stands for a pixel without a value.
  private static let nothing: SIMD3<UInt8> = [128, 128, 128]

  /// The image as it is.
  static func image(_ map: GalleryEntry.Map) -> Raster<UInt8> {
    paint(map) { pixel in byte(pixel / 255) }
  }

  /// A perturbation around grey, so that the largest change is the darkest or the brightest.
  static func perturbation(_ map: GalleryEntry.Map) -> Raster<UInt8> {
    let largest = max(largestChange(map), 1e-6)
    return paint(map) { pixel in byte(0.5 + pixel / (2 * largest)) }
  }

  /// The largest change of a perturbation, in pixel values.
  static func largestChange(_ map: GalleryEntry.Map) -> Float {
    map.values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
  }

  /// The truth and the predictions of a task, on one scale and of one size: those of the truth.
  static func task(
    _ task: GalleryEntry.Task, _ values: GalleryValues
  ) -> (truth: Raster<UInt8>, clean: Raster<UInt8>, attacked: Raster<UInt8>) {
    let colour = colours(task, values)
    let truth = task.truth
    return (
      paint(truth, colour), paint(task.clean, like: truth, colour),
      paint(task.attacked, like: truth, colour)
    )
  }

  private static func colours(
    _ task: GalleryEntry.Task, _ values: GalleryValues
  ) -> (SIMD3<Float>) -> SIMD3<UInt8> {
    switch values {
    case .classes: return { classColour($0.x) }
    case .directions:
      return { vector in byte(0.5 + 0.5 * unit(vector)) }
    case .bytes:
      // Stored blue first; a prediction has any length.
      return { vector in byte(unit(SIMD3(vector.z, vector.y, vector.x))) }
    case .distances, .responses:
      let finite = task.truth.values.filter(\.isFinite)
      let low = finite.min() ?? 0
      let span = max((finite.max() ?? 1) - low, 1e-6)
      return { rampColour(($0.x - low) / span) }
    }
  }

  private static func unit(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let length = (vector * vector).sum().squareRoot()
    return length > 0 ? vector / length : .zero
  }

  /// Neighbouring classes get hues that are far apart.
  private static func classColour(_ number: Float) -> SIMD3<UInt8> {
    guard number >= 0, number < 256 else { return nothing }
    let turn = (number * 0.618_034).truncatingRemainder(dividingBy: 1)
    let brightness = 0.95 - 0.2 * number.truncatingRemainder(dividingBy: 3)
    func channel(_ offset: Float) -> Float {
      let place = (turn + offset).truncatingRemainder(dividingBy: 1)
      return brightness * (0.35 + 0.65 * min(max(abs(place * 6 - 3) - 1, 0), 1))
    }
    return byte(SIMD3(channel(0), channel(2.0 / 3), channel(1.0 / 3)))
  }

  /// From dark blue over green to yellow; beyond the ends, their colours.
  private static func rampColour(_ share: Float) -> SIMD3<UInt8> {
    let stops: [SIMD3<Float>] = [
      [0.20, 0.05, 0.35], [0.20, 0.30, 0.55], [0.13, 0.56, 0.55], [0.40, 0.78, 0.38],
      [0.99, 0.90, 0.14],
    ]
    guard share.isFinite else { return nothing }
    let place = min(max(share, 0), 1) * Float(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    let part = place - Float(lower)
    return byte(stops[lower] * (1 - part) + stops[lower + 1] * part)
  }

  private static func byte(_ colour: SIMD3<Float>) -> SIMD3<UInt8> {
    var bytes = SIMD3<UInt8>()
    for channel in 0..<3 {
      let value = colour[channel]
      bytes[channel] = value.isFinite ? UInt8(min(max(value * 255, 0), 255).rounded()) : 128
    }
    return bytes
  }

  /// A picture of at most ``largestWidth`` columns, pixels picked by nearest neighbour.
  ///
  /// - Parameter model: a map whose size the picture has instead of the map's own.
  private static func paint(
    _ map: GalleryEntry.Map, like model: GalleryEntry.Map? = nil,
    _ colour: (SIMD3<Float>) -> SIMD3<UInt8>
  ) -> Raster<UInt8> {
    let model = model ?? map
    let width = min(model.width, largestWidth)
    let height = max(1, model.height * width / model.width)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * width * height)
    for row in 0..<height {
      for column in 0..<width {
        let pixel = (row * map.height / height) * map.width + column * map.width / width
        let values = map.values[pixel * map.channels..<(pixel + 1) * map.channels]
        let vector =
          map.channels == 3
          ? SIMD3(
            values[values.startIndex], values[values.startIndex + 1], values[values.startIndex + 2])
          : SIMD3(repeating: values[values.startIndex])
        let isValid = values.allSatisfy { !$0.isNaN }
        let painted = isValid ? colour(vector) : nothing
        for channel in 0..<3 { bytes.append(painted[channel]) }
      }
    }
    return Raster(height: height, width: width, channels: 3, values: bytes)
  }
}
