/// The worst that a list of attacks does to every image and task: an ensemble's verdict.
///
/// Attacks are merged in the order of the list; of equal losses the first counts.
public struct WorstCase: Hashable, Sendable {
  /// The worst attack on one task of one image.
  public struct Choice: Hashable, Sendable {
    /// The position of the attack in the list, nil where no attack gave a finite loss.
    public let attack: Int?
    /// The task's loss under it.
    public let loss: TaskLoss
  }

  /// Rows of images, each with a choice for every task.
  public private(set) var choices: [[Choice]] = []
  /// Number of attacks merged so far.
  public private(set) var attackCount = 0

  /// Creates the verdict of no attack.
  public init() {}

  /// Adds an attack on the same images.
  /// - Precondition: as many images and tasks as before.
  public mutating func merge(_ outcomes: [ImageOutcome]) {
    if attackCount == 0 {
      choices = outcomes.map { $0.losses.map { Choice(attack: nil, loss: $0) } }
    }
    precondition(
      outcomes.count == choices.count, "\(outcomes.count) images, \(choices.count) before")
    for (image, outcome) in outcomes.enumerated() {
      precondition(
        outcome.losses.count == choices[image].count,
        "\(outcome.losses.count) tasks, \(choices[image].count) before")
      for (task, loss) in outcome.losses.enumerated() where loss.value.isFinite {
        let known = choices[image][task]
        guard known.attack == nil || loss.value > known.loss.value else { continue }
        choices[image][task] = Choice(attack: attackCount, loss: loss)
      }
    }
    attackCount += 1
  }
}
