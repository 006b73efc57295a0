import ByteStorage
import Foundation
import Testing

@testable import Coordinator

struct ResultsDirectoryTests {
  @Test func aNewFolderIsMadeWithThoseAboveIt() throws {
    let folder = try ScratchFolder()
    let directory = try ResultsDirectory(folder.path("a/b"), resumes: false, holder: "me")
    #expect(!directory.isContinued)
    #expect(FileManager.default.fileExists(atPath: folder.path("a/b")))
  }

  @Test func twoRunsCannotHoldOneFolder() throws {
    let folder = try ScratchFolder()
    let first = try ResultsDirectory(folder.path("a"), resumes: false, holder: "process 7 on x")
    let error = #expect(throws: FileLock.Held.self) {
      _ = try ResultsDirectory(folder.path("a"), resumes: true, holder: "other")
    }
    #expect(error?.holder == "process 7 on x")
    withExtendedLifetime(first) {}
  }

  @Test func anEarlierRunIsNotOverwritten() throws {
    let folder = try ScratchFolder()
    _ = try ResultsDirectory(folder.path("a"), resumes: false, holder: "me")
    try folder.write([1], to: "a/\(ResultsDirectory.journalName)")
    let error = #expect(throws: ResultsDirectory.Refusal.self) {
      _ = try ResultsDirectory(folder.path("a"), resumes: false, holder: "me")
    }
    #expect(error?.finding == "the journal of an earlier run")
    #expect(try ResultsDirectory(folder.path("a"), resumes: true, holder: "me").isContinued)
  }

  @Test func aFolderWithOtherThingsIsRefused() throws {
    let folder = try ScratchFolder()
    _ = try ResultsDirectory(folder.path("a"), resumes: false, holder: "me")
    try folder.write([1], to: "a/thesis.tex")
    let error = #expect(throws: ResultsDirectory.Refusal.self) {
      _ = try ResultsDirectory(folder.path("a"), resumes: true, holder: "me")
    }
    #expect(error?.finding == "thesis.tex")
  }

  @Test func aFileInTheWayIsNamed() throws {
    let folder = try ScratchFolder()
    try folder.write([1], to: "a")
    let error = #expect(throws: ResultsDirectory.Refusal.self) {
      _ = try ResultsDirectory(folder.path("a/b/c"), resumes: false, holder: "me")
    }
    #expect(error?.path == folder.path("a/b/c"))
    // In the system's words.
    #expect(error?.finding == "\(folder.path("a")): Not a directory")
  }
}

struct ProgressTests {
  @Test func theLineTellsImagesRateAndTimeLeft() {
    let progress = Progress(total: 100, initial: 20, imageCount: 10)
    #expect(
      progress.text(60, after: 8, performance: "-0.5")
        == "6 of 10 images, 0.5 images/s, 8 s left, -0.5")
    #expect(progress.text(20, after: 0, performance: nil) == "2 of 10 images")
    let long = Progress(total: 1000, initial: 0, imageCount: 100)
    #expect(
      long.text(1, after: 10, performance: nil)
        == "0 of 100 images, 0.01 images/s, 2 h 46 min left")
  }
}
