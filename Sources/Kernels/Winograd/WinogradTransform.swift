/// The transforms of a Winograd convolution, F(4x4, 3x3), around a product of matrices.
///
/// Images are NHWC. A transformed image is 36 planes of `tiles` x `channels` values, so that plane
/// by plane one matrix product over the channels does the work. Zeros stand in for pixels outside.
///
/// - Note: Each call works on one tile (or one phase) and writes only what belongs to it: calls for
///   different tiles may run at the same time. Values are read and written in a fixed order, so the
///   bytes do not depend on how calls are divided among threads.
/// - Complexity: O(channels) for a tile, no allocation.
public enum WinogradTransform {
  /// Where a transformed image lies.
  @safe public struct Planes {
    let start: UnsafeMutableRawPointer
    let tileCount: Int
    let channels: Int
    /// Whether the values are rounded to bfloat16.
    let isRounded: Bool

    /// 36 planes of `tileCount` x `channels` values from `start` on; channels a multiple of 8.
    ///
    /// Only what the input and gradient transforms write can be rounded.
    @unsafe public init(
      start: UnsafeMutableRawPointer, tileCount: Int, channels: Int, isRounded: Bool = false
    ) {
      precondition(channels % 8 == 0, "\(channels) channels are not whole vectors")
      unsafe self.start = start
      self.tileCount = tileCount
      self.channels = channels
      self.isRounded = isRounded
    }

    /// Values between neighbouring planes.
    @inline(__always)
    var planeStride: Int { tileCount &* channels }

    /// The values of a tile in the first plane.
    @inline(__always)
    func floats(_ tile: Int) -> UnsafeMutablePointer<Float> {
      unsafe (start + tile &* channels &* 4).assumingMemoryBound(to: Float.self)
    }

    /// Stores six vectors into neighbouring planes, at a place counted in values.
    @inline(__always)
    func store(_ line: SixLanes, at place: Int) {
      if isRounded {
        unsafe storeRounded(line, start + place &* 2, planeStride &* 2)
      } else {
        unsafe storeLine(line, start + place &* 4, planeStride &* 4)
      }
    }
  }

  /// V = B^T d B for a tile of an image.
  /// - Parameter tile: the tile's number in the image's grid; `row` its number in the planes.
  @unsafe public static func input(
    _ image: UnsafePointer<Float>, _ grid: WinogradGrid, tile: Int, to planes: Planes, row: Int
  ) {
    let origin = grid.origin(ofTile: tile)
    let channels = planes.channels
    let target = row &* channels
    let stride = planes.planeStride
    unsafe withPixels(grid, origin, first: -1) { pixels in
      var channel = 0
      while channel < channels {
        @inline(__always) func line(_ column: Int) -> SixLanes {
          @inline(__always) func value(_ row: Int) -> Lanes {
            let pixel = unsafe pixels[row &* 6 &+ column]
            return pixel < 0
              ? Lanes(repeating: 0) : unsafe load(image + (pixel &* channels &+ channel))
          }
          return SixLanes(
            a: value(0), b: value(1), c: value(2), d: value(3), e: value(4), f: value(5)
          ).transformedInput
        }
        let (l0, l1, l2) = (line(0), line(1), line(2))
        let (l3, l4, l5) = (line(3), line(4), line(5))
        let to = target &+ channel
        @inline(__always) func put(_ plane: Int, _ line: SixLanes) {
          planes.store(line.transformedInput, at: to &+ plane &* 6 &* stride)
        }
        put(0, SixLanes(a: l0.a, b: l1.a, c: l2.a, d: l3.a, e: l4.a, f: l5.a))
        put(1, SixLanes(a: l0.b, b: l1.b, c: l2.b, d: l3.b, e: l4.b, f: l5.b))
        put(2, SixLanes(a: l0.c, b: l1.c, c: l2.c, d: l3.c, e: l4.c, f: l5.c))
        put(3, SixLanes(a: l0.d, b: l1.d, c: l2.d, d: l3.d, e: l4.d, f: l5.d))
        put(4, SixLanes(a: l0.e, b: l1.e, c: l2.e, d: l3.e, e: l4.e, f: l5.e))
        put(5, SixLanes(a: l0.f, b: l1.f, c: l2.f, d: l3.f, e: l4.f, f: l5.f))
        channel &+= 8
      }
    }
  }

