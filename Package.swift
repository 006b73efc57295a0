// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: STYLE in CONTRIBUTING.md says why each one is there.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
]

#if arch(x86_64)
  /// Targets with hot loops may use AVX2 and FMA; the program checks the processor at start.
  let instructions = ["-Xcc", "-march=x86-64-v3"]
#else
  let instructions: [String] = []
#endif
/// They are optimised in debug builds too, where tests would spend most of their time in them; failed
/// preconditions still say why.
let vectorised =
  strict + [
    .unsafeFlags(instructions),
    .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug)),
  ]

let testSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "equipoise",
  products: [
    .executable(name: "equipoise", targets: ["equipoise"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // C libraries: a module map and a shim for what Swift cannot import, nothing else.
    .systemLibrary(
      name: "CMPI", pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev", "openmpi-bin"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CPlatform", linkerSettings: [.linkedLibrary("gomp")]),
    .target(
      name: "CImageIO", linkerSettings: [.linkedLibrary("png16"), .linkedLibrary("jpeg")]),

    // One safe module per library.
    .target(name: "ComputePlatform", dependencies: ["CPlatform"], swiftSettings: strict),
    .target(
      name: "MessagePassing", dependencies: ["CMPI", "ComputePlatform"], swiftSettings: strict),
    .target(name: "HDF5Store", dependencies: ["CHDF5"], swiftSettings: strict),
    .target(
      name: "DeepLearningPrimitives", dependencies: ["COneDNN", "ComputePlatform"],
      swiftSettings: strict),

    // Numbers.
    .target(name: "ByteStorage", swiftSettings: strict),
    .target(name: "TextReports", swiftSettings: strict),
    .target(name: "TensorCore", swiftSettings: strict),
    .target(
      name: "Kernels", dependencies: ["CKernels"], swiftSettings: vectorised,
      linkerSettings: [.linkedLibrary("m")]),
    // Furnished rooms to try everything on.
    .target(name: "Rooms", swiftSettings: vectorised),
    .target(
      name: "Tasks", dependencies: ["ByteStorage", "TensorCore", "Kernels"],
      swiftSettings: vectorised),
    .target(
      name: "Checkpoints", dependencies: ["ByteStorage", "TensorCore"], swiftSettings: strict),
    .target(
      name: "Networks",
      dependencies: [
        "TensorCore", "Kernels", "Checkpoints", "DeepLearningPrimitives", "ComputePlatform",
      ], swiftSettings: vectorised),

    // Attacks, and the models that they see.
    .target(name: "Attacks", dependencies: ["TensorCore", "Kernels"], swiftSettings: strict),
    .target(
      name: "Evaluation", dependencies: ["TensorCore", "Tasks", "Networks", "Attacks"],
      swiftSettings: strict),

    // Images and labels.
    .target(
      name: "Datasets",
      dependencies: [
        "ByteStorage", "TensorCore", "Kernels", "Tasks", "Rooms", "HDF5Store", "CImageIO",
      ],
      swiftSettings: vectorised),

    // Losses to gradients to parameters.
    .target(
      name: "Training",
      dependencies: [
        "ByteStorage", "ComputePlatform", "Kernels", "TensorCore", "DeepLearningPrimitives",
        "Checkpoints",
        "Tasks", "Networks", "Attacks", "Evaluation",
      ], swiftSettings: strict),

    // What is asked for, and what ranks tell each other.
    .target(
      name: "Jobs",
      dependencies: [
        "ByteStorage", "TensorCore", "Kernels", "Tasks", "Networks", "Attacks", "Training",
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: strict),
    .target(
      name: "Worker",
      dependencies: [
        "ByteStorage", "TensorCore", "Kernels", "Tasks", "Networks", "Attacks", "Evaluation",
        "Datasets", "Jobs", "Training", "Checkpoints", "HDF5Store", "DeepLearningPrimitives",
        "MessagePassing", "ComputePlatform",
      ], swiftSettings: vectorised),
    .target(
      name: "Coordinator",
      dependencies: [
        "ByteStorage", "TextReports", "Kernels", "Tasks", "Networks", "Attacks", "Datasets", "Jobs",
        "Training", "Checkpoints", "HDF5Store",
        "MessagePassing", .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict),

    // Results as a page.
    .target(
      name: "Reports",
      dependencies: [
        "ByteStorage", "TextReports", "Tasks", "Attacks", "Datasets", "Jobs", "Coordinator",
      ], swiftSettings: strict),

    // Reference numbers against this build.
    .target(
      name: "Conformance",
      dependencies: [
        "Training",
        "HDF5Store", "Networks", "Tasks", "Attacks", "Evaluation", "Kernels", "TensorCore",
        "DeepLearningPrimitives", "Datasets",
      ], swiftSettings: strict),

    // Where the time of an attack step goes.
    .target(
      name: "Benchmarking",
      dependencies: [
        "TextReports", "TensorCore", "Kernels", "Tasks", "Networks", "DeepLearningPrimitives",
        "ComputePlatform",
      ], swiftSettings: strict),

    // The program.
    .executableTarget(
      name: "equipoise",
      dependencies: [
        "ByteStorage", "ComputePlatform", "MessagePassing", "HDF5Store", "DeepLearningPrimitives",
        "TensorCore",
        "Kernels", "Tasks", "Checkpoints", "Networks", "Datasets", "Conformance", "Benchmarking",
        "Jobs", "Worker", "Coordinator", "Reports", "Attacks", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: strict),

    // Measurements.
    .executableTarget(
      name: "kernel-bandwidth",
      dependencies: [
        "Kernels", "TensorCore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/KernelBandwidth", swiftSettings: vectorised),

    .executableTarget(
      name: "room-preview",
      dependencies: [
        "Rooms", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/RoomPreview", swiftSettings: strict),

    .executableTarget(
      name: "data-throughput",
      dependencies: [
        "Datasets", "Tasks", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/DataThroughput", swiftSettings: strict),

    .executableTarget(
      name: "training-steps",
      dependencies: [
        "Benchmarking", "Worker", "Jobs", "Training", "Attacks", "Networks", "Tasks", "TensorCore",
        "Kernels", "MessagePassing", "DeepLearningPrimitives", "ComputePlatform",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Benchmarks/TrainingSteps", swiftSettings: strict),

    // Tests mirror Sources.
    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: testSettings,
      linkerSettings: [.linkedLibrary("m")]),
    .executableTarget(
      name: "MessagePassingProbe", dependencies: ["MessagePassing", "TestSupport"],
      path: "Tests/MessagePassingProbe", swiftSettings: testSettings),
    .testTarget(
      name: "ComputePlatformTests", dependencies: ["ComputePlatform", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "MessagePassingTests",
      dependencies: ["MessagePassing", "TestSupport", "MessagePassingProbe"],
      swiftSettings: testSettings),
    .testTarget(
      name: "HDF5StoreTests", dependencies: ["HDF5Store", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "DeepLearningPrimitivesTests",
      dependencies: ["DeepLearningPrimitives", "TensorCore", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "ByteStorageTests", dependencies: ["ByteStorage"], swiftSettings: testSettings),
    .testTarget(
      name: "TextReportsTests", dependencies: ["TextReports"], swiftSettings: testSettings),
    .testTarget(
      name: "TensorCoreTests", dependencies: ["TensorCore", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "KernelsTests",
      dependencies: ["ComputePlatform", "Kernels", "TensorCore", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "TasksTests",
      dependencies: ["Tasks", "ByteStorage", "TensorCore", "HDF5Store", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: testSettings),
    .testTarget(
      name: "RoomsTests", dependencies: ["Rooms", "TestSupport"], swiftSettings: testSettings),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "CheckpointFuzzing", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: testSettings),
    .target(
      name: "CheckpointFuzzing", dependencies: ["Checkpoints", "TestSupport"],
      path: "Tests/CheckpointFuzzing", swiftSettings: testSettings),
    .executableTarget(
      name: "checkpoint-fuzz", dependencies: ["CheckpointFuzzing"],
      path: "Tests/CheckpointFuzz", swiftSettings: testSettings),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "Networks", "TensorCore", "Kernels", "Checkpoints", "DeepLearningPrimitives",
        "ComputePlatform", "TestSupport",
      ],
      swiftSettings: testSettings),
    .target(
      name: "AllocationCounting", path: "Benchmarks", sources: ["count-allocations.c"],
      publicHeadersPath: "CountedAllocations"),
    .testTarget(
      name: "AttacksTests",
      dependencies: ["Attacks", "Kernels", "TensorCore", "TestSupport", "AllocationCounting"],
      exclude: ["Fixtures"], swiftSettings: testSettings),
    .testTarget(
      name: "EvaluationTests",
      dependencies: [
        "Evaluation", "Attacks", "DeepLearningPrimitives", "Kernels", "Networks", "Tasks",
        "TensorCore", "TestSupport",
      ], swiftSettings: testSettings),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "Attacks", "Checkpoints", "ComputePlatform", "DeepLearningPrimitives",
        "Kernels",
        "Networks", "Tasks", "TensorCore", "TestSupport",
      ], exclude: ["Fixtures"], swiftSettings: testSettings),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "ByteStorage", "Datasets", "Rooms", "Tasks", "TensorCore", "HDF5Store", "TestSupport",
      ],
      swiftSettings: testSettings),
    .testTarget(
      name: "JobsTests",
      dependencies: [
        "Jobs", "ByteStorage", "Attacks", "Kernels", "Networks", "Tasks", "TestSupport",
      ],
      swiftSettings: testSettings),
    .executableTarget(
      name: "TrainingProbe",
      dependencies: [
        "Worker", "Jobs", "Training", "Benchmarking", "MessagePassing", "Attacks", "Networks",
        "Tasks", "TensorCore", "Kernels", "DeepLearningPrimitives", "ComputePlatform",
        "TestSupport",
      ], path: "Tests/TrainingProbe", swiftSettings: testSettings),
    .executableTarget(
      name: "SharingProbe",
      dependencies: [
        "Worker", "MessagePassing", "Networks", "DeepLearningPrimitives", "ComputePlatform",
        "TensorCore", "TestSupport",
      ], path: "Tests/SharingProbe", swiftSettings: testSettings),
    .testTarget(
      name: "WorkerTests",
      dependencies: ["Worker", "Jobs", "TestSupport", "TrainingProbe", "SharingProbe"],
      exclude: ["Fixtures"], swiftSettings: testSettings),
    .testTarget(
      name: "CoordinatorTests",
      dependencies: ["Coordinator", "ByteStorage", "Jobs", "Attacks", "Tasks", "TensorCore"],
      swiftSettings: testSettings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Coordinator", "Datasets", "Jobs", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Conformance", "Attacks", "DeepLearningPrimitives", "HDF5Store", "Kernels", "TestSupport",
      ],
      exclude: ["Fixtures"], swiftSettings: testSettings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["equipoise", "ComputePlatform", "HDF5Store", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "Networks", "DeepLearningPrimitives", "Tasks", "TensorCore", "TestSupport",
      ], swiftSettings: testSettings),
  ],
  swiftLanguageModes: [.v6]
)
