import Datasets
import HDF5Store
import Tasks

/// Compares resizing and both loaders, for evaluation and for training, with the published ones.
struct PreprocessingPart {
  private let file: ReferenceFile

  init(_ file: ReferenceFile) { self.file = file }

  /// Largest difference of floats after bilinear resizing: what OpenCV's versions leave open.
  private static let bilinear = 1e-4
  /// Largest difference of decoded labels: the logarithm of the depth in 32 or in 64 bits.
  private static let decoding = 1e-6

  /// Rows or columns beyond which a number is no sample's extent.
  private static let largestExtent = 4096

  /// Whether the file has preprocessing.
  static func isPresent(in root: HDF5Group) throws -> Bool {
    try root.contains("resize") && root.contains("mean_subtraction")
  }

  /// Adds all comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    try checkMean(&report)
    try checkResizing(&report)
    for dialect in LabelDialect.allCases {
      let group = try file.root.group(dialect.rawValue)
      for name in try group.memberNames()
      where name.hasPrefix("test") || name.hasPrefix("train") {
        try checkLoader(dialect, name, try group.group(name), &report)
      }
    }
    report.notCovered.append("taskonomy/functions: part of taskonomy/test0 and test1")
  }

  private func checkMean(_ report: inout ConformanceReport) throws {
    let values = ImageMean.bgr.flatMap { mean in (0..<256).map { Float($0) - mean } }
    let reference = try file.array(file.root, "mean_subtraction", count: values.count)
    report.add(
      "mean subtraction", .valuesDiffering, Differences.valuesDiffering(values, reference),
      bound: 0)
  }

  private func checkResizing(_ report: inout ConformanceReport) throws {
    let group = try file.root.group("resize")
    for kind in ["u8_bilinear", "f32_bilinear", "nearest_u8c1", "nearest_f32c1"] {
      for name in try group.group(kind).memberNames() {
        let expected = try file.array(try group.group(kind), name)
        let source = try group.group(kind).dataset(name).attributes.readString("source")
        let (values, shape) = try file.floats(file.root, source)
        let subject = "resize/\(kind)/\(name)"
        guard 2...3 ~= shape.count, shape.allSatisfy({ $0 > 0 }) else {
          throw file.fault(source, "rows, columns and perhaps channels", "extents \(shape)")
        }
        guard expected.shape.count == shape.count, expected.shape.allSatisfy({ $0 > 0 }),
          expected.shape.dropFirst(2) == shape.dropFirst(2)
        else {
          throw file.fault(subject, "an image like \(shape)", "extents \(expected.shape)")
        }
        let raster = Raster(
          height: shape[0], width: shape[1], channels: shape.count == 3 ? shape[2] : 1,
          values: values)
        let (height, width) = (expected.shape[0], expected.shape[1])
        switch kind {
        case "u8_bilinear":
          let resized = try bytes(raster, source).resizedBilinear(height: height, width: width)
          report.add(
            subject, .valuesDiffering,
            Differences.valuesDiffering(resized.values.map { Float($0) }, expected.values),
            bound: 0)
        case "f32_bilinear":
          let resized = raster.resizedBilinear(height: height, width: width)
          report.add(
            subject, .largest, Differences.largest(resized.values, expected.values),
            bound: Self.bilinear)
        default:
          let resized = raster.resizedNearest(height: height, width: width)
          report.add(
            subject, .valuesDiffering,
            Differences.valuesDiffering(resized.values, expected.values), bound: 0)
        }
      }
    }
    report.notCovered.append("resize/torch_nearest_u8c1: PyTorch's rule, part of the losses")
  }

  private func checkLoader(
    _ dialect: LabelDialect, _ name: String, _ group: HDF5Group,
    _ report: inout ConformanceReport
  ) throws {
    let raw = try file.root.group(try group.attributes.readString("raw"))
    let conventions =
      switch dialect {
      case .nyuv2: TaskConvention.nyuv2()
      case .taskonomy:
        try TaskConvention.taskonomy(
          classWeights: try file.floats(file.root, "taskonomy/semseg_prior_factor").values)
      }
    let extents = try ["crop_h", "crop_w"].map { attribute in
      let extent = Int(try group.attributes.readConverting(attribute, as: Int64.self))
      guard 1...Self.largestExtent ~= extent else {
        throw file.fault(
          "\(group.name)/@\(attribute)", "a number in 1...\(Self.largestExtent)", "\(extent)")
      }
      return extent
    }
    let preprocessing = Preprocessing(
      dialect: dialect, conventions: conventions, height: extents[0], width: extents[1])
    let stored = try storedSample(dialect, raw, conventions.map(\.task))
    let sample =
      try name.hasPrefix("train")
      ? preprocessing.trainingSample(stored, try augmentation(group, stored, preprocessing))
      : preprocessing.evaluationSample(stored)

    let out = try group.group("out")
    let place = "\(dialect.rawValue)/\(name)"
    let input = try file.nhwcOfOne(out, "input", count: sample.input.count)
    if dialect == .nyuv2 {
      report.add(
        "\(place) input", .valuesDiffering, Differences.valuesDiffering(sample.input, input),
        bound: 0)
    } else {
      report.add(
        "\(place) input", .largest, Differences.largest(sample.input, input),
        bound: Self.bilinear)
    }
    for label in sample.labels {
      try checkLabel(label, dialect, place, out, &report)
    }
  }

  private func checkLabel(
    _ label: TaskLabel, _ dialect: LabelDialect, _ place: String, _ out: HDF5Group,
    _ report: inout ConformanceReport
  ) throws {
    let task = label.convention.task
    let reference = try file.nhwcOfOne(out, task.rawValue, count: label.values.count)
    let subject = "\(place) \(task.rawValue)"
    if dialect == .nyuv2 || task == .segmentation {
      report.add(
        subject, .valuesDiffering, Differences.valuesDiffering(label.values, reference), bound: 0)
    } else {
      report.add(
        subject, .largest, Differences.largest(label.values, reference), bound: Self.decoding)
    }
    guard dialect == .taskonomy, let mask = label.mask else { return }
    let maskName = "\(task.rawValue)_mask"
    guard try out.contains(maskName) else { return }
    let expected = try file.nhwcOfOne(out, maskName, count: label.values.count)
    let channels = expected.count / mask.count
    // The published mask of the segmentation has the weights of the classes, which no loss uses:
    // 0 and padding are compared.
    let isWeighted = task == .segmentation
    let difference = expected.indices.count { index in
      let (found, value) = (Double(mask[index / channels]), expected[index])
      return isWeighted ? (found == 0) != (value == 0) : found != value
    }
    report.add("\(subject) mask", .count, Double(difference), bound: 0)
  }

  private func augmentation(
    _ group: HDF5Group, _ stored: StoredSample, _ preprocessing: Preprocessing
  ) throws -> Augmentation {
    guard let draws: [Double] = try file.json(group, "draws"), draws.count == 2,
      let start: [Int] = try file.json(group, "crop_start"), start.count == 2
    else { throw file.fault(group.name, "two draws and a crop_start of two numbers", "others") }
    guard draws.allSatisfy({ 0...1 ~= $0 }) else {
      throw file.fault("\(group.name)/@draws", "two numbers in 0...1", "\(draws)")
    }
    // Taskonomy images have 256 rows and columns before they are scaled.
    let isTaskonomy = preprocessing.dialect == .taskonomy
    let base = isTaskonomy ? [256, 256] : [stored.image.height, stored.image.width]
    for (axis, crop) in [preprocessing.height, preprocessing.width].enumerated() {
      let last = max(Int(Double(base[axis]) * (draws[0] + 0.5)), 1) - crop
      guard 0...max(last, 0) ~= start[axis] else {
        throw file.fault(
          "\(group.name)/@crop_start", "a start in 0...\(max(last, 0))", "\(start[axis])")
      }
    }
    return Augmentation(
      scale: draws[0] + 0.5, isMirrored: draws[1] > 0.5, firstRow: start[0], firstColumn: start[1])
  }

  /// The raw sample; stored NYUv2 images and normals are BGR in the file.
  private func storedSample(
    _ dialect: LabelDialect, _ raw: HDF5Group, _ tasks: [DenseTask]
  ) throws -> StoredSample {
    let isBGR = dialect == .nyuv2
    let image = try raw.dataset(isBGR ? "image" : "image_rgb")
    let shape = try image.shape
    guard shape.count == 3, shape[2] == 3, shape[0] > 0, shape[1] > 0 else {
      throw file.fault("\(raw.name): the image", "rows, columns and 3 channels", "\(shape)")
    }
    var labels: [DenseTask: StoredLabelValues] = [:]
    for task in tasks {
      let name = task == .normals && !isBGR ? "normal_rgb" : task.rawValue
      let dataset = try raw.dataset(name)
      switch dataset.elementType {
      case .uint8 where task == .normals:
        labels[task] = .bytes(rgb(try dataset.read(), isBGR: isBGR))
      case .uint8: labels[task] = .bytes(try dataset.read())
      case .uint16: labels[task] = .words(try dataset.read())
      default: labels[task] = .floats(try dataset.read())
      }
    }
    return StoredSample(
      name: raw.name,
      image: Raster(
        height: shape[0], width: shape[1], channels: 3,
        values: rgb(try image.read(), isBGR: isBGR)),
      labels: labels)
  }

  private func rgb(_ values: [UInt8], isBGR: Bool) -> [UInt8] {
    isBGR ? values.indices.map { values[$0 + 2 - 2 * ($0 % 3)] } : values
  }

  private func bytes(_ raster: Raster<Float>, _ place: String) throws -> Raster<UInt8> {
    let values = try raster.values.map { value in
      guard let byte = UInt8(exactly: value) else {
        throw file.fault(place, "integers from 0 to 255", "\(value)")
      }
      return byte
    }
    return Raster(
      height: raster.height, width: raster.width, channels: raster.channels, values: values)
  }
}

extension ReferenceFile {
  /// The values of an image in CHW order, as HWC.
  fileprivate func nhwcOfOne(
    _ group: HDF5Group, _ name: String, count: Int
  ) throws -> [Double] {
    let (values, shape) = try array(group, name)
    guard shape.count == 3, values.count == count else {
      throw fault(
        "\(group.name)/\(name)", "channels, rows and columns, \(count) values", "extents \(shape)")
    }
    let pixels = shape[1] * shape[2]
    return (0..<pixels).flatMap { pixel in (0..<shape[0]).map { values[$0 * pixels + pixel] } }
  }
}
