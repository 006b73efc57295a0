import ArgumentParser
import ComputePlatform
import Datasets
import Foundation

/// How commands that make a data set file write it.
struct WritingOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The file to make.", completion: .file(extensions: ["h5"]))
  var output: String

  @Flag(help: "Replace a file of that name.")
  var replace = false

  @Option(help: "Level of compression, 1...9; 0 for none.")
  var deflate = 1

  @Option(help: "Images made at the same time; one for each core by default.")
  var threads: Int?

  func validate() throws {
    let ranks = ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"].flatMap(Int.init) ?? 1
    if ranks > 1 {
      throw ValidationError("an import runs in one process, with --threads; found \(ranks) ranks")
    }
    if !(0...9 ~= deflate) {
      throw ValidationError("expected --deflate to be 0...9, found \(deflate)")
    }
    if let threads, threads < 1 {
      throw ValidationError("expected --threads to be at least 1, found \(threads)")
    }
  }

  /// Brings a source into the file, with a line of progress on the standard error.
  /// - Parameter skipDamaged: whether samples that cannot be read are left out and listed.
  func write(_ source: some SampleSource, skipDamaged: Bool = false) throws {
    let interruption = Interruption()
    let clock = ContinuousClock()
    let begin = clock.now
    var lastLine = begin
    let isTerminal = isatty(STDERR_FILENO) != 0
    let interval = Duration.seconds(isTerminal ? 1 : 10)
    let skipped = try DatasetImport(
      source, skipsDamaged: skipDamaged,
      windowSize: threads ?? max(Processor.availableCores.count, 1)
    ).run(to: output, deflateLevel: deflate == 0 ? nil : deflate, replacing: replace) { progress in
      let now = clock.now
      if now - lastLine >= interval || progress.done == progress.total {
        lastLine = now
        let elapsed = (now - begin) / .seconds(1)
        let rate = (10 * Double(progress.doneNow) / max(elapsed, 1e-3)).rounded() / 10
        let line = "\(progress.done) of \(progress.total) images, \(rate) images/s"
        let isLast = progress.done == progress.total
        say(isTerminal ? "\r\(line)" + (isLast ? "\n" : "") : "equipoise: \(line)\n")
      }
      return !interruption.isWanted
    }
    guard let skipped else {
      say("\(isTerminal ? "\n" : "")equipoise: interrupted; the same command goes on\n")
      throw ExitStatus.failure
    }
    for sample in skipped {
      say("equipoise: skipped \(sample.split) \(sample.image): \(sample.reason)\n")
    }
    let splits = try DatasetFile(output).splits.map { "\($0.name) \($0.count)" }
    print("\(output): \(splits.joined(separator: ", "))")
  }

  private func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
