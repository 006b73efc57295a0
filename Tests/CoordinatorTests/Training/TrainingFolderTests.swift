import ByteStorage
import Foundation
import Jobs
import Testing

@testable import Coordinator

@Suite struct TrainingFolderTests {
  private let scratch: ScratchFolder
  private let job: TrainingJob

  init() throws {
    scratch = try ScratchFolder()
    var overrides = JobOverrides()
    overrides.output = scratch.path("run")
    job = try TrainingJob(
      yaml: """
        name: small
        data: {file: a.h5, kind: nyuv2, height: 9, width: 9}
        model: {backbone: resnet34-deeplab, weights-seed: 1, stage-widths: [1, 1, 1, 1]}
        mode: clean
        optimizer: {method: adam}
        learning-rate: {base: 1e-3}
        batch-size: 1
        iterations: 1
        """, path: "job.yml", overrides: overrides)
  }

  private func open(
    _ facts: [RunIdentity.Fact] = [.init("seed", "1"), .init("data", "a")], resumes: Bool = false
  ) throws -> TrainingFolder {
    try TrainingFolder(
      job, identity: RunIdentity(facts), resumes: resumes, holder: "me",
      facts: AttemptFacts(
        start: Date(timeIntervalSince1970: 0), hostNames: ["h"], threadCounts: [1],
        versions: ["v"], threadLevel: "t"))
  }

  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func aFolderIsContinuedUnderItsIdentityOnly() throws {
    do { #expect(try !open().isContinued) }
    #expect(words { _ = try open() }.contains("--resume"))
    do { #expect(try open(resumes: true).isContinued) }
    let other = words { _ = try open([.init("seed", "2"), .init("data", "a")], resumes: true) }
    #expect(other.contains("its seed is 1, this run's is 2"), "\(other)")
    let history = try TrainingHistory(path: scratch.path("run/training.json"))
    #expect(history.attempts.count == 2)
    #expect(history.attempts[0].start == "1970-01-01T00:00:00Z")
    #expect(history.job == "small")
  }

  @Test func oneAtATime() throws {
    let first = try open()
    #expect(throws: FileLock.Held.self) { try open(resumes: true) }
    _ = first.isContinued
  }

  @Test func aDamagedHistoryIsNamed() throws {
    do { _ = try open() }
    try scratch.write(Array("{".utf8), to: "run/training.json")
    #expect(words { _ = try open(resumes: true) }.contains("training.json: expected the history"))
  }

  @Test func whatAKillLeftIsRemoved() throws {
    do { _ = try open() }
    try FileManager.default.createDirectory(
      atPath: scratch.path("run/checkpoints"), withIntermediateDirectories: true)
    for name in ["checkpoint-000000003.safetensors.7-0.partial", "mine.partial"] {
      try scratch.write([1], to: "run/checkpoints/\(name)")
    }
    do { _ = try open(resumes: true) }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("run/checkpoints"))
        == ["mine.partial"])
  }

  @Test func aStrangeFolderIsRefused() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path("run"), withIntermediateDirectories: true)
    try scratch.write([1], to: "run/thesis.tex")
    #expect(words { _ = try open(resumes: true) }.contains("thesis.tex"))
  }
}
