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

  /// Inputs and outputs of an arrangement in panels; they are not exchanged in a Winograd one.
  private func panelExtents(
    _ arrangement: NetworkWeights.Arrangement
  ) -> (inputs: Int, outputs: Int, taps: Int, planes: Int) {
    switch arrangement {
    case .winograd: (inputChannels, outputChannels, 1, WinogradGrid.planeCount)
    case .transposedPanels: (outputChannels, inputChannels, kernel.height * kernel.width, 1)
    case .panels, .forward, .transposed:
      (inputChannels, outputChannels, kernel.height * kernel.width, 1)
    }
  }

  /// Rows of a panel.
  func panelRows(_ arrangement: NetworkWeights.Arrangement) -> Int {
    let extents = panelExtents(arrangement)
    return extents.taps * extents.inputs
  }

  /// Numbers of all panels, padding included.
  func panelCount(_ arrangement: NetworkWeights.Arrangement, _ type: NumberType) -> Int {
    let extents = panelExtents(arrangement)
    let rows = panelRows(arrangement)
    let stored = type == .bfloat16 ? (rows + 1) / 2 * 2 : rows
    return extents.planes * FilterPanels.count(rows: stored, outputs: extents.outputs)
  }

  /// A memory of that size.
  /// - Throws: ``DNNError``.
  func panelOrder(
    _ arrangement: NetworkWeights.Arrangement, _ type: NumberType
  ) throws(DNNError) -> MemoryDescriptor {
    try .dense([panelCount(arrangement, type)], type)
  }

  /// Brings filters in PyTorch's order into panels, transformed if that is the arrangement.
  func pack(
    _ values: borrowing [Float], _ arrangement: NetworkWeights.Arrangement, into panels: Region
  ) {
    let (inputs, outputs) = (inputChannels, outputChannels)
    guard arrangement == .winograd else {
      var span = panels.mutableSpan
      return FilterPanels.pack(
        values.span, outputs: outputs, inputs: inputs, taps: kernel.height * kernel.width,
        isTransposed: arrangement == .transposedPanels, into: &span)
    }
    unsafe values.withUnsafeBufferPointer { values in
      // Every index has rows of its own in all planes.
      ThreadTeam.forEach(count: inputs) { input in
        var span = panels.mutableSpan
        unsafe WinogradTransform.filters(
          values.span, inputs: inputs, outputs: outputs, range: input..<input + 1, into: &span)
      }
    }
  }
}
