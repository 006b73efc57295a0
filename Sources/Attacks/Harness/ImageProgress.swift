/// Where the attack on one image stands.
struct ImageProgress {
  /// Whether the image still moves.
  var isActive = true
  /// Whether this step's direction comes from elsewhere: the strategy is not asked.
  var keepsDirection = false
  var flags: AttackFlags = []
  var steps: [StepRecord] = []

  /// Ends the attack on this image.
  mutating func stop(_ reason: AttackFlags) {
    flags.insert(reason)
    isActive = false
  }
}
