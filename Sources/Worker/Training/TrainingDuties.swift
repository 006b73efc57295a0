public import Training

/// What is done between the steps of a training. Called in the same order on all ranks.
public struct TrainingDuties {
  /// An iteration that was done.
  public struct Iteration {
    /// Its number, from 1.
    public let number: Int
    /// Where its batch began.
    public let start: TrainingPosition
    /// Images of its batch, of all ranks.
    public let imageCount: Int
    /// What its steps did.
    public let reports: [StepReport]
  }

  /// Holds the ranks together before a step: when one of them has a problem, such as an image that
  /// cannot be read, all of them throw.
  public var agree: (_ problem: (any Error)?) throws -> Void
  /// Whether some rank is asked to stop: all get the same answer.
  public var isStopWanted: () throws -> Bool
  /// Notes an iteration.
  public var note: (Iteration) throws -> Void
  /// Measures the model.
  public var validate: (_ iteration: Int) throws -> Void
  /// Keeps a checkpoint.
  public var save: (TrainingPosition) throws -> Void

  /// Joins duties.
  public init(
    agree: @escaping (_ problem: (any Error)?) throws -> Void,
    isStopWanted: @escaping () throws -> Bool, note: @escaping (Iteration) throws -> Void,
    validate: @escaping (_ iteration: Int) throws -> Void,
    save: @escaping (TrainingPosition) throws -> Void
  ) {
    self.agree = agree
    self.isStopWanted = isStopWanted
    self.note = note
    self.validate = validate
    self.save = save
  }
}
