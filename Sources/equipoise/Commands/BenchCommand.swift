public import ArgumentParser
public import Benchmarking
import ComputePlatform
import Foundation
import Logging
import Networks

/// `equipoise bench`: seconds per attack step.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time attack steps and show where the time goes.",
    discussion: """
      A step is a forward pass, the losses of all tasks, a backward pass of their sum weighted by \
      1/loss, and a signed step with projection, on images, labels and weights made from a seed. A \
      step of APGD takes the same passes: the forward pass that scores a point serves the next step.

        equipoise bench                                        the published network, all shared
        equipoise bench --layers --repetitions 3               with the time of every layer
        equipoise bench --model mobilenetv2 --layout 12 --batch 4
        equipoise bench --strategy total --strategy separate   against other strategies

      Exit status: \(ExitStatus.summary).
      """)

  @Option(help: "Backbone: \(names(BenchmarkModel.self)).")
  var model = BenchmarkModel.resNet34DeepLab

  @Option(
    help: ArgumentHelp(
      "Channels, separated by commas: of the four stages (resnet34-deeplab), or of stem, seven "
        + "stages and last convolution (mobilenetv2). The published ones by default.",
      valueName: "n,n,..."))
  var widths: IntegerList?

  @Option(help: ArgumentHelp("Channels inside the heads.", valueName: "n"))
  var headWidth = 1024

  @Option(help: ArgumentHelp("Rows and columns of the images.", valueName: "n | rows x columns"))
  var size = ImageSize(height: 321, width: 321)

  @Option(help: ArgumentHelp("Images of a step.", valueName: "n"))
  var batch = 1

  @Option(
    help: ArgumentHelp(
      "What the tasks share: a number of the enumeration, or text such as \"[[[0,1,2]], ...]\" "
        + "for the branching points or all blocks. All shared by default.",
      valueName: "number | text"))
  var layout: String?

  @Option(help: ArgumentHelp("Tasks: 3 as NYUv2, 5 as Taskonomy.", valueName: "3 | 5"))
  var tasks = 3

  @Option(help: "Number format of the passes: \(names(Precision.self)).")
  var precision = Precision.float32

  @Option(help: ArgumentHelp("Threads. All cores of the process by default.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Measured steps.", valueName: "n"))
  var repetitions = 7

  @Option(help: ArgumentHelp("Steps before the first measured one.", valueName: "n"))
  var warmUps = 1

  @Option(
    name: .customLong("strategy"), parsing: .singleValue,
    help: ArgumentHelp(
      "How gradients are joined: \(names(StepStrategy.self)). Repeat it to compare several; "
        + "balanced is always measured."))
  var strategies: [StepStrategy] = []

  @Option(help: ArgumentHelp("Start of weights, images and labels.", valueName: "n"))
  var seed: UInt64 = 0

  @Flag(inversion: .prefixedNo, help: "Time every operation, and the convolutions alone.")
  var profile = true

  @Flag(help: "Show a table of the layers.")
  var layers = false

  @Flag(help: "Write JSON instead of tables (Benchmarks/README.md describes it).")
  var json = false

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("expected --threads to be 1 to 1024, found \(threads)")
    }
    if layers && !profile { throw ValidationError("--layers needs the profile") }
    do {
      _ = try benchmark().workload.description().graph()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    let cores = Processor.availableCoreCount
    ThreadTeam.threadCount = threads ?? cores
    if ThreadTeam.threadCount > cores {
      logging.logger.warning("\(ThreadTeam.threadCount) threads on \(cores) cores")
    }
    let report = try benchmark().run()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      print(report.text, terminator: "")
      if layers, let profile = report.profile { print("\n" + profile.layerText, terminator: "") }
    }
  }

  private func benchmark() throws -> Benchmark {
    let workload = try Workload(
      model: model, widths: widths?.values, headWidth: headWidth,
      suite: try TaskSuite(taskCount: tasks), layout: layout, height: size.height,
      width: size.width, batch: batch, precision: precision, seed: seed)
    let others = strategies.filter { $0 != .balanced }
    return try Benchmark(
      workload, strategies: [.balanced] + others, repetitions: repetitions, warmUps: warmUps,
      isProfiled: profile)
  }
}

/// The raw values of an enumeration in a sentence.
private func names<Value: CaseIterable & RawRepresentable<String>>(_: Value.Type) -> String {
  Value.allCases.map(\.rawValue).joined(separator: ", ")
}

extension BenchmarkModel: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension StepStrategy: ExpressibleByArgument {}
