import ArgumentParser
import Datasets
import Tasks

/// `equipoise import`: brings published data sets into the project's format.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a data set file of a published data set.",
    discussion: """
      Runs alone or under mpirun, with any number of ranks. Parts are collected in the folder \
      NAME.parts and put together in the end, which takes the room of both for a while. The same \
      command goes on with an import that was interrupted in any way, with other ranks too. \
      docs/dataset-format.md describes the format.

        equipoise import nyuv2 data/nyu_v2 --output nyuv2.h5
        equipoise import nyuv2-labeled nyu_depth_v2_labeled.mat --output nyuv2.h5
        mpirun -n 8 equipoise import taskonomy tiny --split-table tiny.csv --output tiny.h5
      """,
    subcommands: [Folder.self, Labeled.self, Taskonomy.self])

  /// `equipoise import nyuv2`.
  struct Folder: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "nyuv2",
      abstract: "Import a NYUv2 folder in AdaShare's layout (nyu_v2_3task.json, PNG, npy).")

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(parsing: .upToNextOption, help: "Splits; train and test by default.")
    var splits: [String] = []

    @OptionGroup var options: ImportOptions

    func run() throws {
      try options.run {
        try NYUv2FolderSource(
          folder, splits: splits.isEmpty ? nil : splits, limit: options.limit)
      }
    }
  }

  /// `equipoise import nyuv2-labeled`.
  struct Labeled: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "nyuv2-labeled",
      abstract: "Import the official labelled NYU Depth v2 file (MATLAB 7.3).",
      discussion: """
        Uses the official split and the 40 classes; normals are computed from the depth, which the \
        file says. They differ from those of AdaShare's folder.
        """)

    @Argument(help: "nyu_depth_v2_labeled.mat", completion: .file(extensions: ["mat"]))
    var file: String

    @Flag(help: "Take the depths as measured, with holes, instead of the filled ones.")
    var rawDepths = false

    @Flag(help: "Cut off the white frame: 427x561 pixels remain.")
    var cropFrame = false

    @OptionGroup var options: ImportOptions

    func run() throws {
      try options.run {
        try NYUv2LabeledSource(
          file, depths: rawDepths ? .raw : .filled, cropsFrame: cropFrame, limit: options.limit)
      }
    }
  }

  /// `equipoise import taskonomy`.
  struct Taskonomy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "taskonomy",
      abstract: "Import a Taskonomy folder (taskonomy.json, or one PNG per view and domain).")

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(
      parsing: .upToNextOption,
      help: "Tasks, all by default: \(DenseTask.allCases.map(\.rawValue).joined(separator: " ")).",
      transform: { name in
        guard let task = DenseTask(rawValue: name) else {
          throw ValidationError("expected the name of a task, found '\(name)'")
        }
        return task
      })
    var tasks: [DenseTask] = []

    @Option(parsing: .upToNextOption, help: "Splits; all that there are by default.")
    var splits: [String] = []

    @Option(
      help: "CSV that says which building is in which split, such as train_val_test_tiny.csv.",
      completion: .file(extensions: ["csv"]))
    var splitTable: String?

    @OptionGroup var options: ImportOptions

    func run() throws {
      try options.run {
        try TaskonomyFolderSource(
          folder, tasks: tasks.isEmpty ? nil : Array(Set(tasks)),
          splits: splits.isEmpty ? nil : splits, splitTable: splitTable, limit: options.limit)
      }
    }
  }
}
