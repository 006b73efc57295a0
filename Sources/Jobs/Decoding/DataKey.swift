internal import Tasks

/// The keys of `data`.
enum DataKey: String, JobKey {
  case file
  case kind
  case split
  case limit
  case height
  case width

  var reference: KeyReference {
    switch self {
    case .file:
      KeyReference(
        "a path", .required,
        "The data set file, relative to the current directory; see dataset-format.md.",
        example: "data/nyuv2.h5")
    case .kind:
      KeyReference(
        .oneOf(LabelDialect.self), .required,
        "How the file's labels are encoded; another file is refused.", example: "nyuv2")
    case .split:
      KeyReference(
        "the name of a split", .words("test; train in a training job"), "The split of the file.",
        example: "test")
    case .limit:
      KeyReference(
        .whole(1...Int.max), .words("all images"), "Number of images, from the first on.",
        example: "16")
    case .height:
      KeyReference(
        .whole(DataSelection.extents), .required,
        "Rows that images are brought to; in training, of the crop.",
        example: "321")
    case .width:
      KeyReference(
        .whole(DataSelection.extents), .required,
        "Columns that images are brought to; in training, of the crop.",
        example: "321")
    }
  }
}
