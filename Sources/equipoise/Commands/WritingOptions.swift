import ArgumentParser
import Datasets
import Logging

/// How commands that make a data set write it.
struct WritingOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The file or folder to make.", completion: .file(extensions: ["h5"]))
  var output: String

  @Flag(help: "Replace what has that name.")
  var replace = false

  @Option(help: "Level of compression, 1...9; 0 for none.")
  var deflate = 1

  @Option(
    help: "Images made at the same time by every rank. By default the cores that the rank may use.")
  var threads: Int?

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    if output.isEmpty {
      throw ValidationError("expected --output to be a path, found an empty name")
    }
    if !(0...9 ~= deflate) {
      throw ValidationError("expected --deflate to be 0...9, found \(deflate)")
    }
    if let threads, !(Self.threadCounts ~= threads) {
      throw ValidationError("expected --threads to be in \(Self.threadCounts), found \(threads)")
    }
  }

  /// Brings a source into the file, on all ranks of the job.
  /// - Parameter skipDamaged: whether samples that cannot be read are left out and listed.
  func writeFile(skipDamaged: Bool = false, _ source: () throws -> some SampleSource) throws {
    let skipped = try SharedWorkRun(threads: threads, isQuiet: logging.isQuiet).run {
      DatasetImport(
        try source(), to: output, deflateLevel: deflate == 0 ? nil : deflate, replacing: replace,
        skipsDamaged: skipDamaged)
    }
    guard let skipped else { return }
    for sample in skipped {
      logging.logger.warning("skipped \(sample.split) \(sample.image): \(sample.reason)")
    }
    let splits = try DatasetFile(output).splits.map { "\($0.name) \($0.count)" }
    print("\(output): \(splits.joined(separator: ", "))")
  }

  /// Writes a source as a folder in the layout in which its benchmark is published.
  func writeFolder(_ source: () throws -> some SampleSource) throws {
    let skipped = try SharedWorkRun(threads: threads, isQuiet: logging.isQuiet).run {
      try FolderExport(try source(), to: output, replacing: replace)
    }
    if skipped != nil { print(output) }
  }

  /// Beyond that every thread would hold an image for nothing.
  private static let threadCounts = 1...1024
}
