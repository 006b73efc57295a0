import Jobs
import TestSupport
import Testing

/// Mutated job files: always a job or an error, never a crash.
@Suite struct FuzzTests {
  private static let pieces = [
    "", "\n", " ", "  ", "\t", ":", ": ", "-", "- ", "[", "]", "{", "}", "&a ", "*a", "!!int ",
    "#", "'", "\"", "\\", "|", ">", "%", "@", "<<: ", "? ", "---\n", "...\n", "~", "null", "true",
    "0", "-1", "1e999", ".nan", ".inf", "99999999999999999999", "0x10", "8/255", "\u{0}",
    "\u{FEFF}", "\u{85}", "\u{2028}", "\u{E000}", "🙂", "name: x\n", "radius: [1, 2]\n", "{layout}",
  ]

  /// A text with some changes.
  private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let start = Int.random(in: 0...scalars.count, using: &random)
      let length = [0, 0, 1, 1, 2, 5, 20, 200][Int.random(in: 0..<8, using: &random)]
      let end = min(start + length, scalars.count)
      var piece = Array(
        Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)].unicodeScalars)
      if Bool.random(using: &random), !scalars.isEmpty {
        let from = Int.random(in: 0..<scalars.count, using: &random)
        piece = Array(scalars[from..<min(from + 30, scalars.count)])
      }
      scalars.replaceSubrange(start..<end, with: piece)
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  @Test("a mutated job is a job or an error with places in the file", arguments: 0..<4)
  func mutations(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let sources = [JobTexts.base] + (try ShippedJobs.all().map(\.text))
    var jobs = 0
    var errors = 0
    for _ in 0..<150 {
      let source = sources[Int.random(in: 0..<sources.count, using: &random)]
      let text = mutated(source, &random)
      do {
        let job = try EvaluationJob(yaml: text, path: "job.yml")
        #expect(!job.attacks.isEmpty && !job.canonicalText.isEmpty && !job.summary.isEmpty)
        jobs += 1
      } catch {
        #expect(!error.problems.isEmpty)
        let lines = text.unicodeScalars.count {
          "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0)
        }
        for problem in error.problems {
          guard case .file(let line, let column) = problem.place else {
            Issue.record("\(problem)")
            continue
          }
          #expect(line >= 1 && line <= lines + 2 && column >= 1, "\(problem)")
        }
        errors += 1
      }
    }
    #expect(jobs > 0 && errors > 0)
  }
}
