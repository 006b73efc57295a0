import ComputePlatform
import TensorCore

/// Forward and backward function of max- and average pooling over windows.
///
/// Equal maxima: the first in row-major order wins, and a NaN wins over everything, as in PyTorch.
/// An average divides by the window's size clipped to the padded image, as in PyTorch.
struct WindowPooling {
  enum Method: Hashable {
    case maximum
    case average
  }

  let pooling: Pooling
  let method: Method

  init(_ pooling: Pooling, method: Method) {
    self.pooling = pooling
    self.method = method
  }

  /// Writes the output and, for maxima, each winner's row-major position in its window.
  ///
  /// `winners` has as many elements as the output for maxima, and none for averages.
  func forward(
    _ input: Region, _ inputShape: TensorShape, _ output: Region, _ outputShape: TensorShape,
    winners: WinnerRegion
  ) {
    ThreadTeam.forEach(count: outputShape.batch * outputShape.height) { index in
      let (image, row) = index.quotientAndRemainder(dividingBy: outputShape.height)
      for column in 0..<outputShape.width {
        let target = outputShape.offset(image: image, row: row, column: column, channel: 0)
        var values = output.mutableSpan(from: target, count: outputShape.channels)
        var isFirst = true
        forEachTap(row, column, in: inputShape) { tap, sourceRow, sourceColumn in
          let source = inputShape.offset(
            image: image, row: sourceRow, column: sourceColumn, channel: 0)
          let candidates = input.span(from: source, count: inputShape.channels)
          switch method {
          case .average:
            for channel in values.indices {
              values[channel] =
                isFirst ? candidates[channel] : values[channel] + candidates[channel]
            }
          case .maximum:
            var winner = winners.mutableSpan(from: target, count: outputShape.channels)
            for channel in values.indices {
              let candidate = candidates[channel]
              if isFirst || candidate > values[channel] || candidate.isNaN {
                values[channel] = candidate
                winner[channel] = Int32(tap)
              }
            }
          }
          isFirst = false
        }
        if method == .average {
          let divisor = Float(windowArea(row, column, in: inputShape))
          for channel in values.indices {
            values[channel] = isFirst ? 0 : values[channel] / divisor
          }
        }
      }
    }
  }

  /// Writes the gradient with respect to the input.
  ///
  /// Every input pixel gathers from the windows that cover it, in row-major order of the windows,
  /// so that the bytes do not depend on the number of threads.
  func backward(
    _ gradient: Region, _ outputShape: TensorShape, _ inputGradient: Region,
    _ inputShape: TensorShape, winners: WinnerRegion
  ) {
    ThreadTeam.forEach(count: inputShape.batch * inputShape.height) { index in
      let (image, row) = index.quotientAndRemainder(dividingBy: inputShape.height)
      for column in 0..<inputShape.width {
        let target = inputShape.offset(image: image, row: row, column: column, channel: 0)
        var values = inputGradient.mutableSpan(from: target, count: inputShape.channels)
        for channel in values.indices { values[channel] = 0 }
        for windowRow in windows(covering: row, \.height, count: outputShape.height) {
          for windowColumn in windows(covering: column, \.width, count: outputShape.width) {
            let source = outputShape.offset(
              image: image, row: windowRow, column: windowColumn, channel: 0)
            let share = gradient.span(from: source, count: inputShape.channels)
            switch method {
            case .average:
              let divisor = Float(windowArea(windowRow, windowColumn, in: inputShape))
              for channel in values.indices { values[channel] += share[channel] / divisor }
            case .maximum:
              let tapRow = row + pooling.padding.height - windowRow * pooling.stride.height
              let tapColumn = column + pooling.padding.width - windowColumn * pooling.stride.width
              let tap = Int32(tapRow * pooling.kernel.width + tapColumn)
              let winner = winners.span(from: source, count: inputShape.channels)
              for channel in values.indices {
                values[channel] += winner[channel] == tap ? share[channel] : 0
              }
            }
          }
        }
      }
    }
  }

  /// Calls `body` for every position of a window that lies inside the image, in row-major order.
  private func forEachTap(
    _ row: Int, _ column: Int, in shape: TensorShape,
    _ body: (_ tap: Int, _ row: Int, _ column: Int) -> Void
  ) {
    for y in 0..<pooling.kernel.height {
      let sourceRow = row * pooling.stride.height - pooling.padding.height + y
      guard sourceRow >= 0 && sourceRow < shape.height else { continue }
      for x in 0..<pooling.kernel.width {
        let sourceColumn = column * pooling.stride.width - pooling.padding.width + x
        guard sourceColumn >= 0 && sourceColumn < shape.width else { continue }
        body(y * pooling.kernel.width + x, sourceRow, sourceColumn)
      }
    }
  }

  private func windowArea(_ row: Int, _ column: Int, in shape: TensorShape) -> Int {
    func extent(_ position: Int, _ direction: KeyPath<Extent, Int>, _ size: Int) -> Int {
      let padding = pooling.padding[keyPath: direction]
      let start = position * pooling.stride[keyPath: direction] - padding
      return min(start + pooling.kernel[keyPath: direction], size + padding) - start
    }
    return extent(row, \.height, shape.height) * extent(column, \.width, shape.width)
  }

  private func windows(
    covering position: Int, _ direction: KeyPath<Extent, Int>, count: Int
  ) -> Range<Int> {
    let (kernel, stride) = (pooling.kernel[keyPath: direction], pooling.stride[keyPath: direction])
    let padded = position + pooling.padding[keyPath: direction]
    let first = max(0, padded - kernel + stride) / stride
    let last = min(count - 1, padded / stride)
    return first..<max(first, last + 1)
  }
}
