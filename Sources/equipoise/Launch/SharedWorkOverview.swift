import Datasets

/// What rank zero knows of everybody's progress.
final class SharedWorkOverview<Work: SharedWork> {
  private let work: Work
  private let sizes: [Int]
  private let line: ProgressLine?
  private var done: Int
  /// Units of other ranks that were not seen done yet.
  private var others: [Int]

  /// - Parameters:
  ///   - missing: the units that this run does.
  ///   - own: those of them that rank zero does itself.
  ///   - isQuiet: whether nothing is written.
  init(_ work: Work, missing: [Int], own: [Int], isQuiet: Bool) {
    self.work = work
    sizes = work.unitSizes
    let total = sizes.reduce(0, +)
    done = total - missing.reduce(0) { $0 + work.unitSizes[$1] }
    let mine = Set(own)
    others = missing.filter { !mine.contains($0) }
    line = isQuiet ? nil : ProgressLine(total: total, doneBefore: done, unit: "images")
  }

  /// Counts an image of this rank's own.
  func count() {
    done += 1
    showIfDue()
  }

  /// Writes a line when it is time for one.
  func showIfDue() { if line?.isDue == true { show() } }

  /// Writes the last line.
  func end() {
    show()
    line?.end()
  }

  private func show() {
    let open = others.filter { !work.isDone($0) }
    done += others.reduce(0) { $0 + sizes[$1] } - open.reduce(0) { $0 + sizes[$1] }
    others = open
    line?.show(done)
  }
}
