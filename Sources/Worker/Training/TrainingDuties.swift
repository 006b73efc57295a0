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
    isStopWanted: @escaping () throws -> Bool, note: @escaping (Iteration) throws -> Void,
    validate: @escaping (_ iteration: Int) throws -> Void,
    save: @escaping (TrainingPosition) throws -> Void
  ) {
    self.isStopWanted = isStopWanted
    self.note = note
    self.validate = validate
    self.save = save
  }
}