  /// W = A dy A^T for a tile of a gradient.
  @unsafe public static func gradient(
    _ image: UnsafePointer<Float>, _ grid: WinogradGrid, tile: Int, to planes: Planes, row: Int
  ) {
    let origin = grid.origin(ofTile: tile)
    let channels = planes.channels
    let target = row &* channels
    let stride = planes.planeStride
    unsafe withPixels(grid, origin, first: 0) { pixels in
      var channel = 0
      while channel < channels {
        @inline(__always) func line(_ column: Int) -> SixLanes {
          @inline(__always) func value(_ row: Int) -> Lanes {
            let pixel = unsafe pixels[row &* 6 &+ column]
            return pixel < 0
              ? Lanes(repeating: 0) : unsafe load(image + (pixel &* channels &+ channel))
          }
          return FourLanes(a: value(0), b: value(1), c: value(2), d: value(3)).transformedGradient
        }
        let (l0, l1, l2, l3) = (line(0), line(1), line(2), line(3))
        let to = target &+ channel
        @inline(__always) func put(_ plane: Int, _ line: FourLanes) {
          planes.store(line.transformedGradient, at: to &+ plane &* 6 &* stride)
        }
        put(0, FourLanes(a: l0.a, b: l1.a, c: l2.a, d: l3.a))
        put(1, FourLanes(a: l0.b, b: l1.b, c: l2.b, d: l3.b))
        put(2, FourLanes(a: l0.c, b: l1.c, c: l2.c, d: l3.c))
        put(3, FourLanes(a: l0.d, b: l1.d, c: l2.d, d: l3.d))
        put(4, FourLanes(a: l0.e, b: l1.e, c: l2.e, d: l3.e))
        put(5, FourLanes(a: l0.f, b: l1.f, c: l2.f, d: l3.f))
        channel &+= 8
      }
    }
  }

  /// y = A^T M A for a tile, plus bias and residual, limited to the bounds.
  ///
  /// The residual may be the image itself.
  @unsafe public static func output(
    _ planes: Planes, row: Int, _ grid: WinogradGrid, tile: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, bounds: ClosedRange<Float>?,
    to image: UnsafeMutablePointer<Float>
  ) {
    let origin = grid.origin(ofTile: tile)
    let channels = planes.channels
    let source = unsafe planes.floats(row)
    let stride = planes.planeStride
    let lower = Lanes(repeating: bounds?.lowerBound ?? -.infinity)
    let upper = Lanes(repeating: bounds?.upperBound ?? .infinity)
    unsafe withPixels(grid, origin, first: 0) { pixels in
      var channel = 0
      while channel < channels {
        let from = unsafe source + channel
        @inline(__always) func line(_ plane: Int) -> FourLanes {
          unsafe loadSix(from + (plane &* 6 &* stride), stride).transformedOutput
        }
        let (l0, l1, l2) = (line(0), line(1), line(2))
        let (l3, l4, l5) = (line(3), line(4), line(5))
        let offset = unsafe bias.map { unsafe load($0 + channel) } ?? Lanes(repeating: 0)
        @inline(__always) func put(_ column: Int, _ line: SixLanes) {
          let values = line.transformedOutput
          @inline(__always) func write(_ row: Int, _ value: Lanes) {
            let pixel = unsafe pixels[row &* 6 &+ column]
            guard pixel >= 0 else { return }
            let place = pixel &* channels &+ channel
            var result = value + offset
            if let residual = unsafe residual { result += unsafe load(residual + place) }
            if bounds != nil {
              result = result.limited(toAtLeast: lower).limited(toAtMost: upper)
            }
            unsafe store(result, image + place)
          }
          write(0, values.a)
          write(1, values.b)
          write(2, values.c)
          write(3, values.d)
        }
        put(0, SixLanes(a: l0.a, b: l1.a, c: l2.a, d: l3.a, e: l4.a, f: l5.a))
        put(1, SixLanes(a: l0.b, b: l1.b, c: l2.b, d: l3.b, e: l4.b, f: l5.b))
        put(2, SixLanes(a: l0.c, b: l1.c, c: l2.c, d: l3.c, e: l4.c, f: l5.c))
        put(3, SixLanes(a: l0.d, b: l1.d, c: l2.d, d: l3.d, e: l4.d, f: l5.d))
        channel &+= 8
      }
    }
  }

