import ArgumentParser
import Coordinator
import Datasets
import Foundation
import Logging
import Tasks

/// `equipoise inspect`: what is in a data set file or a results directory, in words.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Check data set files and results directories, and print what is in them.",
    discussion: """
      Of a data set file, reads every image, compares it with its digest, and prints for every split the number of \
      images, the share of valid pixels and the range of the stored values of every task, and the \
      histogram of classes. docs/dataset-format.md describes the format. \
      Of a results directory, prints tables of the clean model, of every attack and of the transfer \
      between tasks, and when and where the run ran; docs/results-format.md.

        equipoise inspect nyuv2.h5
        equipoise inspect --limit 10 taskonomy.h5
        equipoise inspect results/demo

      Exit status: 0 when everything follows the format, 1 when it does not.
      """)

  @Argument(
    help: "Data set files and results directories.", completion: .file(extensions: ["h5", "hdf5"]))
  var files: [String]

  @Option(help: "Look at the pixels of that many images of every split only; 0 for none.")
  var limit: Int?

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    if let limit, limit < 0 {
      throw ValidationError("expected --limit to be at least 0, found \(limit)")
    }
  }

  func run() throws {
    for path in files {
      logging.logger.debug("reading \(path)")
      if isFolder(path) {
        try printResults(path)
        continue
      }
      let file = try advising(
        "equipoise synthesize and equipoise import make data set files, docs/dataset-format.md says "
          + "what is in one"
      ) { try DatasetFile(path) }
      print(
        """
        \(path)
          kind      \(file.description.dialect.rawValue)
          source    \(file.description.source)
          creation  \(file.description.creation)
          digest    \(file.digest)
        """)
      for split in file.splits {
        print("  split \(split.name): \(split.count) images of \(split.height)x\(split.width)")
        try report(SplitStatistics(split, limit: limit))
      }
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private func printResults(_ path: String) throws {
    let results = try ResultsFolder(path)
    print(SummaryText(results.summary))
    for attempt in results.attempts { print("\n\(attempt)") }
  }

  private func report(_ statistics: SplitStatistics) {
    guard statistics.imageCount > 0 else { return }
    let mean = statistics.imageMean.map { Self.rounded($0, 10) }.joined(separator: ", ")
    print("    \(statistics.imageCount) images read, mean of red, green, blue \(mean)")
    for labels in statistics.labels {
      let range = labels.range.map { "\($0.lowerBound)...\($0.upperBound)" } ?? "none"
      print(
        "    \(labels.task.rawValue): \(Self.rounded(100 * labels.validShare, 100)) % valid,"
          + " stored values \(range)")
      if labels.unknownValues > 0 {
        print("      \(labels.unknownValues) values that the encoding does not have")
      }
      let classes = labels.histogram.enumerated().filter { $0.element > 0 }
      if !classes.isEmpty {
        let shares = classes.map {
          "\($0.offset): \(Self.rounded(100 * Double($0.element) / Double(labels.pixels), 100)) %"
        }
        print("      pixels by value: \(shares.joined(separator: ", "))")
      }
    }
  }

  private static func rounded(_ value: Double, _ steps: Double) -> String {
    "\((value * steps).rounded() / steps)"
  }
}
