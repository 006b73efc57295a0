/// A task's head: four branches of atrous convolutions over the features, summed (atrous spatial
/// pyramid pooling as DeepLab v2 defines it; Chen et al., arXiv 1606.00915, figure 7).
public struct ASPPHead: Hashable, Sendable {
  /// Dilation and padding of the branches' first convolutions.
  public static let rates = [6, 12, 18, 24]

  /// Channels inside a branch.
  public var width: Int
  /// Channels of the prediction.
  public var outputChannels: Int

  /// Creates a head; 1024 channels inside a branch is the published width.
  public init(width: Int = 1024, outputChannels: Int) {
    self.width = width
    self.outputChannels = outputChannels
  }

  /// The layers over features with some number of channels.
  ///
  /// A branch is conv 3x3, ReLU, dropout, conv 1x1, ReLU, dropout, conv 1x1, all with bias; the
  /// branches are added from the lowest rate to the highest.
  func template(inputChannels: Int) -> BlockTemplate {
    var block = BlockTemplate()
    var branches: [BlockTemplate.Source] = []
    for (index, rate) in Self.rates.enumerated() {
      let name = "fc\(index + 1)"
      var features = block.add(
        .convolution(
          Convolution(
            inputChannels, width, kernel: 3, padding: rate, dilation: rate, hasBias: true)),
        .blockInput, localName: "\(name).conv1")
      features = block.add(.relu, features)
      features = block.add(.dropout(probability: 0.5), features)
      features = block.add(
        .convolution(Convolution(width, width, kernel: 1, hasBias: true)), features,
        localName: "\(name).conv2")
      features = block.add(.relu, features)
      features = block.add(.dropout(probability: 0.5), features)
      features = block.add(
        .convolution(Convolution(width, outputChannels, kernel: 1, hasBias: true)), features,
        localName: "\(name).conv3")
      branches.append(features)
    }
    block.add(.add, branches)
    return block
  }
}
