import Datasets
import Foundation
import Tasks
import TestSupport

/// Small folders in the published layouts.
enum FolderFixture {
  /// Writes a NYUv2 folder with the splits `train` (1 image) and `test` (3 images).
  static func nyuv2(_ root: String) throws -> [StoredSample] {
    var index: [String: [[String]]] = [:]
    var samples: [StoredSample] = []
    for (split, count) in [("train", 1), ("test", 3)] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(split)", withIntermediateDirectories: true)
      for number in 0..<count {
        let name = "\(split)-\(number)"
        let sample = DatasetFixture.sample(name, .nyuv2, seed: UInt64(samples.count))
        let paths = ["png", "seg.png", "normal.png", "npy"].map { "\(split)/\(name).\($0)" }
        try write(sample, paths.map { "\(root)/\($0)" })
        index[split, default: []].append(paths)
        samples.append(sample)
      }
    }
    try JSONSerialization.data(withJSONObject: index)
      .write(to: URL(filePath: "\(root)/nyu_v2_3task.json"))
    return samples
  }

  private static func write(_ sample: StoredSample, _ paths: [String]) throws {
    try PNGWriter.write(sample.image, to: paths[0])
    for (task, values) in sample.labels {
      switch (task, values) {
      case (.segmentation, .bytes(let bytes)): try PNGWriter.write(raster(bytes), to: paths[1])
      case (.normals, .bytes(let bytes)): try PNGWriter.write(raster(bytes, 3), to: paths[2])
      case (_, .floats(let floats)): try NumPyWriter.write(raster(floats), to: paths[3])
      default: break
      }
    }
  }

  /// Writes a Taskonomy folder of two buildings, of two views and one, sorted by names.
  static func taskonomy(_ root: String) throws -> [StoredSample] {
    var samples: [StoredSample] = []
    for (building, views) in [("ackley", 2), ("zurich", 1)] {
      for view in 0..<views {
        let sample = DatasetFixture.sample(
          "\(building)-point_7-view_\(view)", .taskonomy, seed: UInt64(100 + samples.count))
        samples.append(sample)
        func path(_ domain: String) throws -> String {
          let folder = "\(root)/\(domain)/\(building)"
          try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
          return "\(folder)/point_7_view_\(view)_domain_\(domain).png"
        }
        try PNGWriter.write(sample.image, to: path("rgb"))
        for (task, values) in sample.labels {
          let domain = task == .segmentation ? "segmentsemantic" : task.rawValue
          switch values {
          case .bytes(let bytes):
            try PNGWriter.write(raster(bytes, task == .normals ? 3 : 1), to: path(domain))
          case .words(let words): try PNGWriter.write(raster(words), to: path(domain))
          case .floats: break
          }
        }
      }
    }
    return samples
  }

  static func raster<Element>(_ values: [Element], _ channels: Int = 1) -> Raster<Element> {
    Raster(
      height: DatasetFixture.height, width: DatasetFixture.width, channels: channels,
      values: values)
  }
}

extension StoredSample {
  /// Whether name, image and all labels are the same.
  func isEqual(to other: StoredSample) -> Bool {
    guard name == other.name, image == other.image,
      Set(labels.keys) == Set(other.labels.keys)
    else { return false }
    return labels.allSatisfy { task, values in
      other.labels[task].map { "\($0)" } == "\(values)"
    }
  }
}
