internal import Coordinator
internal import Datasets
internal import Foundation
internal import Jobs

/// Images with their perturbations, and what the model makes of them.
struct GallerySection {
  let runs: [RunResults]
  /// Bytes that all pictures together may take; images that do not fit any more are left out.
  let byteLimit: Int

  /// The section.
  /// - Throws: `ImageFileError` when a picture cannot be encoded.
  func section() throws -> ReportSection {
    var blocks: [ReportSection.Block] = []
    let shown = runs.filter { !($0.gallery?.pictures.isEmpty ?? true) }
    for run in shown {
      guard let gallery = run.gallery else { continue }
      let attack = run.summary.attacks.first { $0.configuration == gallery.configuration }
      let title = attack.map(run.titles.full) ?? gallery.attack
      blocks.append(.heading(runs.count > 1 ? "\(run.label): \(title)" : title))
      var left = byteLimit / shown.count
      var entries: [Markup] = []
      for picture in gallery.pictures {
        let entry = try self.entry(picture, gallery, title)
        guard entry.source.utf8.count <= left else { continue }
        left -= entry.source.utf8.count
        entries.append(entry)
      }
      blocks.append(.markup(Markup("div", ["class": "entries"], [.lines(entries)])))
      if entries.count < gallery.pictures.count {
        blocks.append(
          .note(
            "\(entries.count) of \(gallery.pictures.count) images; gallery.h5 has all of them."))
      }
    }
    if !blocks.isEmpty {
      blocks.insert(
        .paragraph(
          "Images under the attack that changed the losses the most: first those that changed the "
            + "most, then those in the middle. Depth, keypoints and edges are painted on the "
            + "truth's scale, grey pixels have no value."), at: 0)
    }
    return ReportSection(anchor: "gallery", title: "Gallery", blocks: blocks)
  }

  private func entry(
    _ picture: StoredGallery.Picture, _ gallery: StoredGallery, _ attack: String
  ) throws -> Markup {
    let entry = picture.entry
    let attacked = GalleryEntry.Map(
      height: entry.input.height, width: entry.input.width, channels: 3,
      values: zip(entry.input.values, entry.perturbation.values).map(+))
    let largest = Double(PicturePainter.largestChange(entry.perturbation))
    var figures = [
      try figure(PicturePainter.image(entry.input), "input", picture),
      try figure(
        PicturePainter.perturbation(entry.perturbation),
        "perturbation, scaled from ±\(largest.figure(2))", picture),
      try figure(PicturePainter.image(attacked), "attacked input", picture),
    ]
    for (task, maps) in zip(gallery.tasks, entry.tasks) {
      let painted = PicturePainter.task(maps, task.values)
      let name = Wording.task(task.name)
      figures.append(try figure(painted.truth, "\(name), truth", picture))
      figures.append(try figure(painted.clean, "\(name), clean", picture))
      figures.append(try figure(painted.attacked, "\(name), attacked", picture))
    }
    return Markup(
      "div", ["class": "entry"],
      [
        Markup(
          "h3",
          "\(picture.name), \(picture.reason): losses change by "
            + picture.relativeChange.percent),
        Markup("div", ["class": "pictures"], [.lines(figures)]),
      ])
  }

  private func figure(
    _ raster: Raster<UInt8>, _ caption: String, _ picture: StoredGallery.Picture
  ) throws -> Markup {
    let bytes = try PNGWriter.encode(raster, path: "picture of \(picture.name)")
    return Markup(
      "figure", [:],
      [
        .picture(
          Data(bytes).base64EncodedString(), width: raster.width, height: raster.height,
          text: "\(picture.name): \(caption)"),
        Markup("figcaption", caption),
      ])
  }
}
