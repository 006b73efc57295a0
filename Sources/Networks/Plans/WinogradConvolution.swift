import DeepLearningPrimitives
import Kernels

/// A 3x3 convolution of stride 1 as products of transformed tiles, with its adjoint.
///
/// A dilated convolution is an undilated one for each phase of the image; the transforms gather and
/// scatter the phases as they go. Both passes use one bank of transformed filters: as large as the
/// filters themselves for short phases, four times as large for others, and still less than one copy
/// for each direction in the library's orders would be.
struct WinogradConvolution {
  let shape: ConvolutionShape
  let type: NumberType
  let grid: WinogradGrid
  /// The products of the forward pass: rows x inputs by inputs x outputs.
  let forward: PlaneProducts
  /// The products of the backward pass: rows x outputs by outputs x inputs.
  let backward: PlaneProducts

  /// Prepares both products.
  init(_ shape: ConvolutionShape, type: NumberType) {
    self.shape = shape
    self.type = type
    let grid = Self.grid(shape)
    self.grid = grid
    func products(from inner: Int, to columns: Int, isTransposed: Bool) -> PlaneProducts {
      PlaneProducts(grid, inner: inner, columns: columns, type: type, isTransposed: isTransposed)
    }
    forward = products(from: shape.inputChannels, to: shape.outputChannels, isTransposed: false)
    backward = products(from: shape.outputChannels, to: shape.inputChannels, isTransposed: true)
  }

  /// What it is called in tables.
  var name: String {
    switch grid.scheme {
    case .points: "winograd"
    case .shortPhases: "short phases"
    }
  }

  /// How its filters are arranged, for both passes.
  var arrangement: NetworkWeights.Arrangement { .winograd(grid.scheme) }

  /// Floats of working memory: the transformed image and the products.
  var workspaceCount: Int {
    grid.valueCount(channels: shape.inputChannels) + grid.valueCount(channels: shape.outputChannels)
  }

  /// The transforms of values with so many channels.
  func transform(channels: Int) -> WinogradTransform {
    WinogradTransform(
      grid, channels: channels, isRounded: type == .bfloat16, instructions: .effective)
  }

  /// Channels below which the transforms cost more than the products save (measured).
  private static let smallestChannelCount = 64
  /// Multiplications that must be saved for every one that is made, against the library, and against
  /// our own products where the library has no advantage.
  private static let (smallestSaving, smallestSavingOfShortPhases) = (1.4, 1.2)

  /// Whether it is faster than a direct convolution: a rule on shape and instruction set, no timing.
  ///
  /// The transforms of points cost less than they save from 512-bit vectors on.
  static func pays(for shape: ConvolutionShape) -> Bool {
    typealias Pair = ConvolutionShape.Pair
    guard shape.kernel == Pair(3, 3), shape.stride == Pair(1, 1), shape.groups == 1,
      shape.padding == shape.dilation, shape.dilation.height == shape.dilation.width,
      min(shape.inputChannels, shape.outputChannels) >= smallestChannelCount,
      shape.inputChannels % 8 == 0, shape.outputChannels % 8 == 0
    else { return false }
    let grid = grid(shape)
    let products = 2 * grid.rowCount * shape.inputChannels * shape.outputChannels
    let saving = Double(shape.operationCount) / Double(products)
    switch grid.scheme {
    case .points: return saving >= smallestSaving && InstructionSet.effective >= .avx512
    case .shortPhases: return saving >= smallestSavingOfShortPhases
    }
  }

  private static func grid(_ shape: ConvolutionShape) -> WinogradGrid {
    WinogradGrid(
      images: shape.batch, height: shape.input.height, width: shape.input.width,
      dilation: shape.dilation.height)
  }
}
