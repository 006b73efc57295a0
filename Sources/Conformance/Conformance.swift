import DeepLearningPrimitives
import Foundation
import HDF5Store

/// Compares this build with reference numbers.
public enum Conformance {
  /// Checks everything in a reference file that this version covers.
  ///
  /// The file's parts are recognised by what is in it, not by its name.
  /// - Throws: ``ConformanceError`` when the file does not follow the schema, and the errors of
  ///   reading it; what the file says is computed wrongly is not an error but in the report.
  public static func check(_ path: String) throws -> ConformanceReport {
    try ConformanceError.naming(path) {
      switch try FileForm(path) {
      case .hdf5: return try checkHDF5(path)
      case .json: return try checkJSON(path)
      }
    }
  }

  private static func checkHDF5(_ path: String) throws -> ConformanceReport {
    let file = try ReferenceFile(path)
    let engine = try Engine()
    if try OperationsPart.isPresent(in: file.root) {
      var report = ConformanceReport(path: path, kind: "single operations")
      try OperationsPart(file, engine: engine).check(&report)
      return report
    }
    if try AttackPart.isPresent(in: file.root) {
      var report = ConformanceReport(path: path, kind: "attacks")
      try AttackPart(file, engine: engine).check(&report)
      return report
    }
    if try PreprocessingPart.isPresent(in: file.root) {
      var report = ConformanceReport(path: path, kind: "preprocessing")
      try PreprocessingPart(file).check(&report)
      return report
    }
    if try TrainingPart.isPresent(in: file.root) {
      var report = ConformanceReport(path: path, kind: "training")
      try TrainingPart(file, engine: engine).check(&report)
      return report
    }
    var report = ConformanceReport(path: path, kind: "networks")
    let covered = NetworkPart.members.union([AttackSample.member, MetricsPart.member])
    var checked: Set<String> = []
    if try NetworkPart.isPresent(in: file.root) {
      try checkNetwork(file, file.root, prefix: "", engine, &report)
      checked = covered
    }
    for name in try file.root.memberNames() {
      guard try file.root.kind(of: name) == .group, !checked.contains(name) else { continue }
      let group = try file.root.group(name)
      if try NetworkPart.isPresent(in: group) {
        try checkNetwork(file, group, prefix: "\(name)/", engine, &report)
        for member in try group.memberNames() where !covered.contains(member) {
          report.notCovered.append("\(name)/\(member)")
        }
      } else if !NetworkPart.members.contains(name) {
        report.notCovered.append(name)
      }
    }
    guard !report.measurements.isEmpty else {
      throw file.fault("the file", "a part of the reference schema", "none that can be compared")
    }
    return report
  }

  private static func checkNetwork(
    _ file: ReferenceFile, _ group: HDF5Group, prefix: String, _ engine: Engine,
    _ report: inout ConformanceReport
  ) throws {
    try NetworkPart(file, group, prefix: prefix, engine: engine).check(&report)
    if try group.contains(AttackSample.member) {
      try AttackSample(file, group, prefix: prefix, engine: engine).check(&report)
    }
    guard try group.contains(MetricsPart.member) else { return }
    let model = try ReferenceModel(file, group, engine: engine)
    try MetricsPart(file, group, model: model, prefix: prefix).check(&report)
  }

  private static func checkJSON(_ path: String) throws -> ConformanceReport {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    var report = ConformanceReport(path: path, kind: "tree layouts")
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw ConformanceError(
        path: path, place: "the file", expectation: "a JSON object", finding: "something else")
    }
    do {
      if object["eta_cases"] != nil {
        report = ConformanceReport(path: path, kind: "step sizes")
        try JSONDecoder().decode(AttackSchedules.self, from: data).check(&report)
        return report
      }
      guard object["cases"] != nil else {
        report.notCovered = object.keys.sorted()
        return report
      }
      try JSONDecoder().decode(LayoutsPart.self, from: data).check(&report)
    } catch let error as DecodingError {
      throw ConformanceError(
        path: path, place: "the file", expectation: "the reference schema", finding: "\(error)")
    }
    return report
  }
}

/// What kind of file it is, by its first bytes.
private enum FileForm {
  case hdf5
  case json

  init(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ConformanceError(
        path: path, place: "the file", expectation: "a readable file", finding: "none")
    }
    defer { try? handle.close() }
    let start = try handle.read(upToCount: 8) ?? Data()
    if start.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      self = .hdf5
    } else if start.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{") {
      self = .json
    } else {
      throw ConformanceError(
        path: path, place: "the first bytes", expectation: "HDF5 or a JSON object",
        finding: "neither")
    }
  }
}
