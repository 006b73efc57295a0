import Attacks
import Jobs
import Kernels
import Tasks

/// What a rehearsal stands in for.
struct RehearsalPlan {
  /// Number of images.
  let imageCount: Int
  /// Number of attacks; the clean images are judged besides.
  let attackCount: Int
  /// Seconds of one configuration on one image.
  let seconds: Double
  /// A rank that takes longer.
  let slowRank: Int?
  /// How many times longer.
  let slowdown: Double
  /// Where the results go.
  let output: String
  let handOut: HandOut
  let coordination: Coordination

  /// An attack of two steps takes as many passes as what every unit computes of the clean images, so
  /// that a stand-in sleeps for all of them alike.
  private static let stepCount = 2
  /// The largest radius, in pixel values. Radii differ, so that no two attacks are the same.
  private static let largestRadius: Float = 64

  /// The job: NYUv2's tasks, and as many attacks as there are to be.
  /// - Throws: `AttackError` never: the attacks are valid.
  func job() throws -> EvaluationJob {
    let attacks = try (0..<attackCount).map { number in
      AttackConfiguration(
        try AttackDescription([
          .method: "pgd", .strategy: "balanced", .steps: "\(Self.stepCount)",
        ]), radius: PixelBudget(Self.largestRadius * Float(number + 1) / Float(attackCount)))
    }
    var job = EvaluationJob(
      name: "rehearsal",
      data: DataSelection(file: "none", kind: .nyuv2, split: "test", height: 321, width: 321),
      model: ModelSelection(
        backbone: .resNet34DeepLab(stageWidths: nil),
        conventions: TaskConvention.nyuv2(normals: .decoded), layout: .shared, weights: .seed(1)),
      attacks: attacks, output: output)
    job.handOut = handOut
    job.coordination = coordination
    // What resampling costs does not depend on the ranks.
    job.bootstrap.replicates = BootstrapSettings.replicateCounts.lowerBound
    return job
  }

  /// Seconds of one configuration on one image on a rank.
  func seconds(on rank: Int) -> Double { rank == slowRank ? seconds * slowdown : seconds }

  /// Seconds of the whole, were the work divided perfectly among ranks.
  func idealSeconds(on ranks: [Int]) -> Double {
    let speed = ranks.reduce(0) { $0 + 1 / seconds(on: $1) }
    return Double(imageCount * (attackCount + 1)) / speed
  }
}
