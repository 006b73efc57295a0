import HDF5Store
import Tasks
import TensorCore
import TestSupport
import Testing

/// Stored labels against what the published data sets return for them in their test modes.
@Suite(.enabled(if: ParityFixtures.directory != nil)) struct ParityDecodingTests {
  private static func group(_ name: String) throws -> HDF5Group {
    let directory = try #require(ParityFixtures.directory)
    return try HDF5File.open(directory + "/preprocessing.h5").root.group(name)
  }

  /// OpenCV's nearest neighbour of an H x W image of pixels: exact arithmetic at these sizes.
  private static func resized<Pixel>(
    _ pixels: [Pixel], _ height: Int, _ width: Int, to newHeight: Int, _ newWidth: Int
  ) -> [Pixel] {
    (0..<newHeight).flatMap { row in
      (0..<newWidth).map { column in
        pixels[row * height / newHeight * width + column * width / newWidth]
      }
    }
  }

  /// The pixels of a decoded label, every one as its values followed by its mask.
  private static func pixels(_ label: TaskLabel) -> [[Float]] {
    let channels = label.shape.channels
    return (0..<label.shape.height * label.shape.width).map { pixel in
      Array(label.values[pixel * channels..<(pixel + 1) * channels])
        + (label.mask.map { [$0[pixel]] } ?? [])
    }
  }

  private static func stored(_ dataset: HDF5Dataset, bgr: Bool = false) throws -> StoredLabelValues
  {
    switch dataset.elementType {
    case .uint8:
      let bytes: [UInt8] = try dataset.read()
      // The NYUv2 fixtures hold what OpenCV reads: blue first. Files have red first.
      return .bytes(bgr ? bytes.indices.map { bytes[$0 + 2 - 2 * ($0 % 3)] } : bytes)
    case .uint16: return .words(try dataset.read())
    default: return .floats(try dataset.read())
    }
  }

  private static func expected(_ output: HDF5Group, _ name: String) throws -> [[Float]] {
    let values = try Tensor.Values(output.dataset(name), batched: false)
    let channels = values.shape.channels
    return (0..<values.shape.height * values.shape.width).map {
      Array(values.elements[$0 * channels..<($0 + 1) * channels])
    }
  }

  @Test("Taskonomy", arguments: [0, 1])
  func taskonomy(index: Int) throws {
    let raw = try Self.group("taskonomy/raw\(index)")
    let output = try Self.group("taskonomy/test\(index)/out")
    let weights = [Float](repeating: 1, count: 17)
    let depth = try Self.stored(raw.dataset("depth_zbuffer"))
    for convention in try TaskConvention.taskonomy(classWeights: weights) {
      let name = convention.task.rawValue
      let dataset = try raw.dataset(convention.task == .normals ? "normal_rgb" : name)
      let extents = try dataset.shape
      let shape = TensorShape(
        batch: 1, height: extents[0], width: extents[1], channels: convention.labelChannels)
      let label = try LabelDialect.taskonomy.decode(
        Self.stored(dataset), shape: shape, as: convention, depth: depth)
      let square = Self.resized(Self.pixels(label), extents[0], extents[1], to: 256, 256)
      let size = try output.dataset(name).shape
      let found = Self.resized(square, 256, 256, to: size[1], size[2])
      let expected = try Self.expected(output, name)
      let masks = try label.mask.map { _ in try Self.expected(output, name + "_mask") }
      var largest: Float = 0
      var maskErrors = 0
      for pixel in found.indices {
        for channel in 0..<convention.labelChannels {
          largest = max(largest, abs(found[pixel][channel] - expected[pixel][channel]))
        }
        if let masks, (masks[pixel][0] > 0) != (found[pixel].last == 1) { maskErrors += 1 }
      }
      #expect(largest <= (convention.task == .depth ? 1.2e-7 : 0), "\(name)")
      #expect(maskErrors == 0, "\(name)")
    }
  }

  @Test("NYUv2", arguments: [0, 1])
  func nyuv2(index: Int) throws {
    let raw = try Self.group("nyuv2/raw\(index)")
    let output = try Self.group("nyuv2/test\(index)/out")
    for convention in TaskConvention.nyuv2() {
      let name = convention.task.rawValue
      let dataset = try raw.dataset(name)
      let extents = try dataset.shape
      let shape = TensorShape(
        batch: 1, height: extents[0], width: extents[1], channels: convention.labelChannels)
      let label = try LabelDialect.nyuv2.decode(
        Self.stored(dataset, bgr: convention.task == .normals), shape: shape, as: convention)
      let size = try output.dataset(name).shape
      let found = Self.resized(Self.pixels(label), extents[0], extents[1], to: size[1], size[2])
      #expect(try found == Self.expected(output, name), "\(name)")
    }
  }
}
