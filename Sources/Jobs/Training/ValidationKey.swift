/// The keys of `validation`.
enum ValidationKey: String, JobKey {
  case every
  case split
  case limit
  case height
  case width

  var reference: KeyReference {
    switch self {
    case .every:
      KeyReference(
        .whole(TrainingJob.counts), .required,
        "Iterations between two measurements; there is one at the end too.", example: "500")
    case .split:
      KeyReference(
        "the name of a split", .value("test"), "The split of the data set file.",
        example: "test")
    case .limit:
      KeyReference(
        .whole(1...Int.max), .words("all images"), "Number of images, from the first on.",
        example: "16")
    case .height:
      KeyReference(
        .whole(DataSelection.extents), .words("that of data"),
        "Rows that images are brought to.", example: "321")
    case .width:
      KeyReference(
        .whole(DataSelection.extents), .words("that of data"),
        "Columns that images are brought to.", example: "321")
    }
  }
}
