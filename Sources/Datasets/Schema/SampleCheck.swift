internal import HDF5Store
internal import Tasks

/// Whether a sample fits into a split of a data set.
struct SampleCheck {
  let path: String
  let plan: SplitPlan
  let description: DatasetDescription

  /// Throws unless `sample` is image `index` of the split and has exactly the labels, types and
  /// extents that the format wants.
  func check(_ sample: StoredSample, _ index: Int) throws(DatasetError) {
    let place = "/\(plan.name)[\(index)]"
    guard plan.images.indices.contains(index), plan.images[index] == sample.name else {
      throw DatasetError(
        path, place, expected: "the image that is planned there", found: sample.name)
    }
    let image = sample.image
    guard image.height == plan.height, image.width == plan.width, image.channels == 3 else {
      throw DatasetError(
        path, "\(place) \(sample.name)", expected: "\(plan.height)x\(plan.width)x3",
        found: image.extents)
    }
    guard Set(sample.labels.keys) == Set(description.tasks) else {
      let names = sample.labels.keys.sorted().map(\.rawValue)
      throw DatasetError(
        path, "\(place) \(sample.name)",
        expected: "labels of \(description.tasks.map(\.rawValue))", found: "\(names)")
    }
    for (task, label) in sample.labels {
      guard let format = LabelFormat(task, in: description.dialect) else { continue }
      let isOfType =
        switch (label, format.elementType) {
        case (.bytes, .uint8), (.words, .uint16), (.floats, .float32): true
        default: false
        }
      let count = plan.height * plan.width * format.channels
      guard isOfType, label.count == count else {
        throw DatasetError(
          path, "\(place) \(sample.name) \(task.rawValue)",
          expected: "\(count) values of \(format.elementType)",
          found: "\(label.count) values" + (isOfType ? "" : " of another type"))
      }
    }
  }
}
