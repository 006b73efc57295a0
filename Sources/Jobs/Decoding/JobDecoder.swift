internal import Networks
internal import Tasks

/// Reads the keys of an evaluation job.
struct JobDecoder {
  let section: Section<JobFileKey>
  let problems: ProblemCollector

  /// The job; nil when a problem has been reported.
  func decode() -> EvaluationJob? {
    let name = section.required(.name).flatMap { section.text(.name, $0, where: Self.isName) }
    let data = group(.data, as: DataKey.self).map(DataDecoder.init)
    let images = data?.decode()
    let model = group(.model, as: ModelKey.self).flatMap {
      ModelDecoder(section: $0, kind: data?.kind).decode()
    }
    let attacks = AttackListDecoder(
      problems: problems, tasks: model?.tasks.map(\.rawValue)
    ).decode(section)
    let output = output(name: name, layout: model?.layout)
    let bootstrap = bootstrap()
    let optional = OptionalValues(section)
    guard problems.isEmpty, let name, let images, let model, let attacks, let output else {
      return nil
    }
    var job = EvaluationJob(
      name: name, data: images, model: model, attacks: attacks, output: output)
    job.bootstrap = bootstrap
    optional.write(into: &job)
    return job
  }

  private func group<Key: JobKey>(_ key: JobFileKey, as keys: Key.Type) -> Section<Key>? {
    guard let entry = section.entries.first(where: { $0.key == key }) else {
      _ = section.required(key)
      return nil
    }
    return Section(
      entry.value, at: entry.keyPlace, path: section.name(key), problems: problems)
  }

  private func output(name: String?, layout: LayoutSelection?) -> String? {
    guard let node = section.node(.output) else { return name.map { "results/\($0)" } }
    return PathTemplate(layout: layout).path(.output, node, in: section)
  }

  private func bootstrap() -> BootstrapSettings {
    var settings = BootstrapSettings()
    guard section.has(.bootstrap), let group = group(.bootstrap, as: BootstrapKey.self) else {
      return settings
    }
    if let count = group.integer(.replicates, in: BootstrapSettings.replicateCounts) {
      settings.replicates = count
    }
    if let level = group.number(.level, in: BootstrapSettings.levels) { settings.level = level }
    return settings
  }

  /// Whether a text can name a job: it is part of paths and tables.
  private static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= 100, let first = text.utf8.first else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    return isAlphanumeric(first)
      && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }
}
