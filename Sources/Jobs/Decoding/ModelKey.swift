internal import Networks
internal import Tasks

/// The keys of `model`.
enum ModelKey: String, JobKey {
  case backbone
  case stageWidths = "stage-widths"
  case widthMultiplier = "width-multiplier"
  case stemWidth = "stem-width"
  case lastWidth = "last-width"
  case prototxt
  case coarseBlocks = "coarse-blocks"
  case headWidth = "head-width"
  case tasks
  case classes
  case normals
  case layout
  case checkpoint
  case weightsSeed = "weights-seed"

  /// Numbers of channels that are accepted.
  static let widths = 1...ModelLimits.channels

  private static let inferred = ", or those of the checkpoint"

  var reference: KeyReference {
    switch self {
    case .backbone:
      KeyReference(
        .oneOf(BackboneSelection.Kind.self), .required, "The kind of backbone.",
        example: "resnet34-deeplab")
    case .stageWidths:
      KeyReference(
        "a list of 4 numbers (resnet34-deeplab) or 7 (mobilenetv2) from 1 to "
          + "\(ModelLimits.channels)",
        .words("the published widths\(Self.inferred)"), "Channels of the stages.",
        example: "[16, 32, 64, 128]")
    case .widthMultiplier:
      KeyReference(
        "a number that gives from 1 to \(ModelLimits.channels) channels",
        .words("1\(Self.inferred)"),
        "mobilenetv2: the published widths times that number, instead of widths.",
        example: "0.25")
    case .stemWidth:
      KeyReference(
        .whole(Self.widths), .words("32\(Self.inferred)"),
        "mobilenetv2: channels of the first convolution; with stage-widths and last-width.",
        example: "8")
    case .lastWidth:
      KeyReference(
        .whole(Self.widths), .words("1280\(Self.inferred)"),
        "mobilenetv2: channels of the last convolution; with stem-width and stage-widths.",
        example: "320")
    case .prototxt:
      KeyReference(
        "a path", .words("needed for backbone prototxt"),
        "prototxt: the layer description, relative to the current directory.",
        example: "models/net.prototxt")
    case .coarseBlocks:
      KeyReference(
        "a list of whole numbers from 1 to \(ModelLimits.layers)", .words("none"),
        "prototxt: how many blocks lie between branching points, so that layouts have numbers.",
        example: "[1, 3, 4, 6, 3]")
    case .headWidth:
      KeyReference(
        .whole(Self.widths),
        .words("\(ModelSelection.publishedHeadWidth), or that of the checkpoint"),
        "Channels inside the heads' branches.", example: "64")
    case .tasks:
      KeyReference(
        "a list of \(DenseTask.allCases.map(\.rawValue).joined(separator: ", ")), in that order, "
          + "of those that the data's kind has",
        .words("all that the data's kind has"),
        "The tasks, as layouts number them.", example: "[segment_semantic, depth_zbuffer]")
    case .classes:
      KeyReference(
        .whole(1...255), .words("40 (nyuv2), 17 (taskonomy; no other)"),
        "Classes of the segmentation.", example: "13")
    case .normals:
      KeyReference(
        .oneOf(NormalsEncoding.self), .words("raw-bgr (nyuv2), decoded (taskonomy; no other)"),
        "What the network predicts for surface normals.", example: "decoded")
    case .layout:
      KeyReference(
        "a layout's number, shared, separate, or a list of blocks, each a list of sets of tasks",
        .value("shared"), "What the tasks share; `equipoise layouts` lists the numbers.",
        example: "12")
    case .checkpoint:
      KeyReference(
        "a path; {layout} stands for the layout's number",
        .words("this or weights-seed is needed"),
        "The weights: safetensors or PyTorch's zip format, relative to the current directory.",
        example: "checkpoints/nyuv2-{layout}.model")
    case .weightsSeed:
      KeyReference(
        "a whole number from 0 to \(UInt64.max)", .words("this or checkpoint is needed"),
        "Untrained weights of that seed.", example: "1")
    }
  }
}
