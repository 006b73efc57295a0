import Testing

/// A studio that all tests of a suite share, with a complete training in the folder "whole".
struct TrainedStudio: SuiteTrait, TestScoping {
  @TaskLocal private static var studio: TrainingStudio?

  /// The studio of the suite that is running.
  static var shared: TrainingStudio {
    get throws { try #require(studio) }
  }

  /// Makes the studio for the tests of a suite.
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let studio = try TrainingStudio()
    _ = try studio.results(of: "whole")
    try await Self.$studio.withValue(studio, operation: function)
  }
}
