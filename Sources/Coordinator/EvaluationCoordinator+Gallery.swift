internal import Attacks
internal import ByteStorage
public import Jobs

extension EvaluationCoordinator {
  /// The images that the gallery shows, under the attack that changed the losses the most.
  ///
  /// A function of the records alone, so that the gallery does not depend on who made them.
  /// - Parameter summary: of the complete run.
  /// - Returns: nil when the job wants no gallery, or there is no attack with a finite change.
  /// - Throws: `FileError`, `FrameError` or `ByteError` when the journal cannot be read.
  /// - Complexity: O(images), reads all records of the attack.
  public func galleryPlan(_ summary: RunSummary) throws -> GalleryPlan? {
    let attacks = summary.attacks.filter(\.lossChange.isFinite)
    // The first of equal ones.
    let strongest = attacks.reduce(nil as RunSummary.AttackResult?) { best, attack in
      guard let best, best.lossChange >= attack.lossChange else { return attack }
      return best
    }
    guard job.galleryCount > 0, let strongest else { return nil }
    let changes = try imageNames.indices.map { image in
      try record(image, strongest.configuration).attack?.relativeChange ?? .nan
    }
    let choices = GalleryPlan.choices(changes, count: job.galleryCount)
    guard !choices.isEmpty else { return nil }
    return GalleryPlan(
      configuration: strongest.configuration, choices: choices, meanLosses: try meanLosses())
  }

  /// Begins `gallery.h5`, which takes the plan's images one after the other.
  /// - Throws: `HDF5Error`; the file gets its name when it is complete.
  public func gallery(_ plan: GalleryPlan) throws -> GalleryFile {
    try GalleryFile(
      directory.file(ResultsDirectory.galleryName),
      .init(
        plan: plan, imageNames: imageNames, conventions: job.model.conventions,
        identity: identity.digest, attack: job.attacks[plan.configuration - 1].description))
  }
}
