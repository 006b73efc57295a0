import ComputePlatform
import TensorCore

/// Forward and backward function of a change of size.
///
/// Both directions are separable: an output row is a weighted sum of two input rows (one for the
/// nearest method), with the weights in this table.
struct Resampling {
  /// Where an output position comes from: `upper * weight + lower * (1 - weight)`.
  private struct Source {
    var lower: Int
    var upper: Int
    var weight: Float
  }

  private let rows: [Source]
  private let columns: [Source]

  /// Creates the tables for an input and an output shape.
  init(_ resize: Resize, from input: TensorShape, to output: TensorShape) {
    rows = Self.sources(resize.method, from: input.height, to: output.height)
    columns = Self.sources(resize.method, from: input.width, to: output.width)
  }

  private static func sources(_ method: Resize.Method, from size: Int, to count: Int) -> [Source] {
    (0..<count).map { position in
      switch method {
      case .nearest:
        // PyTorch computes the scale and the product in single precision.
        let scale = Float(size) / Float(count)
        let index = min(Int(Float(position) * scale), size - 1)
        return Source(lower: index, upper: index, weight: 0)
      case .bilinear(let alignCorners):
        var place: Float
        if alignCorners {
          place = count > 1 ? Float(position) * (Float(size - 1) / Float(count - 1)) : 0
        } else {
          place = max((Float(position) + 0.5) * (Float(size) / Float(count)) - 0.5, 0)
        }
        place = min(place, Float(size - 1))
        let lower = Int(place)
        return Source(lower: lower, upper: min(lower + 1, size - 1), weight: place - Float(lower))
      }
    }
  }

  /// Writes the output.
  func forward(
    _ input: Region, _ inputShape: TensorShape, _ output: Region, _ outputShape: TensorShape
  ) {
    ThreadTeam.forEach(count: outputShape.batch * outputShape.height) { index in
      let (image, row) = index.quotientAndRemainder(dividingBy: outputShape.height)
      for column in 0..<outputShape.width {
        var values = output.mutableSpan(
          from: outputShape.offset(image: image, row: row, column: column, channel: 0),
          count: outputShape.channels)
        for channel in values.indices { values[channel] = 0 }
        forEachCorner(rows[row], columns[column]) { y, x, weight in
          let source = input.span(
            from: inputShape.offset(image: image, row: y, column: x, channel: 0),
            count: inputShape.channels)
          for channel in values.indices { values[channel] += weight * source[channel] }
        }
      }
    }
  }

  /// Writes the gradient with respect to the input. One thread per image: rows overlap.
  func backward(
    _ gradient: Region, _ outputShape: TensorShape, _ inputGradient: Region,
    _ inputShape: TensorShape
  ) {
    ThreadTeam.forEach(count: outputShape.batch) { image in
      var all = inputGradient.mutableSpan(
        from: image * inputShape.imageElementCount, count: inputShape.imageElementCount)
      for index in all.indices { all[index] = 0 }
      for row in 0..<outputShape.height {
        for column in 0..<outputShape.width {
          let share = gradient.span(
            from: outputShape.offset(image: image, row: row, column: column, channel: 0),
            count: outputShape.channels)
          forEachCorner(rows[row], columns[column]) { y, x, weight in
            var values = inputGradient.mutableSpan(
              from: inputShape.offset(image: image, row: y, column: x, channel: 0),
              count: inputShape.channels)
            for channel in values.indices { values[channel] += weight * share[channel] }
          }
        }
      }
    }
  }

  private func forEachCorner(
    _ row: Source, _ column: Source, _ body: (_ y: Int, _ x: Int, _ weight: Float) -> Void
  ) {
    func visit(_ y: Int, _ x: Int, _ weight: Float) {
      if weight != 0 { body(y, x, weight) }
    }
    visit(row.lower, column.lower, (1 - row.weight) * (1 - column.weight))
    visit(row.lower, column.upper, (1 - row.weight) * column.weight)
    visit(row.upper, column.lower, row.weight * (1 - column.weight))
    visit(row.upper, column.upper, row.weight * column.weight)
  }
}
