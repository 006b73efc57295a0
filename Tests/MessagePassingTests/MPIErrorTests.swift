import Testing

@testable import MessagePassing

/// What the errors say, and what can be asked outside MPI.
@Suite struct MPIErrorTests {
  @Test func everyCauseNamesItsNumbers() {
    let cases: [(MPIError.Cause, [String])] = [
      (
        .library(function: "MPI_Send", code: 6, errorClass: 6, text: "MPI_ERR_RANK: invalid rank"),
        ["MPI_Send", "6", "MPI_ERR_RANK: invalid rank"]
      ),
      (
        .invalidArgument(name: "the tag", expected: "in 0...9", found: "-1"),
        ["the tag", "0...9", "-1"]
      ),
      (.alreadyUsed, ["only once"]),
      (
        .threadLevel(required: .multiple, provided: .funneled),
        ["MPI_THREAD_MULTIPLE", "MPI_THREAD_FUNNELED"]
      ),
      (
        .collectiveMismatch(rank: 2, found: "gather, 5", rankZero: "gather, 6"),
        ["rank 2", "gather, 5", "rank 0", "gather, 6"]
      ),
      (
        .treeMismatch(rank: 3, found: "9 elements", parent: 2, expected: "8 elements"),
        ["rank 3", "9 elements", "rank 2", "8 elements"]
      ),
      (
        .messageLength(source: 1, tag: 4, expected: "at most 12 bytes", foundByteCount: 16),
        ["rank 1", "tag 4", "at most 12 bytes", "16 bytes"]
      ),
      (
        .sharedMemory(rank: 1, code: 12, text: "Cannot allocate memory"),
        ["rank 1", "12", "Cannot allocate memory"]
      ),
      (.integerOverflow(type: "Int64"), ["Int64"]),
    ]
    for (cause, words) in cases {
      let text = "\(MPIError(operation: "doing something", cause: cause))"
      #expect(text.hasPrefix("doing something: "))
      for word in words { #expect(text.contains(word), "'\(text)' does not say '\(word)'") }
    }
  }

  /// Inside MPI the library's own text comes with it; see the scenario `communicators`.
  @Test func aCodeThatIsNoSuccessIsAnError() {
    var caught: MPIError?
    do throws(MPIError) {
      try check(6, "MPI_Send", "sending to nobody")
    } catch {
      caught = error
    }
    #expect(
      caught?.cause
        == .library(
          function: "MPI_Send", code: 6, errorClass: 6, text: "a code without a text"))
    #expect(throws: Never.self) { try check(0, "MPI_Send", "sending") }
  }

  @Test func theVersionIsKnownOutsideMPI() {
    #expect(Universe.libraryVersion.contains("Open MPI"))
  }

  @Test func threadLevelsAreOrdered() {
    let levels: [ThreadLevel] = [.single, .funneled, .serialized, .multiple]
    #expect(levels.shuffled().sorted() == levels)
    for level in levels { #expect(ThreadLevel(libraryValue: level.libraryValue) == level) }
  }
}
