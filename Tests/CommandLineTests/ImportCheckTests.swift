import Foundation
import Testing

@Suite struct ImportCheckTests {
  /// Checks a tree of one file.
  private func check(
    _ source: String, in target: String, file: String = "File.swift"
  ) throws -> Project.Outcome {
    try Project.withTemporaryFolder { folder in
      let directory = folder.appending(path: "Sources/\(target)/Nested Folder")
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try source.write(to: directory.appending(path: file), atomically: true, encoding: .utf8)
      return try Project.run(script: "check-imports", [folder.path])
    }
  }

  @Test func theProjectPasses() throws {
    let outcome = try Project.run(script: "check-imports")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let count = outcome.output.firstMatch(of: /(\d+) imports/).flatMap { Int($0.output.1) }
    #expect((count ?? 0) > 50, "\(outcome.summary)")
  }

  @Test(arguments: [
    ("Networks", "import TensorCore\npublic import DeepLearningPrimitives\n"),
    ("Networks", "import Glibc // import MessagePassing\n"),
    ("Networks", "// import MessagePassing\nlet important = 1\n"),
    ("Networks", "import struct TensorCore.TensorShape\n"),
    ("MessagePassing", "internal import CMPI\n"),
    ("MessagePassing", "@preconcurrency internal import CMPI\n"),
    ("Attacks", "import Tasks; import Kernels\n"),
    ("equipoise", "import ArgumentParser\nimport Networks\nimport Foundation\n"),
  ])
  func allowedImportsPass(target: String, source: String) throws {
    let outcome = try check(source, in: target)
    #expect(outcome.status == 0, "\(outcome.summary)")
  }

  @Test(arguments: [
    ("Attacks", "import Tasks\n\nimport Networks\n", 3, "'Attacks' may not import 'Networks'"),
    ("Attacks", "import Tasks; @testable public import Networks\n", 1, "'Networks'"),
    ("Kernels", "import struct TensorCore.Tensor\n", 1, "'Kernels' may not import 'TensorCore'"),
    ("TensorCore", "  import Kernels\n", 1, "'TensorCore' may not import 'Kernels'"),
    ("Coordinator", "import Worker\n", 1, "'Coordinator' may not import 'Worker'"),
    ("Training", "import MessagePassing\n", 1, "'Training' may not import 'MessagePassing'"),
    ("Networks", "import Yams\n", 1, "'Networks' may not import 'Yams'"),
    ("Networks", "internal import COneDNN\n", 1, "only 'DeepLearningPrimitives' may import"),
    ("equipoise", "internal import CMPI\n", 1, "only 'MessagePassing' may import"),
    ("MessagePassing", "import CMPI\n", 1, "must be imported by 'internal import'"),
    ("MessagePassing", "public import CMPI\n", 1, "must be imported by 'internal import'"),
    ("Sundries", "let value = 1\n", 1, "'Sundries' is not in scripts/layers"),
  ])
  func forbiddenImportsAreNamed(
    target: String, source: String, line: Int, message: String
  ) throws {
    let outcome = try check(source, in: target)
    #expect(outcome.status == 1, "\(outcome.summary)")
    let place = "Sources/\(target)/Nested Folder/File.swift:\(line): "
    #expect(outcome.errorOutput.contains(place), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains(message), "\(outcome.summary)")
  }

  @Test func theMessageSaysWhatIsAllowed() throws {
    let outcome = try check("import HDF5Store\n", in: "Checkpoints")
    #expect(outcome.errorOutput.contains("allowed: ByteStorage TensorCore, everywhere: Glibc"))
  }

  @Test func nothingToCheckIsNoSuccess() throws {
    try Project.withTemporaryFolder { folder in
      #expect(try Project.run(script: "check-imports", [folder.path]).status == 2)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "Sources"), withIntermediateDirectories: false)
      #expect(try Project.run(script: "check-imports", [folder.path]).status == 2)
    }
    #expect(try Project.run(script: "check-imports", ["/no/such/folder"]).status != 0)
  }
}
