public import Networks

/// What a benchmark found; its JSON form is described in Benchmarks/README.md.
public struct BenchmarkReport: Hashable, Sendable, Codable {
  /// Name and version of the form; a changed meaning of a key changes it.
  public static let currentSchema = "equipoise-bench-1"

  /// The form of this report.
  public var schema = Self.currentSchema
  /// What was timed.
  public let workload: WorkloadSummary
  /// Where it ran.
  public let environment: Environment
  /// The steps, in the order in which the strategies were asked for.
  public let steps: [StepSummary]
  /// Where the time of a balanced step goes; nil when it was not asked for.
  public let profile: ProfileSummary?
  /// What it took of the machine's memory.
  public let memory: MemorySummary
  /// Numbers by which other programs can check that they compute the same.
  public let reference: ReferenceValues
}

extension BenchmarkReport {
  /// A workload in plain values.
  public struct WorkloadSummary: Hashable, Sendable, Codable {
    /// Name of the backbone.
    public let model: String
    /// Its numbers of channels.
    public let widths: [Int]
    /// Channels inside the heads' branches.
    public let headWidth: Int
    /// Names of the tasks.
    public let tasks: [String]
    /// Channels of the tasks' predictions.
    public let outputChannels: [Int]
    /// The text form of the layout, over all blocks.
    public let layout: String
    /// Rows of an image.
    public let height: Int
    /// Columns of an image.
    public let width: Int
    /// Images of a batch.
    public let batch: Int
    /// Number format of the passes.
    public let precision: Precision
    /// Start of weights, images and labels.
    public let seed: UInt64
    /// Numbers in all parameters and running statistics.
    public let parameterCount: Int
  }

  /// The machine and its libraries.
  public struct Environment: Hashable, Sendable, Codable {
    /// Threads of the team.
    public let threads: Int
    /// Cores in the process's affinity mask.
    public let cores: Int
    /// Version of oneDNN.
    public let oneDNN: String
    /// The widest instruction set that oneDNN uses.
    public let instructionSet: String
  }

  /// The time of the steps with one strategy, in seconds for a step of the whole batch.
  public struct StepSummary: Hashable, Sendable, Codable {
    /// How gradients are joined.
    public let strategy: StepStrategy
    /// Backward passes of a step.
    public let backwardPasses: Int
    /// The whole step.
    public let seconds: Spread
    /// The forward pass.
    public let forwardSeconds: Spread
    /// Losses, their gradients and weights.
    public let lossSeconds: Spread
    /// The backward passes.
    public let backwardSeconds: Spread
    /// The signed step.
    public let updateSeconds: Spread
    /// By how many bytes the heap is larger after a step than before it, at most.
    public let heapGrowth: Int
    /// Pages that the process got during a step, at most: memory allocated and freed again in a
    /// step shows here when it is large.
    public let pageFaults: Int
    /// Allocations of a step, at most; nil unless `Benchmarks/count-allocations.c` counts them.
    public let allocations: Int?
  }

  /// Bytes.
  public struct MemorySummary: Hashable, Sendable, Codable {
    /// All parameters in 32 bits, once.
    public let parameterBytes: Int
    /// The weights that the plan keeps, in the orders of its primitives.
    public let weightBytes: Int
    /// The plan's activations, gradients and working memory.
    public let planBytes: Int
    /// The process's largest resident set.
    public let peakResidentBytes: Int
  }

  /// Results at the original images.
  public struct ReferenceValues: Hashable, Sendable, Codable {
    /// For every task the losses of the images.
    public let losses: [[Double]]
    /// The L2 norm of the gradient of the sum of losses over their values, all images together.
    public let gradientNorm: Double
  }
}
