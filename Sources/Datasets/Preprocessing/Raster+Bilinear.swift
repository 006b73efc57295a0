extension Raster where Element == UInt8 {
  /// Bilinear resizing in fixed point, bit for bit as OpenCV's `resize` of 8-bit images.
  /// - Complexity: O(source rows x `width` + result), allocates the result and one pass between.
  /// - Precondition: neither the raster nor the result is empty.
  public func resizedBilinear(height: Int, width: Int) -> Raster {
    requireResizable(height, width)
    let columns = BilinearAxis(
      from: self.width, to: width, isHorizontal: true, roundsPosition: true)
    let rows = BilinearAxis(
      from: self.height, to: height, isHorizontal: false, roundsPosition: true)
    let (lowerOffsets, upperOffsets, count) = offsets(columns, width)
    var lowerWeights: [Int32] = []
    var upperWeights: [Int32] = []
    for index in 0..<width {
      let (lower, upper) = columns.fixedWeights(index)
      lowerWeights += repeatElement(lower, count: channels)
      upperWeights += repeatElement(upper, count: channels)
    }
    // Sums of two weighted pixels are below 2^19; without their lowest 4 bits, times a weight,
    // below 2^27.
    var between = [Int32](repeating: 0, count: self.height * count)
    for row in 0..<self.height {
      let line = row * self.width * channels
      for index in 0..<count {
        let lower = Int32(values[line + lowerOffsets[index]]) &* lowerWeights[index]
        let upper = Int32(values[line + upperOffsets[index]]) &* upperWeights[index]
        between[row * count + index] = (lower &+ upper) &>> 4
      }
    }
    var result = [UInt8](repeating: 0, count: height * count)
    for row in 0..<height {
      let (lowerWeight, upperWeight) = rows.fixedWeights(row)
      let (lower, upper) = (rows.lower[row] * count, rows.upper[row] * count)
      for index in 0..<count {
        let above = (lowerWeight &* between[lower + index]) &>> 16
        let below = (upperWeight &* between[upper + index]) &>> 16
        result[row * count + index] = UInt8(truncatingIfNeeded: (above &+ below &+ 2) &>> 2)
      }
    }
    return Raster(height: height, width: width, channels: channels, values: result)
  }
}

extension Raster where Element == Float {
  /// Bilinear resizing by the rule of OpenCV's `resize` of 32-bit floats.
  ///
  /// OpenCV's versions differ from each other in rounding, by up to 1.6e-5 for values of 0...255.
  /// - Complexity: as for 8-bit values.
  /// - Precondition: neither the raster nor the result is empty.
  public func resizedBilinear(height: Int, width: Int) -> Raster {
    requireResizable(height, width)
    let columns = BilinearAxis(
      from: self.width, to: width, isHorizontal: true, roundsPosition: false)
    let rows = BilinearAxis(
      from: self.height, to: height, isHorizontal: false, roundsPosition: false)
    let (lowerOffsets, upperOffsets, count) = offsets(columns, width)
    let weights = columns.fraction.flatMap { repeatElement($0, count: channels) }
    var between = [Float](repeating: 0, count: self.height * count)
    for row in 0..<self.height {
      let line = row * self.width * channels
      for index in 0..<count {
        let lower = values[line + lowerOffsets[index]] * (1 - weights[index])
        between[row * count + index] = lower + values[line + upperOffsets[index]] * weights[index]
      }
    }
    var result = [Float](repeating: 0, count: height * count)
    for row in 0..<height {
      let weight = rows.fraction[row]
      let (lower, upper) = (rows.lower[row] * count, rows.upper[row] * count)
      for index in 0..<count {
        let above = between[lower + index] * (1 - weight)
        result[row * count + index] = above + between[upper + index] * weight
      }
    }
    return Raster(height: height, width: width, channels: channels, values: result)
  }
}

extension Raster {
  private func requireResizable(_ height: Int, _ width: Int) {
    precondition(
      !values.isEmpty && height > 0 && width > 0, "resizing \(extents) to \(height)x\(width)")
  }

  /// Positions inside a source row of the two neighbours of every value of a resized row.
  private func offsets(
    _ columns: BilinearAxis, _ width: Int
  ) -> (lower: [Int], upper: [Int], count: Int) {
    let expand = { (indices: [Int]) in
      indices.flatMap { index in (0..<self.channels).map { index * self.channels + $0 } }
    }
    return (expand(columns.lower), expand(columns.upper), width * channels)
  }
}
