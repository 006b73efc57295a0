/// Eight numbers, one per ray.
typealias Lanes = SIMD8<Float>

/// Eight points or directions.
struct VectorLanes {
  var x: Lanes
  var y: Lanes
  var z: Lanes

  init(x: Lanes, y: Lanes, z: Lanes) {
    self.x = x
    self.y = y
    self.z = z
  }

  init(_ vector: Vector) {
    x = Lanes(repeating: vector.x)
    y = Lanes(repeating: vector.y)
    z = Lanes(repeating: vector.z)
  }

  subscript(lane: Int) -> Vector {
    get { Vector(x[lane], y[lane], z[lane]) }
    set {
      x[lane] = newValue.x
      y[lane] = newValue.y
      z[lane] = newValue.z
    }
  }
}

/// Eight rays.
struct RayPacket {
  var origin: VectorLanes
  /// Not unit vectors: distances along a ray count in lengths of its direction.
  var direction: VectorLanes
}

/// What eight rays meet first.
struct PacketHit {
  /// Distance along each ray.
  var distance: Lanes
  /// The body that is met, or -1 - face of the room's shell.
  var primitive = SIMD8<Int32>(repeating: -1)
  /// The object that the body belongs to.
  var object = SIMD8<Int32>(repeating: -1)
}

extension SIMD8<Float> {
  func smaller(_ other: Self) -> Self { replacing(with: other, where: other .< self) }
  func larger(_ other: Self) -> Self { replacing(with: other, where: other .> self) }
  var magnitudes: Self { replacing(with: -self, where: self .< 0) }

  /// Square roots of what is not negative, 0 elsewhere.
  var roots: Self {
    let clamped = larger(Self())
    var result = Self()
    for lane in 0..<8 { result[lane] = clamped[lane].squareRoot() }
    return result
  }

  /// Away from zero, so that it can be divided by.
  var nonZero: Self { replacing(with: 1e-9, where: magnitudes .< 1e-9) }
}

extension SIMDMask<SIMD8<Int32>> {
  /// Whether any lane is set.
  var isAnySet: Bool {
    SIMD8<Int32>().replacing(with: 1, where: self).wrappedSum() != 0
  }
}
