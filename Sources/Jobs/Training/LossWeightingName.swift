/// How the tasks' losses are added up, by its name in job files.
enum LossWeightingName: String, CaseIterable {
  /// With given weights.
  case fixed
  /// With learned weights.
  case uncertainty
  /// With weights that balance relative changes.
  case relativeLoss = "relative-loss"
}
