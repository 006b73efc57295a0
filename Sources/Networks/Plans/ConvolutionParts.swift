import ComputePlatform
import DeepLearningPrimitives

/// A convolution by the library, cut into rows of the output, each planned for one thread.
///
/// The library's convolutions choose their blocks by the number of threads, and in some the order
/// of sums follows the blocks: seen in 2.6.3 with dilated filters at 8 and 16 threads. Parts that
/// are fixed by the shape and planned for one thread have the same bytes however many threads share
/// them out.
struct ConvolutionParts {
  /// Rows of an output that one primitive computes.
  struct Part {
    let primitive: Primitive
    let outputRows: Range<Int>
    let inputRows: Range<Int>
  }

  /// The whole convolution.
  let shape: ConvolutionShape
  /// The parts of every image.
  let parts: [Part]

  /// Parts of an image: enough for the threads that a rank usually has, and few enough for filters
  /// to be read seldom and for the parts' code to stay small (8 parts: 9 MB more for the published
  /// network). Batches have as many parts for every image.
  private static let count = 4

  /// Compiles all parts.
  /// - Throws: ``DNNError``.
  init(
    _ shape: ConvolutionShape, type: NumberType, hasBias: Bool, postOperations: [PostOperation],
    engine: Engine
  ) throws(DNNError) {
    self.shape = shape
    let isDivisible =
      shape.padding.height <= shape.dilation.height * (shape.kernel.height - 1)
    let rows = max(shape.output.height, 1)
    let count = isDivisible ? min(Self.count, rows) : 1
    var parts: [Part] = []
    for index in 0..<count {
      let range = rows * index / count..<rows * (index + 1) / count
      let (part, first) = shape.part(rows: range)
      let primitive = try ThreadTeam.plannedForOneThread { () throws(DNNError) in
        try Primitive.convolution(
          part, type: type, hasBias: hasBias, postOperations: postOperations, engine: engine)
      }
      parts.append(
        Part(
          primitive: primitive, outputRows: range,
          inputRows: first..<first + part.input.height))
    }
    self.parts = parts
  }

  /// The implementation of the first part.
  var implementation: String { parts[0].primitive.implementation }
}
