/// For every class how many pixels have it in prediction and truth alike, and how many in either.
struct ClassOverlap: Hashable, Sendable {
  var intersections: [Int]
  var unions: [Int]

  /// No pixel of any class.
  init(classCount: Int) {
    intersections = [Int](repeating: 0, count: classCount)
    unions = intersections
  }

  /// The overlap that a confusion matrix has. Pixels without a predicted class count for the truth.
  init(classCount: Int, confusion: SparseCounts) {
    self.init(classCount: classCount)
    confusion.forEach { cell, count in
      let (truth, found) = (cell / (classCount + 1), cell % (classCount + 1))
      unions[truth] += count
      if truth == found {
        intersections[truth] += count
      } else if found < classCount {
        unions[found] += count
      }
    }
  }

  /// Counts that there is room for.
  var capacity: Int { intersections.capacity + unions.capacity }

  /// Pixels with the true class.
  var correctCount: Int { intersections.reduce(0, +) }

  /// The mean over the classes that have a pixel in both, as published; NaN if there is none.
  var publishedMean: Double {
    let ratios = zip(intersections, unions).filter { $0.0 > 0 }.map { Double($0) / Double($1) }
    return ratios.reduce(0, +) / Double(ratios.count)
  }

  /// The mean over the classes that have a pixel in either; nil if there is none.
  var strictMean: Double? {
    let ratios = zip(intersections, unions).filter { $0.1 > 0 }.map { Double($0) / Double($1) }
    return ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
  }

  /// Adds overlaps, `times` times.
  mutating func add(_ other: ClassOverlap, times: Int = 1) {
    for index in intersections.indices {
      intersections[index] += other.intersections[index] * times
      unions[index] += other.unions[index] * times
    }
  }
}
