internal import Networks
internal import Tasks

/// Reads the keys of `model` that say what the tasks are and what predictions mean.
struct ConventionDecoder {
  let section: Section<ModelKey>
  let kind: LabelDialect

  /// The tasks in canonical order; nil when a problem has been reported.
  func decode() -> [TaskConvention]? {
    guard let tasks = tasks() else { return nil }
    let classes = section.integer(.classes, in: 1...255)
    let normals = section.choice(.normals, as: NormalsEncoding.self)
    if !tasks.contains(.segmentation) {
      section.refuseKey(.classes, because: "without the task segment_semantic")
    }
    if !tasks.contains(.normals) {
      section.refuseKey(.normals, because: "without the task normal")
    }
    return conventions(classes, normals)?.filter { tasks.contains($0.task) }
  }

  private func conventions(
    _ classes: Int?, _ normals: NormalsEncoding?
  ) -> [TaskConvention]? {
    switch kind {
    case .nyuv2:
      guard let classes else { return TaskConvention.nyuv2(normals: normals ?? .rawBGR) }
      guard let segmentation = segmentation(classes) else { return nil }
      return TaskConvention.nyuv2(normals: normals ?? .rawBGR).map {
        $0.task == .segmentation ? segmentation : $0
      }
    case .taskonomy:
      if let node = section.node(.classes), let classes, classes != 17 {
        section.refuse(.classes, node, expected: "17, the classes of taskonomy")
      }
      if let node = section.node(.normals), normals == .rawBGR {
        section.refuse(.normals, node, expected: "decoded, as taskonomy has them")
      }
      return TaskConvention.publishedTaskonomy
    }
  }

  private func segmentation(_ classes: Int) -> TaskConvention? {
    do {
      return try .segmentation(classes: classes)
    } catch {
      section.problems.add(
        section.place, key: section.name(.classes), expected: ModelKey.classes.reference.accepted,
        found: "\(error)")
      return nil
    }
  }

  private func tasks() -> [DenseTask]? {
    guard section.has(.tasks) else { return kind.tasks }
    guard let nodes = section.list(.tasks), let list = section.node(.tasks) else { return nil }
    var tasks: [DenseTask] = []
    for node in nodes {
      guard let task = section.choice(.tasks, node, as: DenseTask.self) else { return nil }
      guard kind.tasks.contains(task) else {
        section.refuse(
          .tasks, node,
          expected: "tasks of \(kind.rawValue): "
            + kind.tasks.map(\.rawValue).joined(separator: ", "))
        return nil
      }
      if let last = tasks.last, !(last < task) {
        section.refuse(
          .tasks, node,
          expected: "a task that comes after \(last.rawValue) in "
            + kind.tasks.map(\.rawValue).joined(separator: ", "))
        return nil
      }
      tasks.append(task)
    }
    guard !tasks.isEmpty else {
      section.refuse(.tasks, list)
      return nil
    }
    return tasks
  }
}
