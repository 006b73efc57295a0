import ComputePlatform
import DeepLearningPrimitives

/// The gradient of a convolution's filters by the library, as a sum over parts of the batch, each
/// planned for one thread.
///
/// The library divides this sum among the threads that it has, so its bytes follow their number.
/// Parts that the shape fixes, added in order, have the same bytes for every number.
struct WeightGradientParts {
  /// Images and rows of the output that one primitive adds up.
  struct Part {
    let primitive: Primitive
    let images: Range<Int>
    let outputRows: Range<Int>
    let inputRows: Range<Int>
  }

  /// The whole convolution.
  let shape: ConvolutionShape
  let parts: [Part]
  /// The order of every part's result.
  let orders: [MemoryDescriptor]

  /// Parts of a batch. Each has a result as large as the filters, 19 MB for the published heads, and
  /// adding them up takes time.
  private static let count = 4

  /// Compiles all parts.
  /// - Throws: ``DNNError``.
  init(_ shape: ConvolutionShape, engine: Engine) throws(DNNError) {
    self.shape = shape
    var known: [ConvolutionShape: Primitive] = [:]
    var parts: [Part] = []
    var orders: [MemoryDescriptor] = []
    let groups = min(Self.count, shape.batch)
    let isDivisible =
      shape.padding.height <= shape.dilation.height * (shape.kernel.height - 1)
    let rows = shape.output.height
    let divisions = isDivisible ? max(min(Self.count / groups, rows), 1) : 1
    for group in 0..<groups {
      let images = shape.batch * group / groups..<shape.batch * (group + 1) / groups
      for division in 0..<divisions {
        let range = rows * division / divisions..<rows * (division + 1) / divisions
        var (part, first) = divisions == 1 ? (shape, 0) : shape.part(rows: range)
        part.batch = images.count
        let primitive: Primitive
        if let same = known[part] {
          primitive = same
        } else {
          primitive = try ThreadTeam.plannedForOneThread { () throws(DNNError) in
            try .convolutionGradientOfWeights(part, engine: engine)
          }
          known[part] = primitive
        }
        parts.append(
          Part(
            primitive: primitive, images: images, outputRows: range,
            inputRows: first..<first + part.input.height))
        orders.append(try primitive.require(.gradientOfWeights))
      }
    }
    self.parts = parts
    self.orders = orders
  }

  /// Floats of one part's result, whichever is largest.
  private var partCount: Int {
    (orders.map(\.byteCount).max() ?? 0) / MemoryLayout<Float>.stride
  }

  /// Floats of working memory: the parts' results, and room to bring one into another's order.
  var workspaceCount: Int { partCount * (parts.count + 1) }

  /// Where a part's result starts in the working memory; that after the last part is free.
  func offset(of part: Int) -> Int { part * partCount }

  /// The implementation of the first part.
  var implementation: String { parts[0].primitive.implementation }
}
