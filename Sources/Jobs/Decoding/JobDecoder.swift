internal import Networks
internal import Tasks

/// Reads the keys of an evaluation job.
struct JobDecoder {
  let section: Section<JobFileKey>
  let problems: ProblemCollector

  /// The job; nil when a problem has been reported.
  func decode() -> EvaluationJob? {
    let name = section.required(.name).flatMap { section.text(.name, $0, where: JobName.isValid) }
    let data = section.requiredGroup(.data, as: DataKey.self).map { DataDecoder($0) }
    let images = data?.decode()
    let model = section.requiredGroup(.model, as: ModelKey.self).flatMap {
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

  private func output(name: String?, layout: LayoutSelection?) -> String? {
    guard let node = section.node(.output) else { return name.map { "results/\($0)" } }
    return PathTemplate(layout: layout).path(.output, node, in: section)
  }

  private func bootstrap() -> BootstrapSettings {
    var settings = BootstrapSettings()
    guard let group = section.group(.bootstrap, as: BootstrapKey.self) else {
      return settings
    }
    if let count = group.integer(.replicates, in: BootstrapSettings.replicateCounts) {
      settings.replicates = count
    }
    if let level = group.number(.level, in: BootstrapSettings.levels) { settings.level = level }
    return settings
  }
}
