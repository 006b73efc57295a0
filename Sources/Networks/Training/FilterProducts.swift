import DeepLearningPrimitives
import Kernels

/// The gradient of a convolution's filters by products of matrices of our own.
///
/// Where the forward pass is a Winograd convolution, so is this: with y = A^T ((G g) * (B^T d)) A summed
/// over channels, the gradient of g is G^T ((B^T d) (A dy A^T)) G, summed over tiles plane by plane. The
/// factors are those of the two other passes, and so is the number of multiplications. Elsewhere it is
/// a product for every tap, over the pixels that it reaches.
///
/// Input channels are taken in stretches whose matrices stay in the caches until they are brought into
/// PyTorch's order.
struct FilterProducts {
  /// Consecutive blocks of input channels.
  struct Stretch {
    let blocks: Range<Int>
    let inputs: Range<Int>
  }

  /// A piece of work that no other of its stretch depends on.
  struct Part {
    /// The plane, or the tap.
    let matrix: Int
    let block: Int
    /// The part of the block in its product.
    let part: Int
  }

  let shape: ConvolutionShape
  /// The Winograd convolution; nil where taps are multiplied.
  let winograd: WinogradConvolution?
  /// The products of all planes, or the one of all taps.
  let products: [FilterGradient]
  let stretches: [Stretch]
  /// The parts of each stretch, those with many pixels first.
  let parts: [[Part]]
  /// The order of the sums.
  let sums: FilterSums

  /// Floats of a stretch's sums that still stay in a cache.
  private static let stretchCount = 4 << 20

  /// Prepares all products.
  init(_ shape: ConvolutionShape) {
    self.shape = shape
    let winograd =
      WinogradConvolution.pays(for: shape) ? WinogradConvolution(shape, type: .float32) : nil
    self.winograd = winograd
    if let grid = winograd?.grid {
      products = (0..<grid.planeCount).map {
        FilterGradient.product(
          rows: grid.rowCount(ofPlane: $0), inputs: shape.inputChannels,
          outputs: shape.outputChannels, instructions: .effective)
      }
      sums = .planes(grid.scheme)
    } else {
      products = [Self.taps(shape)]
      sums = .taps(shape.kernel.height * shape.kernel.width)
    }
    let stretches = Self.stretches(
      products[0].blocks, rowCount: sums.matrixCount * shape.outputChannels)
    self.stretches = stretches
    parts = stretches.map { [products, winograd] in Self.parts($0, products, winograd?.grid) }
  }

  private static func taps(_ shape: ConvolutionShape) -> FilterGradient {
    func axis(_ side: KeyPath<ConvolutionShape.Pair, Int>) -> ConvolutionAxis {
      .forward(
        input: shape.input[keyPath: side], output: shape.output[keyPath: side],
        kernel: shape.kernel[keyPath: side], stride: shape.stride[keyPath: side],
        padding: shape.padding[keyPath: side], dilation: shape.dilation[keyPath: side])
    }
    return FilterGradient(
      rows: axis(\.height), columns: axis(\.width), images: shape.batch,
      inputChannels: shape.inputChannels, outputChannels: shape.outputChannels,
      instructions: .effective)
  }

  /// As many blocks at a time as fit, at least one.
  private static func stretches(_ blocks: [Range<Int>], rowCount: Int) -> [Stretch] {
    var stretches: [Stretch] = []
    var first = 0
    while first < blocks.count {
      var last = first + 1
      let start = blocks[first].lowerBound
      while last < blocks.count, (blocks[last].upperBound - start) * rowCount <= stretchCount {
        last += 1
      }
      stretches.append(
        Stretch(blocks: first..<last, inputs: start..<blocks[last - 1].upperBound))
      first = last
    }
    return stretches
  }

  private static func parts(
    _ stretch: Stretch, _ products: [FilterGradient], _ grid: WinogradGrid?
  ) -> [Part] {
    let rows = products.indices.map { grid?.rowCount(ofPlane: $0) ?? 0 }
    let order = products.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }
    return order.flatMap { product in
      stretch.blocks.flatMap { block in
        (0..<products[product].partCount).map { part in
          let tap = products[product].tap(ofPart: part)
          return Part(matrix: grid == nil ? tap : product, block: block, part: part)
        }
      }
    }
  }

  /// The product that a part belongs to.
  func product(of part: Part) -> FilterGradient { products[winograd == nil ? 0 : part.matrix] }

  /// Floats of the transformed images and gradients; 0 where none are transformed.
  var factorCount: Int { winograd?.workspaceCount ?? 0 }

  /// Floats of the sums of the largest stretch.
  var sumCount: Int {
    sums.matrixCount * shape.outputChannels * (stretches.map(\.inputs.count).max() ?? 0)
  }

  /// Floats of working memory: the factors, then the sums.
  var workspaceCount: Int { factorCount + sumCount }

  /// What it is called in tables.
  var implementation: String { winograd.map { "\($0.name) products" } ?? "packed products" }
}
