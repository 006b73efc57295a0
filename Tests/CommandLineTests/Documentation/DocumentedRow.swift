/// Documented commands that are run one after the other in a folder of their own.
struct DocumentedRow: Sendable, CustomStringConvertible {
  /// One of them.
  enum Step: Sendable {
    /// A command, run as it is shown.
    case shown(String)
    /// A command, run in small: with other words in the place of some, and options at its end.
    case small(String, [String: String] = [:], adding: String = "")
    /// What has to be there before, and no page shows.
    case before(String)

    /// The command that a page shows.
    var shownCommand: String? {
      switch self {
      case .shown(let command), .small(let command, _, _): command
      case .before: nil
      }
    }

    /// What is run.
    var line: String {
      switch self {
      case .shown(let command), .before(let command): command
      case .small(let command, let others, let options):
        others.reduce(command) { $0.replacing($1.key, with: $1.value) }
          + (options.isEmpty ? "" : " " + options)
      }
    }
  }

  let description: String
  let steps: [Step]
  /// What is there at the end.
  let results: [String]

  static let all = [readme, demo, robustness, trainings, studies, tools]

  private static let readme = DocumentedRow(
    description: "your own data and model",
    steps: [
      .shown("equipoise synthesize --count 3 --size 48x64 --folder --output rooms"),
      .shown("equipoise import nyuv2 rooms --output rooms.h5"),
      .shown("equipoise inspect rooms.h5"),
      .shown("equipoise run mine.yml --output results/mine"),
      .shown("equipoise inspect results/mine"),
      .shown("equipoise report results/mine"),
    ], results: ["results/mine/report.html"])

  private static let demo = DocumentedRow(
    description: "the demo's jobs",
    steps: [
      .small(
        "equipoise synthesize --count 8 --size 120x160 --output rooms.h5", adding: smallRooms),
      .shown("equipoise run jobs/demo.yml"),
      .small(
        "mpirun --hostfile hostfiles/this-machine --bind-to none equipoise run jobs/demo.yml",
        adding: "--output results/again"),
      .before("mv results/demo results/first"),
      .small(
        "equipoise synthesize --count 16 --size 120x160 --seed 12 --output results/demo/rooms.h5",
        adding: smallRooms),
      .shown("equipoise run jobs/demo-attacks.yml --output results/demo/clean"),
      .shown(
        "equipoise run jobs/demo-attacks.yml --output results/demo/trained "
          + "--checkpoint models/demo-trained.safetensors"),
      .shown("equipoise report results/demo/clean results/demo/trained"),
    ], results: ["results/again/report.html", "report.html"])

  private static let robustness = DocumentedRow(
    description: "what the bundled models can do",
    steps: [
      .small(
        "equipoise synthesize --count 100 --size 120x160 --seed 12 --output rooms-test.h5",
        adding: smallRooms),
      .shown("equipoise run jobs/demo-robustness.yml"),
      .shown(
        "equipoise run jobs/demo-robustness.yml --checkpoint models/demo-trained.safetensors "
          + "--output results/demo-robustness-trained"),
    ], results: ["results/demo-robustness/report.html"])

  private static let trainings = DocumentedRow(
    description: "trainings",
    steps: [
      .small(
        "equipoise synthesize --count 120 --train 6000 --size 120x160 --seed 11 "
          + "--output rooms-train.h5", adding: smallRooms + " --train 2"),
      .shown("equipoise train jobs/demo-train-start.yml"),
      .shown("equipoise train jobs/demo-train-further.yml"),
      .shown("equipoise train jobs/demo-train-clean.yml"),
      .shown("equipoise train jobs/demo-train-clean.yml --resume"),
      .shown("equipoise train jobs/demo-train-adversarial.yml"),
    ], results: ["results/demo-train-adversarial/model.safetensors"])

  private static let studies = DocumentedRow(
    description: "the paper's studies",
    steps: [
      .before("equipoise synthesize --output data/nyuv2.h5 --train 2 \(smallRooms)"),
      .before(
        "equipoise synthesize --style taskonomy --output data/taskonomy.h5 --train 2 \(smallRooms)"
      ),
      .small(
        "mpirun -n 4 equipoise train jobs/training/JOB.yml",
        ["JOB": "train-nyuv2-resnet34-clean"]),
      .before(
        """
        equipoise train jobs/training/train-nyuv2-resnet34-clean.yml --layout 1
        equipoise train jobs/training/train-taskonomy-resnet34-clean.yml
        for layout in 0 1; do
          mkdir -p checkpoints/nyuv2-resnet34/$layout
          cp results/train-nyuv2-resnet34-clean-$layout/model.safetensors \\
            checkpoints/nyuv2-resnet34/$layout/segment_semantic_normal_depth_zbuffer.model
        done
        for data in nyuv2 taskonomy; do
          folder=checkpoints/$data-resnet34-trained/IFGSM/0/0
          mkdir -p $folder
          cp results/train-$data-resnet34-clean-0/model.safetensors \\
            $folder/IFGSM_MTL_None_8.model
        done
        """),
      .shown(
        "mpirun -n 4 equipoise run jobs/nyuv2-resnet34-budgets.yml --output results/budgets"),
      .small(
        """
        for layout in {0..50}; do
        mpirun -n 8 equipoise run jobs/nyuv2-resnet34-layouts.yml --layout $layout
        done
        """, ["{0..50}": "{0..1}", "-n 8": "-n 2"]),
      .before("equipoise report results/nyuv2-resnet34-layouts/*"),
      .shown(
        "equipoise run jobs/nyuv2-resnet34-trained.yml --output results/trained/pgd-balanced "
          + "--checkpoint checkpoints/nyuv2-resnet34-trained/IFGSM/0/0/IFGSM_MTL_None_8.model"),
      .before("mv results/trained results/trained-nyuv2"),
      .shown(
        "equipoise run jobs/taskonomy-resnet34-trained.yml --output results/trained/pgd-balanced "
          + "--checkpoint checkpoints/taskonomy-resnet34-trained/IFGSM/0/0/IFGSM_MTL_None_8.model"
      ),
    ], results: ["results/budgets/report.html", "report.html"])

  private static let tools = DocumentedRow(
    description: "measurements",
    steps: [
      .small(
        ".build/release/equipoise bench --layers",
        adding: "--size 33 --widths 4,4,8,8 --head-width 4 --repetitions 1"),
      .shown(
        "cc -shared -fPIC -O2 -o .build/count-allocations.so Benchmarks/count-allocations.c"),
      .small(
        "LD_PRELOAD=$PWD/.build/count-allocations.so .build/release/equipoise bench --no-profile",
        adding: "--size 33 --widths 4,4,8,8 --head-width 4 --repetitions 1"),
      .small(
        "Benchmarks/scale-training.py",
        adding: "--size 33 --widths 4,4,8,8 --head-width 4 --rounds 1 --bind-to none"),
      .small(
        "mpirun -n 8 equipoise rehearse --images 60 --attacks 20 --seconds 0.02 --slow-rank 3 "
          + "--output DIR", ["DIR": "DIR-8"], adding: "--images 8 --attacks 2"),
      .small(
        "mpirun -n 64 equipoise rehearse --images 654 --attacks 312 --seconds 0.1 --slow-rank 3 "
          + "--output DIR", ["-n 64": "-n 17", "DIR": "DIR-64"],
        adding: "--images 8 --attacks 2 --seconds 0.01"),
      .small("scripts/fault-runs", adding: "--parts output"),
    ], results: [])

  private static let smallRooms = "--count 1 --size 36x48"
}
