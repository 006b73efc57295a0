import Networks

/// A backbone as a flat layer description, from which the division into blocks has to be found
/// again.
func prototxt(of backbone: Backbone) -> String {
  var text = """
    name: "network"
    input: "data"
    input_dim: 1 input_dim: \(backbone.inputChannels) input_dim: 97 input_dim: 97

    """
  var previous = "data"
  var count = 0
  for block in backbone.blocks {
    var tops: [String] = []
    for step in block.steps {
      let (type, parameters) = describe(step.layer)
      let bottoms = step.inputs.map { source in
        switch source {
        case .blockInput: "  bottom: \"\(previous)\"\n"
        case .layer(let position): "  bottom: \"\(tops[position])\"\n"
        }
      }
      tops.append("blob\(count + 2)")
      count += 1
      text += """
        layer {
          name: "layer\(count)"
          type: "\(type)"
        \(bottoms.joined())  top: "\(tops[tops.count - 1])"
        \(parameters)
        }

        """
    }
    previous = tops[tops.count - 1]
  }
  return text
}

private func describe(_ layer: Layer) -> (type: String, parameters: String) {
  switch layer {
  case .convolution(let it):
    (
      "Convolution",
      """
      convolution_param { num_output: \(it.outputChannels) kernel_size: \(it.kernel.height)
        stride: \(it.stride.height) pad: \(it.padding.height) dilation: \(it.dilation.height)
        group: \(it.groups) bias_term: \(it.hasBias) weight_filler { type: "xavier" } }
      """
    )
  case .batchNorm: ("BatchNorm", "batch_norm_param { eps: 1e-05 track_running_stats: true }")
  case .relu: ("ReLU", "")
  case .add: ("Eltwise", "eltwise_param { operation: SUM }")
  case .maxPool(let it):
    (
      "Pooling",
      """
      pooling_param { pool: MAX kernel_size: \(it.kernel.height) stride: \(it.stride.height)
        pad: \(it.padding.height) round_mode: \(it.ceilMode ? "CEIL" : "FLOOR") }
      """
    )
  default: ("", "")
  }
}
