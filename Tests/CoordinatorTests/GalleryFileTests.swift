import Foundation
import Jobs
import Tasks
import Testing

@testable import Coordinator

struct GalleryFileTests {
  private let folder: ScratchFolder
  private let plan = GalleryPlan(
    configuration: 2, choices: GalleryPlan.choices([0.5, 2, 1], count: 2))

  init() throws { folder = try ScratchFolder() }

  private func map(_ seed: Float, channels: Int, height: Int = 2) -> GalleryEntry.Map {
    GalleryEntry.Map(
      height: height, width: 3, channels: channels,
      values: (0..<height * 3 * channels).map { seed + Float($0) })
  }

  private func entry(_ image: Int) -> GalleryEntry {
    GalleryEntry(
      image: image, input: map(Float(image), channels: 3), perturbation: map(-1, channels: 3),
      tasks: [1, 3].map { channels in
        .init(
          truth: map(5, channels: channels), clean: map(6, channels: channels, height: 1),
          attacked: map(7, channels: channels, height: 1))
      })
  }

  private func write() throws {
    let file = try GalleryFile(
      folder.path("gallery.h5"),
      .init(
        plan: plan, imageNames: ["a", "b", "c"], conventions: Example.conventions,
        identity: "me", attack: "method=pgd"))
    for image in [1, 2] { try file.append(entry(image)) }
    try file.commit()
  }

  @Test func whatWasWrittenIsRead() throws {
    try write()
    let gallery = try #require(try StoredGallery(folder: folder.path(""), identity: "me"))
    #expect(gallery.configuration == 2)
    #expect(gallery.attack == "method=pgd")
    #expect(gallery.tasks.map(\.values) == [.distances, .directions])
    #expect(gallery.pictures.map(\.name) == ["b", "c"])
    #expect(gallery.pictures.map(\.reason) == ["worst", "median"])
    #expect(gallery.pictures.map(\.relativeChange) == [2, 1])
    #expect(gallery.pictures.map(\.entry) == [entry(1), entry(2)])
  }

  @Test func noGalleryIsNone() throws {
    #expect(try StoredGallery(folder: folder.path(""), identity: "me") == nil)
  }

  @Test func anotherRunsGalleryIsRefused() throws {
    try write()
    let error = #expect(throws: ResultsFolder.Unusable.self) {
      _ = try StoredGallery(folder: folder.path(""), identity: "you")
    }
    #expect(error?.finding == "me")
  }

  @Test func aDamagedFileIsNamed() throws {
    try write()
    let bytes = try folder.bytes("gallery.h5")
    try folder.write(Array(bytes.prefix(bytes.count / 2)), to: "gallery.h5")
    let error = #expect(throws: (any Error).self) {
      _ = try StoredGallery(folder: folder.path(""), identity: "me")
    }
    #expect(error.map { "\($0)".contains("gallery.h5") } == true)
  }
}
