import Networks
import Testing

/// What the first layer of most descriptions here is.
private let first = describedConvolution("data", "a")

/// Descriptions with a cross at the place that the error has to name.
@Suite("Errors in layer descriptions")
struct PrototxtErrorTests {
  /// A text without its cross, and the line and column of the cross: the start without one.
  private func locate(_ marked: String) -> (text: String, place: [Int]) {
    let parts = marked.split(separator: "✗", omittingEmptySubsequences: false)
    let lines =
      parts.count > 1 ? parts[0].split(separator: "\n", omittingEmptySubsequences: false) : []
    return (parts.joined(), [max(lines.count, 1), (lines.last?.count ?? 0) + 1])
  }

  private func expectFailure(_ marked: String, _ expectation: String) throws {
    let (text, place) = locate(marked)
    let error = try #require(throws: PrototxtError.self) {
      try Backbone(prototxt: text, file: "test.prototxt")
    }
    #expect([error.position.line, error.position.column] == place, "\(error)")
    #expect(error.expectation.contains(expectation), "\(error)")
    #expect(
      error.description.hasPrefix("test.prototxt, line \(place[0]), column \(place[1]): expected"))
  }

  @Test(
    arguments: [
      ("", "four \"input_dim\""),
      (descriptionHeader, "layers"),
      (descriptionHeader + "input_dim: 8", "four \"input_dim\""),
      ("input_dim: 1 input_dim: ✗0", "from 1 to"),
      (descriptionHeader + "✗layers { }", "known field of the description"),
      (descriptionHeader + "✗layer: 3", "message in braces"),
      (descriptionHeader + "✗layer { }", "\"name\" in layer"),
      (descriptionHeader + "layer { name: ✗3 }", "a text in quotes"),
      (descriptionHeader + "layer { ✗name { } }", "a value for \"name\""),
    ] as [(String, String)])
  func wholeText(marked: String, expectation: String) throws {
    try expectFailure(marked, expectation)
  }

  @Test(
    arguments: [
      (
        describedConvolution("image", "a").replacing("bottom", with: "✗bottom"),
        "\"data\" or \"blob1\""
      ),
      ("✗" + describedLayer("ReLU", ["data"], "a"), "convolution as the first layer"),
      ("✗" + describedLayer("Softmax", ["data"], "a"), "of type Convolution"),
      (
        first + describedLayer("ReLU", ["x"], "b").replacing("bottom", with: "✗bottom"),
        "an earlier layer"
      ),
      (
        first + describedLayer("ReLU", ["data"], "b").replacing("bottom", with: "✗bottom"),
        "only the first layer reads the image"
      ),
      (first + "✗" + describedLayer("ReLU", ["a", "a"], "b"), "1 \"bottom\""),
      (first + "✗" + describedLayer("Eltwise", ["a"], "b"), "2 \"bottom\""),
      (
        first + "✗" + describedConvolution("a", "b") + describedConvolution("a", "c"),
        "a later layer that reads its output"
      ),
      (
        first + describedConvolution("a", "b", "num_output: 5 kernel_size: 1") + "✗"
          + describedLayer("Eltwise", ["a", "b"], "c"), "equal channels"
      ),
      (first + describedLayer("ReLU", ["a"], "c", "✗include { phase: TRAIN }"), "field of layer"),
      (first + describedLayer("ReLU", ["a"], "c", "param { ✗name: \"w\" }"), "field of param"),
      (first + describedLayer("ReLU", ["a"], "c", "✗pooling_param { }"), "field of layer"),
    ] as [(String, String)])
  func connections(marked: String, expectation: String) throws {
    try expectFailure(descriptionHeader + marked, expectation)
  }

  @Test(
    arguments: [
      ("✗convolution_param { kernel_size: 1 }", "\"num_output\""),
      ("✗convolution_param { num_output: 1 }", "\"kernel_size\""),
      ("convolution_param { num_output: ✗1.5 }", "a whole number"),
      ("convolution_param { num_output: ✗-1 }", "a whole number"),
      ("convolution_param { num_output: ✗65537 }", "from 1 to 65536"),
      ("convolution_param { num_output: ✗99999999999999999999 }", "from 1 to 65536"),
      ("convolution_param { num_output: ✗\"1\" }", "a whole number"),
      ("convolution_param { num_output: ✗0x }", "a whole number"),
      ("convolution_param { num_output: ✗08 }", "a whole number"),
      ("convolution_param { num_output: 1 ✗num_output: 2 }", "one \"num_output\""),
      ("convolution_param { num_output: 1 kernel_size: 1 ✗pad_h: 1 }", "of convolution_param"),
      ("convolution_param { num_output: 1 kernel_size: 1 axis: ✗2 }", "equal to 1"),
      ("convolution_param { num_output: 1 kernel_size: 1 bias_term: ✗yes }", "true or false"),
    ] as [(String, String)])
  func convolutions(marked: String, expectation: String) throws {
    let text =
      descriptionHeader + "layer { name: \"a\" type: \"Convolution\" bottom: \"data\" top: \"a\"\n"
    try expectFailure(text + marked + " }", expectation)
  }

  @Test func groupsThatDoNotDivide() throws {
    let text = describedConvolution("data", "a", "num_output: 4 kernel_size: 1 group: 2")
    try expectFailure(descriptionHeader + "✗" + text, "that 2 groups divide")
  }

  @Test(
    arguments: [
      ("Eltwise", "✗eltwise_param { operation: MAX }", "SUM"),
      ("Eltwise", "eltwise_param { operation: ✗NOR }", "PROD, SUM, MAX"),
      ("Eltwise", "eltwise_param { operation: ✗3 }", "PROD, SUM, MAX"),
      ("Eltwise", "eltwise_param { ✗coeff: 2 }", "known field of eltwise_param"),
      ("ReLU", "relu_param { negative_slope: ✗0.1 }", "equal to 0.0"),
      ("BatchNorm", "batch_norm_param { ✗track_running_stats: 0 }", "true for"),
      ("BatchNorm", "batch_norm_param { eps: ✗nan }", "a number from 0.0 to 1.0"),
      ("BatchNorm", "batch_norm_param { eps: ✗inf }", "a number from 0.0 to 1.0"),
      ("BatchNorm", "batch_norm_param { eps: ✗0x1 }", "a number from 0.0 to 1.0"),
      ("BatchNorm", "batch_norm_param { momentum: ✗-1 }", "a number from 0.0 to 1.0"),
      ("Pooling", "pooling_param { pool: ✗STOCHASTIC kernel_size: 2 }", "MAX, AVE"),
      ("Pooling", "✗pooling_param { pool: MAX }", "\"kernel_size\""),
      ("Pooling", "pooling_param { kernel_size: 2 round_mode: ✗ROUND }", "CEIL, FLOOR"),
      ("Dropout", "dropout_param { dropout_ratio: ✗1 }", "a number"),
    ] as [(String, String, String)])
  func parameters(type: String, marked: String, expectation: String) throws {
    let bottoms = type == "Eltwise" ? ["a", "a"] : ["a"]
    try expectFailure(
      descriptionHeader + first + describedLayer(type, bottoms, "b", marked), expectation)
  }

  @Test(arguments: [
    ("Pooling", "pooling_param { kernel_size: 3 pad: 2 }", "half the window"),
    ("InnerProduct", "inner_product_param { num_output: 2 }", "one pixel"),
  ])
  func layersThatDoNotFit(type: String, parameters: String, expectation: String) throws {
    try expectFailure(
      descriptionHeader + first + "✗" + describedLayer(type, ["a"], "b", parameters), expectation)
  }
}
