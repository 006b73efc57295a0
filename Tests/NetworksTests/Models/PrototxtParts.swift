/// The start of a description of an image with three channels.
let descriptionHeader = "input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8\n"

/// A convolution with an output called `top`.
func describedConvolution(
  _ bottom: String, _ top: String, _ parameters: String = "num_output: 4 kernel_size: 1"
) -> String {
  """
  layer { name: "\(top)" type: "Convolution" bottom: "\(bottom)" top: "\(top)"
    convolution_param { \(parameters) } }

  """
}

/// A layer of some other type.
func describedLayer(_ type: String, _ bottoms: [String], _ top: String, _ more: String = "")
  -> String
{
  let bottom = bottoms.map { "bottom: \"\($0)\"" }.joined(separator: " ")
  return "layer { name: \"\(top)\" type: \"\(type)\" \(bottom) top: \"\(top)\" \(more) }\n"
}
