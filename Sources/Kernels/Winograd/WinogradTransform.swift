internal import CKernels

/// The transforms of a Winograd convolution around its products of matrices.
///
/// Images are NHWC. A transformed image has for every plane of the filters a matrix of products x
/// channels, so that plane by plane one product over the channels does the work. Zeros stand in for
/// pixels outside.
///
/// - Note: Each call works on one tile (or some channels) and writes only what belongs to it: calls for
///   different tiles may run at the same time. Values are read and written in a fixed order, so the
///   bytes depend neither on how calls are divided among threads nor on the instructions.
/// - Complexity: O(channels) for a tile, no allocation.
public struct WinogradTransform: Sendable {
  private let grid: WinogradGrid
  private let channels: Int
  private let isRounded: Bool
  private let instructions: VectorInstructions

  /// Transforms of images with so many channels.
  /// - Parameter isRounded: whether factors are rounded to bfloat16.
  /// - Precondition: the channels are a multiple of 8.
  public init(
    _ grid: WinogradGrid, channels: Int, isRounded: Bool = false, instructions: VectorInstructions
  ) {
    precondition(channels % 8 == 0, "\(channels) channels are not whole vectors")
    self.grid = grid
    self.channels = channels
    self.isRounded = isRounded
    self.instructions = instructions
  }

  /// V = B^T d B for a tile of an image.
  /// - Parameters:
  ///   - images: the first image.
  ///   - image: which of the images.
  ///   - tile: which of its tiles.
  ///   - planes: the factors of all planes.
  @unsafe public func input(
    _ images: UnsafePointer<Float>, image: Int, tile: Int, to planes: UnsafeMutableRawPointer
  ) {
    unsafe analyse(images, image: image, tile: tile, isGradient: false, to: planes)
  }

  /// W = A dy A^T for a tile of a gradient.
  @unsafe public func gradient(
    _ images: UnsafePointer<Float>, image: Int, tile: Int, to planes: UnsafeMutableRawPointer
  ) {
    unsafe analyse(images, image: image, tile: tile, isGradient: true, to: planes)
  }

  private func analyse(
    _ images: UnsafePointer<Float>, image: Int, tile: Int, isGradient: Bool,
    to planes: UnsafeMutableRawPointer
  ) {
    unsafe withTiles { tiles in
      unsafe equipoise_tile_analyse(
        tiles, images + image * imageSize, Int64(image), Int64(tile), isGradient ? 1 : 0, planes)
    }
  }

  /// y = A^T M A for a tile, plus bias and residual, limited to the bounds. NaN stays NaN.
  ///
  /// The residual may be the images themselves.
  @unsafe public func output(
    _ planes: UnsafePointer<Float>, image: Int, tile: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, bounds: ClosedRange<Float>?,
    to images: UnsafeMutablePointer<Float>
  ) {
    let first = image * imageSize
    unsafe withTiles { tiles in
      unsafe equipoise_tile_output(
        tiles, planes, Int64(image), Int64(tile), bias, residual.map { unsafe $0 + first },
        bounds?.lowerBound ?? -.infinity, bounds?.upperBound ?? .infinity, images + first)
    }
  }

  /// dx = B N B^T over all tiles of an image, in their order, in a range of channels; or added to what
  /// is there.
  /// - Precondition: the range starts and ends at a multiple of 8.
  @unsafe public func spread(
    _ planes: UnsafePointer<Float>, image: Int, channels: Range<Int>, accumulates: Bool,
    to images: UnsafeMutablePointer<Float>
  ) {
    unsafe withTiles { tiles in
      unsafe equipoise_tiles_spread(
        tiles, planes, Int64(image), Int64(channels.lowerBound), Int64(channels.upperBound),
        accumulates ? 1 : 0, images + image * imageSize)
    }
  }

  private var imageSize: Int { grid.height * grid.width * channels }

  /// The grid as C has it.
  private func withTiles(_ body: (UnsafePointer<equipoise_tiles>) -> Void) {
    let forms = grid.scheme.formCount
    unsafe grid.segments.withUnsafeBufferPointer { segments in
      unsafe grid.counts.withUnsafeBufferPointer { counts in
        guard let counts = counts.baseAddress else { return }
        let tiles = unsafe equipoise_tiles(
          height: Int64(grid.height), width: Int64(grid.width), dilation: Int64(grid.dilation),
          channels: Int64(channels), row_segments: Int64(grid.rows.segments.count),
          column_segments: Int64(grid.columns.segments.count), forms: Int64(forms),
          segments: segments.baseAddress, row_ranks: counts, column_ranks: counts + forms,
          first_rows: counts + 2 * forms, vectors: instructions.code,
          is_rounded: isRounded ? 1 : 0)
        unsafe withUnsafePointer(to: tiles) { tiles in unsafe body(tiles) }
      }
    }
  }
}
