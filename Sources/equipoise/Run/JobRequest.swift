import Jobs
import Worker

/// Which job is run: where its file is, and what the command line says instead of it.
struct JobRequest {
  let path: String
  let overrides: JobOverrides
  /// Whether to go on with a run that is there.
  let resumes: Bool

  /// The job, decoded by all ranks from the text that rank zero has read. Collective.
  /// - Throws: `Agreement.Refusal`; `MPIError`.
  func job<Job: RequestedJob>(_ agreement: Agreement, rankCount: Int) throws -> Job {
    let text = try agreement.onRankZero { try JobText(path).bytes }
    return try agreement.everywhere {
      let job = try Job(bytes: text, path: path, overrides: overrides)
      try job.check(rankCount: rankCount)
      return job
    }
  }
}

/// A job that is made of a file.
protocol RequestedJob {
  /// Decodes a file.
  init(bytes: [UInt8], path: String, overrides: JobOverrides) throws
  /// Holds the job against the number of ranks that there are.
  func check(rankCount: Int) throws
}

extension EvaluationJob: RequestedJob {}
extension TrainingJob: RequestedJob {}
