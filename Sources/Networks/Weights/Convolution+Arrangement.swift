import ComputePlatform
import DeepLearningPrimitives
import Kernels

extension Convolution {
  /// Extents of the filters as oneDNN counts them: groups first when there are several.
  func weightDimensions(_ arrangement: NetworkWeights.Arrangement) -> [Int] {
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    let channels = arrangement == .transposed ? [inputs, outputs] : [outputs, inputs]
    return (groups == 1 ? [] : [groups]) + channels + [kernel.height, kernel.width]
  }

  /// Filters with inputs and outputs exchanged inside each group, and the taps in reverse.
  func transposed(_ values: [Float]) -> [Float] {
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    let taps = kernel.height * kernel.width
    var result = [Float](repeating: 0, count: values.count)
    for group in 0..<groups {
      for output in 0..<outputs {
        for input in 0..<inputs {
          let source = ((group * outputs + output) * inputs + input) * taps
          let target = ((group * inputs + input) * outputs + output) * taps
          for tap in 0..<taps { result[target + taps - 1 - tap] = values[source + tap] }
        }
      }
    }
    return result
  }

  /// Inputs and outputs of an arrangement of ours; they are not exchanged in a Winograd one.
  private func extents(
    _ arrangement: NetworkWeights.Arrangement
  ) -> (inputs: Int, outputs: Int, taps: Int, planes: Int) {
    let taps = kernel.height * kernel.width
    return switch arrangement {
    case .winograd(let scheme): (inputChannels, outputChannels, 1, scheme.planeCount)
    case .transposedPanels: (outputChannels, inputChannels, taps, 1)
    case .panels, .forward, .transposed, .taps: (inputChannels / groups, outputChannels, taps, 1)
    }
  }

  /// Rows of a panel.
  func panelRows(_ arrangement: NetworkWeights.Arrangement) -> Int {
    let extents = extents(arrangement)
    return extents.taps * extents.inputs
  }

  /// A memory for an arrangement of ours, padding included.
  /// - Throws: ``DNNError``.
  func order(
    _ arrangement: NetworkWeights.Arrangement, _ type: NumberType
  ) throws(DNNError) -> MemoryDescriptor {
    let extents = extents(arrangement)
    let rows = panelRows(arrangement)
    guard arrangement != .taps else { return try .dense([rows * extents.outputs], type) }
    let stored = type == .bfloat16 ? (rows + 1) / 2 * 2 : rows
    return try .dense(
      [extents.planes * FilterPanels.count(rows: stored, outputs: extents.outputs)], type)
  }

  /// Brings filters in PyTorch's order into an arrangement of ours, in single precision.
  func pack(
    _ values: Span<Float>, _ arrangement: NetworkWeights.Arrangement, into result: Region
  ) {
    let (inputs, outputs) = (inputChannels, outputChannels)
    let taps = kernel.height * kernel.width
    unsafe values.withUnsafeBufferPointer { values in
      // Every index writes what no other does.
      switch arrangement {
      case .winograd(let scheme):
        let size = WinogradTransform.filterGroupSize
        ThreadTeam.forEach(count: (outputs + size - 1) / size) { group in
          var span = result.mutableSpan
          unsafe WinogradTransform.filters(
            values.span, inputs: inputs, outputs: outputs, scheme: scheme, group: group,
            into: &span)
        }
      case .panels, .transposedPanels:
        let isTransposed = arrangement == .transposedPanels
        let panels = FilterPanels.panelCount(outputs: isTransposed ? inputs : outputs)
        ThreadTeam.forEach(count: panels) { panel in
          var span = result.mutableSpan
          unsafe FilterPanels.pack(
            values.span, outputs: outputs, inputs: inputs, taps: taps, isTransposed: isTransposed,
            panel: panel, into: &span)
        }
      case .taps, .forward, .transposed:
        let inputs = inputs / groups
        var span = result.mutableSpan
        for output in 0..<outputs {
          for input in 0..<inputs {
            for tap in 0..<taps {
              span[(tap * inputs + input) * outputs + output] =
                unsafe values[(output * inputs + input) * taps + tap]
            }
          }
        }
      }
    }
  }
}
