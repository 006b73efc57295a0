/// The definition of a two-dimensional convolution as nested loops in double precision.
///
/// Images are NHWC, weights (outputs, inputs / groups, kernel rows, kernel columns).
public struct NaiveConvolution {
  /// Extents of images and filters.
  public var batch, inputChannels, outputChannels: Int
  /// Rows and columns.
  public var inputHeight, inputWidth, outputHeight, outputWidth: Int
  /// Geometry of a filter.
  public var kernelHeight, kernelWidth, stride, padding, dilation, groups: Int

  /// Creates the convolution of `batch` images of `height` x `width` pixels.
  public init(
    batch: Int = 1, inputChannels: Int, outputChannels: Int, height: Int, width: Int,
    kernelHeight: Int, kernelWidth: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) {
    self.batch = batch
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    (inputHeight, inputWidth) = (height, width)
    outputHeight = (height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride + 1
    outputWidth = (width + 2 * padding - dilation * (kernelWidth - 1) - 1) / stride + 1
  }

  /// Number of values of the input.
  public var inputCount: Int { batch * inputHeight * inputWidth * inputChannels }
  /// Number of values of the output.
  public var outputCount: Int { batch * outputHeight * outputWidth * outputChannels }
  /// Number of values of the filters.
  public var weightCount: Int {
    outputChannels * (inputChannels / groups) * kernelHeight * kernelWidth
  }

  /// Output without bias.
  public func forward(_ input: [Float], _ weights: [Float]) -> [Double] {
    var output = [Double](repeating: 0, count: outputCount)
    forEachProduct { input_, weight, output_ in
      output[output_] += Double(input[input_]) * Double(weights[weight])
    }
    return output
  }

  /// Gradient with respect to the input.
  public func backward(_ gradient: [Float], _ weights: [Float]) -> [Double] {
    var result = [Double](repeating: 0, count: inputCount)
    forEachProduct { input, weight, output in
      result[input] += Double(gradient[output]) * Double(weights[weight])
    }
    return result
  }

  /// Gradient with respect to the filters.
  public func weightGradient(_ gradient: [Float], _ input: [Float]) -> [Double] {
    var result = [Double](repeating: 0, count: weightCount)
    forEachProduct { source, weight, output in
      result[weight] += Double(gradient[output]) * Double(input[source])
    }
    return result
  }

  private func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
    let (groupInputs, groupOutputs) = (inputChannels / groups, outputChannels / groups)
    for image in 0..<batch {
      for row in 0..<outputHeight {
        for column in 0..<outputWidth {
          for channel in 0..<outputChannels {
            let output =
              ((image * outputHeight + row) * outputWidth + column) * outputChannels + channel
            for y in 0..<kernelHeight {
              for x in 0..<kernelWidth {
                let sourceRow = row * stride - padding + y * dilation
                let sourceColumn = column * stride - padding + x * dilation
                guard (0..<inputHeight).contains(sourceRow),
                  (0..<inputWidth).contains(sourceColumn)
                else { continue }
                for inputChannel in 0..<groupInputs {
                  let source =
                    ((image * inputHeight + sourceRow) * inputWidth + sourceColumn)
                    * inputChannels + channel / groupOutputs * groupInputs + inputChannel
                  let weight =
                    ((channel * groupInputs + inputChannel) * kernelHeight + y) * kernelWidth + x
                  body(source, weight, output)
                }
              }
            }
          }
        }
      }
    }
  }
}
