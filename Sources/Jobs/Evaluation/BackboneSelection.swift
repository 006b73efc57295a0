public import Networks

/// The part of a model that tasks can share, as a job states it.
public enum BackboneSelection: Hashable, Sendable {
  /// A ResNet-34 of DeepLab. Without widths those of the checkpoint are taken; with a seed for
  /// weights, the published ones.
  case resNet34DeepLab(stageWidths: [Int]?)
  /// A MobileNetV2; widths likewise.
  case mobileNetV2(MobileNetV2?)
  /// Blocks that a layer description gives, with the blocks between coarse branching points if
  /// layouts are to be counted in those. The path is relative to the current directory.
  case prototxt(path: String, mapping: BlockMapping?)

  /// The kinds, by their names in job files.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A ResNet-34 of DeepLab.
    case resNet34DeepLab = "resnet34-deeplab"
    /// A MobileNetV2.
    case mobileNetV2 = "mobilenetv2"
    /// A layer description.
    case prototxt
  }

  /// The kind.
  public var kind: Kind {
    switch self {
    case .resNet34DeepLab: .resNet34DeepLab
    case .mobileNetV2: .mobileNetV2
    case .prototxt: .prototxt
    }
  }

  /// The coarse blocks that layouts are counted in.
  public var mapping: BlockMapping? {
    switch self {
    case .resNet34DeepLab: .resNet34
    case .mobileNetV2: .mobileNetV2
    case .prototxt(_, let mapping): mapping
    }
  }
}
