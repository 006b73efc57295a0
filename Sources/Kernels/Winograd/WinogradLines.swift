// F(4, 3) on the points 0, 1, -1, 1/2, -2 and infinity: four outputs of a three-tap correlation
// with six multiplications. These points round less than the usual 0, +-1, +-2 (Barabasz et al.,
// "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks",
// ACM TOMS 2020). With y = A^T ((G g) * (B^T d)) the gradient of d is exactly the adjoint,
// B ((G g) * (A dy)): one transformed filter bank serves the forward and the backward pass.

/// Four values of a line.
struct FourLanes {
  var a, b, c, d: Lanes
}

/// Six values of a line.
struct SixLanes {
  var a, b, c, d, e, f: Lanes

  /// B^T: six inputs to six transformed ones.
  @inline(__always)
  var transformedInput: SixLanes {
    let outer: Lanes = 3 * (d - b)
    let inner: Lanes = 3 * (e - c)
    let v0: Lanes = 2 * (a + e) + outer - 4 * c
    let v1: Lanes = 2 * (e - b) + c + 5 * d
    let v2: Lanes = 5 * c - d - 2 * (b + e)
    let v3: Lanes = 2 * (b - d) + c - e
    let v4: Lanes = b - d + 2 * (e - c)
    let v5: Lanes = 2 * (b + f) + inner - 4 * d
    return SixLanes(a: v0, b: v1, c: v2, d: v3, e: v4, f: v5)
  }

  /// A^T: six products to four outputs.
  @inline(__always)
  var transformedOutput: FourLanes {
    let sum: Lanes = b + c
    let difference: Lanes = b - c
    let y0: Lanes = a + sum + d + e
    let y1: Lanes = difference + 0.5 * d - 2 * e
    let y2: Lanes = sum + 0.25 * d + 4 * e
    let y3: Lanes = difference + 0.125 * d - 8 * e + f
    return FourLanes(a: y0, b: y1, c: y2, d: y3)
  }

  /// B, the adjoint of the input transform: six products to six contributions.
  @inline(__always)
  var spreadGradient: SixLanes {
    let x0: Lanes = 2 * a
    let x1: Lanes = 2 * (d + f - b - c) - 3 * a + e
    let x2: Lanes = b + d + 5 * c - 4 * a - 2 * e - 3 * f
    let x3: Lanes = 3 * a + 5 * b - c - 2 * d - e - 4 * f
    let x4: Lanes = 2 * (a + b - c + e) - d + 3 * f
    let x5: Lanes = 2 * f
    return SixLanes(a: x0, b: x1, c: x2, d: x3, e: x4, f: x5)
  }
}

extension FourLanes {
  /// A, the adjoint of the output transform: four gradients to six transformed ones.
  @inline(__always)
  var transformedGradient: SixLanes {
    let even: Lanes = a + c
    let odd: Lanes = b + d
    let w3: Lanes = a + 0.5 * b + 0.25 * c + 0.125 * d
    let w4: Lanes = a - 2 * b + 4 * c - 8 * d
    return SixLanes(a: a, b: even + odd, c: even - odd, d: w3, e: w4, f: d)
  }
}

/// G: three taps to six, in double precision: the filters round once.
enum WinogradFilter {
  typealias Line = (
    SIMD8<Double>, SIMD8<Double>, SIMD8<Double>, SIMD8<Double>, SIMD8<Double>, SIMD8<Double>
  )

  @inline(__always)
  static func transformed(
    _ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>
  ) -> Line {
    (
      a / 2, (a + b + c) / 6, (a - b + c) / 6, (16 * a + 8 * b + 4 * c) / 15,
      (a - 2 * b + 4 * c) / 30, c / 2
    )
  }
}
