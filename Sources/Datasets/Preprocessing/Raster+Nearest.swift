extension Raster {
  /// Nearest-neighbour resizing by OpenCV's rule.
  /// - Precondition: neither the raster nor the result is empty.
  public func resizedNearest(height: Int, width: Int) -> Raster {
    gathered(
      rows: NearestAxis.sources(from: self.height, to: height),
      columns: NearestAxis.sources(from: self.width, to: width))
  }

  /// The pixels at the crossings of given rows and columns.
  /// - Complexity: O(result), one allocation.
  func gathered(rows: [Int], columns: [Int]) -> Raster {
    Raster(
      height: rows.count, width: columns.count, channels: channels,
      values: Self.gather(values, width: width, channels: channels, rows: rows, columns: columns))
  }

  /// The pixels of `values`, which has rows of `width`, at the crossings of rows and columns.
  static func gather(
    _ values: [Element], width: Int, channels: Int, rows: [Int], columns: [Int]
  ) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(rows.count * columns.count * channels)
    for row in rows {
      for column in columns {
        let start = (row * width + column) * channels
        for channel in 0..<channels { result.append(values[start + channel]) }
      }
    }
    return result
  }
}
