internal import Foundation
internal import Tasks

/// The views that a folder of Taskonomy files has, found by their names.
struct TaskonomyViews {
  /// A point seen from a camera in a building.
  struct View: Hashable, Comparable {
    let building: String
    let point: Int
    let view: Int

    /// The name of the view, such as `allensville-point_3-view_1`.
    var name: String { "\(building)-point_\(point)-view_\(view)" }

    /// The view of a name; nil for other names.
    init?(name: String) {
      let parts = name.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count >= 3, let point = Self.number(parts[parts.count - 2], after: "point_"),
        let view = Self.number(parts[parts.count - 1], after: "view_")
      else { return nil }
      self.init(
        building: parts.dropLast(2).joined(separator: "-"), point: point, view: view)
    }

    init(building: String, point: Int, view: Int) {
      self.building = building
      self.point = point
      self.view = view
    }

    private static func number(_ text: Substring, after prefix: String) -> Int? {
      text.hasPrefix(prefix) ? Int(text.dropFirst(prefix.count)) : nil
    }

    static func < (lhs: View, rhs: View) -> Bool {
      (lhs.building, lhs.point, lhs.view) < (rhs.building, rhs.point, rhs.view)
    }
  }

  private let folder: String
  /// Paths by domain.
  private var paths: [View: [String: String]] = [:]

  /// Domains by task; the same word is used in folders with or without underscores.
  static let domains: [DenseTask: [String]] = [
    .segmentation: ["segmentsemantic", "segment_semantic"], .normals: ["normal"],
    .depth: ["depth_zbuffer"], .keypoints: ["keypoints2d"], .edges: ["edge_texture"],
  ]
  static let imageDomain = "rgb"

  /// Searches a folder and those below it.
  init(_ folder: String) throws {
    self.folder = folder
    guard PathProbe.isFolder(folder), let found = FileManager.default.enumerator(atPath: folder)
    else {
      throw SourceError(folder, expected: "a readable folder", found: "none")
    }
    let known = Set(Self.domains.values.joined() + [Self.imageDomain])
    while let entry = found.nextObject() as? String {
      guard let (view, domain) = Self.parse(entry, known) else { continue }
      if let other = paths[view, default: [:]].updateValue(entry, forKey: domain) {
        throw SourceError(
          "\(folder)/\(entry)", expected: "one file of \(view.name), \(domain)",
          found: "another, \(other)")
      }
    }
    guard !paths.isEmpty else {
      throw SourceError(
        folder, expected: "files named point_P_view_V_domain_D.png", found: "none")
    }
  }

  /// Splits a path such as `rgb/allensville/point_3_view_1_domain_rgb.png`; nil for other files.
  private static func parse(_ path: String, _ known: Set<String>) -> (View, domain: String)? {
    guard path.hasSuffix(".png") || path.hasSuffix(".jpg") else { return nil }
    let parts = ImageName.stem(path).split(separator: "_", maxSplits: 5)
    guard parts.count == 6, parts[0] == "point", parts[2] == "view", parts[4] == "domain",
      let point = Int(parts[1]), let view = Int(parts[3]), known.contains(String(parts[5]))
    else { return nil }
    let domain = String(parts[5])
    // The building is the last folder that is not named after a domain; some archives append the
    // domain to the building's name.
    let folders = path.split(separator: "/").dropLast().map(String.init)
    guard var building = folders.last(where: { !known.contains($0) && $0 != "taskonomy" }) else {
      return (View(building: "", point: point, view: view), domain)
    }
    for suffix in known where building.hasSuffix("_\(suffix)") {
      building.removeLast(suffix.count + 1)
    }
    return (View(building: building, point: point, view: view), domain)
  }

  /// The name of the view that a path shows; nil for other files.
  static func name(_ path: String) -> String? {
    parse(path, Set(domains.values.joined() + [imageDomain]))?.0.name
  }

  /// The files of a view for the tasks wanted. A missing one is an error when the view's turn
  /// comes, so that the view can be left out.
  func files(_ view: View, _ tasks: [DenseTask]) -> TaskonomyFolderSource.Files {
    var missing: String?
    func path(_ domains: [String]) -> String {
      for domain in domains {
        if let path = paths[view]?[domain] { return "\(folder)/\(path)" }
      }
      missing = missing ?? domains[0]
      return ""
    }
    let image = path([Self.imageDomain])
    var labels: [DenseTask: String] = [:]
    for task in tasks { labels[task] = path(Self.domains[task] ?? []) }
    return TaskonomyFolderSource.Files(
      name: view.name, image: image, labels: labels, missingDomain: missing)
  }

  /// The views of every split wanted, in the order of buildings, points and views.
  func splits(
    table: SplitTable?, _ wanted: [String]?
  ) throws -> [(name: String, views: [View])] {
    let views = paths.keys.sorted()
    guard let table else { return [(name: wanted?.first ?? "test", views: views)] }
    return try (wanted ?? table.names).compactMap { name in
      let buildings = try table.buildings(of: name)
      let members = views.filter { buildings.contains($0.building) }
      if members.isEmpty, wanted == nil { return nil }
      return (name, members)
    }
  }
}
