public import DeepLearningPrimitives
public import MessagePassing

/// The instruction set that all ranks use: the widest that each of them has.
public enum InstructionAgreement {
  /// Finds and imposes it, before oneDNN is used for the first time. Collective.
  /// - Returns: the instruction set.
  /// - Throws: ``Agreement/Refusal`` when an environment makes a rank use less than the others;
  ///   `MPIError`; `DNNError` when oneDNN was used before and would have to use less.
  public static func impose(over universe: Universe) throws -> InstructionSet {
    let own = InstructionSet.widest
    let all = try universe.world.allgather(varying: [own.rawValue]).values
    let common = all.min().flatMap { InstructionSet(rawValue: $0) } ?? own
    if common < own { try InstructionSet.cap(at: common) }
    let effective = InstructionSet.effective
    try Agreement(universe).require(
      "\(effective)", "instruction set that oneDNN uses (see ONEDNN_MAX_CPU_ISA)")
    return effective
  }
}
