/// The keys of `bootstrap`.
enum BootstrapKey: String, JobKey {
  case replicates
  case level

  var reference: KeyReference {
    switch self {
    case .replicates:
      KeyReference(
        .whole(BootstrapSettings.replicateCounts), .value("1000"),
        "Resamplings of the images.", example: "10000")
    case .level:
      KeyReference(
        .number(BootstrapSettings.levels), .value("0.95"),
        "Probability that an interval is to cover.", example: "0.9")
    }
  }
}
