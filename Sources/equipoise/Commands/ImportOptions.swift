import ArgumentParser
import Datasets

/// What all imports have in common.
struct ImportOptions: ParsableArguments {
  @Option(help: "Take at most that many images of every split.")
  var limit: Int?

  @Flag(help: "Leave out images that are damaged or incomplete, and list them.")
  var skipDamaged = false

  @OptionGroup var writing: WritingOptions

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("expected --limit to be at least 1, found \(limit)")
    }
  }

  /// Runs an import.
  /// - Parameter source: finds out what there is to import.
  func run(_ source: () throws -> some SampleSource) throws {
    try writing.writeFile(skipDamaged: skipDamaged) {
      try advising("docs/dataset-format.md says what is imported and how it is laid out") {
        try source()
      }
    }
  }
}