  /// dx += B N B^T for all tiles of a phase, in their order, in a range of channels.
  ///
  /// Contributions of neighbouring tiles overlap; other phases' and channels' do not.
  @unsafe public static func spread(
    _ planes: Planes, firstRow: Int, _ grid: WinogradGrid, phase: Int, channels: Range<Int>,
    to image: UnsafeMutablePointer<Float>
  ) {
    let all = planes.channels
    let stride = planes.planeStride
    for place in 0..<grid.tilesPerPhase {
      let tile = phase * grid.tilesPerPhase + place
      let source = unsafe planes.floats(firstRow + tile)
      unsafe withPixels(grid, grid.origin(ofTile: tile), first: -1) { pixels in
        var channel = channels.lowerBound
        while channel < channels.upperBound {
          let from = unsafe source + channel
          @inline(__always) func line(_ plane: Int) -> SixLanes {
            unsafe loadSix(from + (plane &* 6 &* stride), stride).spreadGradient
          }
          let (l0, l1, l2) = (line(0), line(1), line(2))
          let (l3, l4, l5) = (line(3), line(4), line(5))
          @inline(__always) func put(_ column: Int, _ line: SixLanes) {
            let values = line.spreadGradient
            @inline(__always) func write(_ row: Int, _ value: Lanes) {
              let pixel = unsafe pixels[row &* 6 &+ column]
              guard pixel >= 0 else { return }
              let to = unsafe image + (pixel &* all &+ channel)
              unsafe store(load(to) + value, to)
            }
            write(0, values.a)
            write(1, values.b)
            write(2, values.c)
            write(3, values.d)
            write(4, values.e)
            write(5, values.f)
          }
          put(0, SixLanes(a: l0.a, b: l1.a, c: l2.a, d: l3.a, e: l4.a, f: l5.a))
          put(1, SixLanes(a: l0.b, b: l1.b, c: l2.b, d: l3.b, e: l4.b, f: l5.b))
          put(2, SixLanes(a: l0.c, b: l1.c, c: l2.c, d: l3.c, e: l4.c, f: l5.c))
          put(3, SixLanes(a: l0.d, b: l1.d, c: l2.d, d: l3.d, e: l4.d, f: l5.d))
          put(4, SixLanes(a: l0.e, b: l1.e, c: l2.e, d: l3.e, e: l4.e, f: l5.e))
          put(5, SixLanes(a: l0.f, b: l1.f, c: l2.f, d: l3.f, e: l4.f, f: l5.f))
          channel &+= 8
        }
      }
    }
  }

  /// Lists the pixels of a 6x6 window that starts `first` taps from the origin; -1 is outside.
  @inline(__always)
  private static func withPixels(
    _ grid: WinogradGrid, _ origin: (row: Int, column: Int), first: Int,
    _ body: (UnsafeMutableBufferPointer<Int>) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 36) { pixels in
      for y in 0..<6 {
        let row = origin.row + (y + first) * grid.dilation
        for x in 0..<6 {
          let column = origin.column + (x + first) * grid.dilation
          let isInside = row >= 0 && row < grid.height && column >= 0 && column < grid.width
          unsafe pixels.initializeElement(
            at: y * 6 + x, to: isInside ? row * grid.width + column : -1)
        }
      }
      unsafe body(pixels)
    }
  }
}

@inline(__always)
private func load(_ address: UnsafePointer<Float>) -> Lanes {
  unsafe UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func load(_ address: UnsafeMutablePointer<Float>) -> Lanes {
  unsafe UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func loadSix(_ address: UnsafeMutablePointer<Float>, _ stride: Int) -> SixLanes {
  unsafe SixLanes(
    a: load(address), b: load(address + stride), c: load(address + 2 &* stride),
    d: load(address + 3 &* stride), e: load(address + 4 &* stride),
    f: load(address + 5 &* stride))
}

@inline(__always)
private func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
}

@inline(__always)
private func storeLine(_ line: SixLanes, _ address: UnsafeMutableRawPointer, _ stride: Int) {
  unsafe address.storeBytes(of: line.a, as: Lanes.self)
  unsafe (address + stride).storeBytes(of: line.b, as: Lanes.self)
  unsafe (address + 2 &* stride).storeBytes(of: line.c, as: Lanes.self)
  unsafe (address + 3 &* stride).storeBytes(of: line.d, as: Lanes.self)
  unsafe (address + 4 &* stride).storeBytes(of: line.e, as: Lanes.self)
  unsafe (address + 5 &* stride).storeBytes(of: line.f, as: Lanes.self)
}

@inline(__always)
private func storeRounded(_ line: SixLanes, _ address: UnsafeMutableRawPointer, _ stride: Int) {
  unsafe address.storeBytes(of: line.a.bfloat16Bits, as: SIMD8<UInt16>.self)
  unsafe (address + stride).storeBytes(of: line.b.bfloat16Bits, as: SIMD8<UInt16>.self)
  unsafe (address + 2 &* stride).storeBytes(of: line.c.bfloat16Bits, as: SIMD8<UInt16>.self)
  unsafe (address + 3 &* stride).storeBytes(of: line.d.bfloat16Bits, as: SIMD8<UInt16>.self)
  unsafe (address + 4 &* stride).storeBytes(of: line.e.bfloat16Bits, as: SIMD8<UInt16>.self)
  unsafe (address + 5 &* stride).storeBytes(of: line.f.bfloat16Bits, as: SIMD8<UInt16>.self)
}
