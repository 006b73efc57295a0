internal import Attacks
internal import Coordinator

/// What is not plausible, and what that may mean.
struct FlagSection {
  /// Most flags of a run.
  private static let largestCount = 100

  let runs: [RunResults]

  var section: ReportSection {
    var blocks: [ReportSection.Block] = []
    for run in runs {
      if runs.count > 1 { blocks.append(.heading(run.label)) }
      let flags = run.summary.flags
      guard !flags.isEmpty else {
        blocks.append(.paragraph("No result of this run was flagged."))
        continue
      }
      var kinds: [String] = []
      for flag in flags where !kinds.contains(flag.kind) { kinds.append(flag.kind) }
      var room = Self.largestCount
      for kind in kinds {
        let members = flags.filter { $0.kind == kind }
        let shown = members.prefix(room)
        room -= shown.count
        blocks.append(.paragraph("\(kind) (\(members.count)). \(Self.meaning(kind))"))
        blocks.append(.list(shown.map { Self.rest(of: $0.explanation, kind) }))
      }
      if flags.count > Self.largestCount {
        blocks.append(
          .note("\(Self.largestCount) of \(flags.count) flags; summary.json has all of them."))
      }
    }
    return ReportSection(anchor: "flags", title: "Look twice at", blocks: blocks)
  }

  /// A flag's sentence without its beginning, which stands above the flags of its kind.
  private static func rest(of text: String, _ kind: String) -> String {
    let beginnings = [kind] + AttackFlags.explained.filter { $0.name == kind }.map(\.explanation)
    let beginning = beginnings.map { "\($0): " }.first { text.hasPrefix($0) } ?? ""
    return String(text.dropFirst(beginning.count))
  }

  /// What a flag may mean, and what to try.
  private static func meaning(_ kind: String) -> String {
    switch SweepFlag.Kind(rawValue: kind) {
    case .moreBudgetHurtsLess:
      return "Whatever the smaller budget allows is allowed by the larger one: the attack got "
        + "stuck or overshot. Try more steps, smaller ones, or several restarts."
    case .moreStepsHurtLess:
      return "The longer attack ended at a worse point: its steps may be too large to settle. Try "
        + "apgd, which keeps its best point."
    case .totalBeatsBalanced:
      return "The balanced direction should raise the relative losses the most. Differences of a "
        + "few percent are noise; larger ones suggest a task whose loss is close to 0."
    case nil: break
    }
    let known = AttackFlags.explained.first { $0.name == kind }
    return known.map { "On these images \($0.explanation)." } ?? ""
  }
}
