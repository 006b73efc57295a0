import Testing

/// `scripts/test` on machines made of stand-ins, whose compiler misbehaves.
@Suite struct TestScriptTests {
  /// Runs `scripts/test` with a `swift` that builds and tests as told.
  private func test(
    build: String, test: String = "true", _ arguments: String...
  ) throws -> Project.Outcome {
    let swift = """
      case "$1" in
        --version) echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)' ;;
        build) echo "swift $*"; \(build) ;;
        test) echo "swift $*"; \(test) ;;
      esac
      """
    return try StandInMachine(swift: swift).run(script: "test", arguments)
  }

  private func count(_ text: String, in outcome: Project.Outcome) -> Int {
    outcome.output.split(separator: "\n").count { $0.hasPrefix(text) }
  }

  @Test func setsUpBuildsAndTests() throws {
    let outcome = try test(build: "true")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let commands = outcome.output.split(separator: "\n").map(String.init)
    #expect(commands.first == "setup: everything is there")
    #expect(commands.contains("swift build --build-tests"))
    #expect(count("swift test --skip-build", in: outcome) == 1)
  }

  @Test func argumentsGoToTheTests() throws {
    let outcome = try test(build: "true", "--filter", "Some Tests")
    #expect(outcome.output.contains(" --filter Some Tests\n"), "\(outcome.summary)")
  }

  @Test(arguments: [1, 3]) func aFailedTestIsAFailure(status: Int) throws {
    let outcome = try test(build: "true", test: "exit \(status)")
    #expect(outcome.status == Int32(status), "\(outcome.summary)")
  }

  @Test func anErrorInTheSourcesIsNotTriedAgain() throws {
    let outcome = try test(build: "echo 'error: cannot find x in scope'; exit 1")
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(count("swift build", in: outcome) == 1)
    #expect(count("swift test", in: outcome) == 0)
  }

  @Test func aCompilerThatCrashesOnceIsForgiven() throws {
    let outcome = try test(
      build: """
        [ -e "$folder/again" ] || { touch "$folder/again"; \
        echo 'error: compile command failed due to signal 11'; exit 1; }
        """)
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(count("swift build", in: outcome) == 2)
    #expect(outcome.errorOutput.contains("the compiler crashed (attempt 1 of 2)"))
  }

  /// What `timeout` reports for a build that hangs.
  @Test func aBuildThatHangsTwiceIsAFailure() throws {
    let outcome = try test(build: "exit 124")
    #expect(outcome.status == 124, "\(outcome.summary)")
    #expect(count("swift build", in: outcome) == 2)
    #expect(outcome.errorOutput.contains("(attempt 2 of 2)"))
    #expect(count("swift test", in: outcome) == 0)
  }
}
