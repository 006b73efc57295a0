internal import Foundation
internal import Tasks

/// The files of a benchmark's samples, laid out as they are published.
struct PublishedLayout {
  private let dialect: LabelDialect
  private let tasks: [DenseTask]
  private let splits: [SplitPlan]
  /// For every split and image the view that its name tells; empty but for Taskonomy.
  private let views: [[TaskonomyViews.View]]

  /// Lays out the images of a source.
  /// - Throws: ``SourceError`` when the names of Taskonomy images do not tell building, point and
  ///   view, or a building is in two splits.
  init(_ source: any SampleSource) throws {
    dialect = source.description.dialect
    tasks = source.description.tasks
    splits = source.splits
    guard dialect == .taskonomy else {
      views = []
      return
    }
    views = try splits.map { plan in
      try plan.images.map { name in
        guard let view = TaskonomyViews.View(name: name) else {
          throw SourceError(
            source.description.source, plan.name, expected: "names such as b-point_1-view_2",
            found: name)
        }
        return view
      }
    }
    var home: [String: String] = [:]
    for (plan, views) in zip(splits, views) {
      for view in views
      where home.updateValue(plan.name, forKey: view.building) ?? plan.name
        != plan.name
      {
        throw SourceError(
          source.description.source, view.building, expected: "a building in one split",
          found: "it in two")
      }
    }
  }

  /// Tasks in the order of the published indices.
  private static let order: [DenseTask] = [.segmentation, .normals, .depth, .keypoints, .edges]

  /// The paths of a sample's image and labels below the folder that its index entry is relative to.
  func paths(_ position: Int, of split: Int) -> (image: String, labels: [(DenseTask, String)]) {
    let tasks = Self.order.filter(tasks.contains)
    switch dialect {
    case .nyuv2:
      let name = splits[split].images[position]
      return ("img/\(name).png", tasks.map { ($0, Self.adaSharePath(name, $0)) })
    case .taskonomy:
      let view = views[split][position]
      return (
        Self.path(view, TaskonomyViews.imageDomain),
        tasks.map { (task: DenseTask) -> (DenseTask, String) in
          (task, Self.path(view, TaskonomyViews.domains[task]?.first ?? task.rawValue))
        }
      )
    }
  }

  /// The folder, below the result, that the paths of a split are relative to.
  func root(of split: Int) -> String {
    switch dialect {
    case .nyuv2: ""
    case .taskonomy: TaskonomyFolderSource.root(of: splits[split].name) + "/"
    }
  }

  private static func adaSharePath(_ name: String, _ task: DenseTask) -> String {
    switch task {
    case .segmentation: "seg/\(name).png"
    case .normals: "normal_mask/\(name).png"
    case .depth, .keypoints, .edges: "depth/\(name).npy"
    }
  }

  private static func path(_ view: TaskonomyViews.View, _ domain: String) -> String {
    "\(domain)/\(view.building)/point_\(view.point)_view_\(view.view)_domain_\(domain).png"
  }

  /// The index of the folder, and what else lies beside it.
  func indexFiles() throws -> [(name: String, bytes: [UInt8])] {
    var index: [String: [[String]]] = [:]
    for (split, plan) in splits.enumerated() {
      index[plan.name] = plan.images.indices.map { position in
        let paths = paths(position, of: split)
        return [paths.image] + paths.labels.map { $0.1 }
      }
    }
    let json = try JSONSerialization.data(
      withJSONObject: index, options: [.sortedKeys, .withoutEscapingSlashes])
    switch dialect {
    case .nyuv2: return [(NYUv2FolderSource.indexName, Array(json))]
    case .taskonomy:
      return [(TaskonomyFolderSource.indexName, Array(json)), ("splits.csv", splitTable())]
    }
  }

  /// Which building is in which split, with line ends as published.
  private func splitTable() -> [UInt8] {
    let names = splits.map(\.name)
    var lines = ["id," + names.joined(separator: ",")]
    for (split, views) in views.enumerated() {
      for building in Set(views.map(\.building)).sorted() {
        let marks = names.indices.map { $0 == split ? "1" : "0" }
        lines.append("\(building)," + marks.joined(separator: ","))
      }
    }
    return Array(lines.map { $0 + "\r" }.joined().utf8)
  }
}
