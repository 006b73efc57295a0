import DeepLearningPrimitives
import Kernels

/// A 3x3 convolution of stride 1 as products of transformed tiles, F(4x4, 3x3), with its adjoint.
///
/// A dilated convolution is an undilated one for each phase of the image; the transforms gather and
/// scatter the phases as they go. Both passes use one bank of transformed filters: four times the
/// filters' size, and still less than one copy for each direction in the library's orders would be.
struct WinogradConvolution {
  let shape: ConvolutionShape
  let type: NumberType
  let grid: WinogradGrid
  /// A plane's product in the forward pass: tiles x inputs by inputs x outputs.
  let forward: PackedConvolution
  /// A plane's product in the backward pass: tiles x outputs by outputs x inputs.
  let backward: PackedConvolution

  /// Prepares both products.
  init(_ shape: ConvolutionShape, type: NumberType) {
    self.shape = shape
    self.type = type
    grid = Self.grid(shape)
    let rows = shape.batch * grid.tileCount
    func product(from inner: Int, to columns: Int, isTransposed: Bool) -> PackedConvolution {
      .product(
        rows: rows, inner: inner, columns: columns,
        factors: type == .bfloat16 ? .bfloat16 : .single, instructions: .effective,
        isTransposed: isTransposed)
    }
    forward = product(from: shape.inputChannels, to: shape.outputChannels, isTransposed: false)
    backward = product(from: shape.outputChannels, to: shape.inputChannels, isTransposed: true)
  }

  /// Tiles of the whole batch.
  var tileCount: Int { shape.batch * grid.tileCount }

  /// Floats of working memory: the transformed image and the products.
  var workspaceCount: Int {
    WinogradGrid.planeCount * tileCount * (shape.inputChannels + shape.outputChannels)
  }

  /// Channels below which the transforms cost more than the products save (measured).
  private static let smallestChannelCount = 64
  /// Multiplications that must be saved for every one that is made.
  private static let smallestSaving = 1.4

  /// Whether it is faster than the library's direct convolution: a rule on shape and instruction
  /// set, no timing.
  ///
  /// The transforms cost less than they save from 512-bit vectors on.
  static func pays(for shape: ConvolutionShape) -> Bool {
    typealias Pair = ConvolutionShape.Pair
    guard shape.kernel == Pair(3, 3), shape.stride == Pair(1, 1), shape.groups == 1,
      shape.padding == shape.dilation, shape.dilation.height == shape.dilation.width,
      min(shape.inputChannels, shape.outputChannels) >= smallestChannelCount,
      shape.inputChannels % 8 == 0, shape.outputChannels % 8 == 0,
      InstructionSet.effective >= .avx512
    else { return false }
    let products =
      2 * WinogradGrid.planeCount * shape.batch * grid(shape).tileCount * shape.inputChannels
      * shape.outputChannels
    return Double(shape.operationCount) >= smallestSaving * Double(products)
  }

  private static func grid(_ shape: ConvolutionShape) -> WinogradGrid {
    WinogradGrid(
      height: shape.input.height, width: shape.input.width, dilation: shape.dilation.height)
  }
}
