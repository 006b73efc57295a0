/// Sine and cosine from additions and multiplications alone.
///
/// The C library chooses its functions by processor, and its last bits with them; rooms have to be
/// the same bytes everywhere.
struct SineCosine {
  let sine: Float
  let cosine: Float

  /// - Parameter turns: the angle as a part of a full turn; error below 1e-6 for |turns| <= 4.
  init(turns: Float) {
    let quarter = (turns * 4).rounded()
    let x = (turns * 4 - quarter) * 1.570_796_4
    let square = x * x
    // Taylor series, |x| <= pi / 4.
    let s =
      x
      * (1 + square
        * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362_880)))))
    let c =
      1 + square * (-1 / 2 + square * (1 / 24 + square * (-1 / 720 + square * (1 / 40_320))))
    switch ((Int(quarter) % 4) + 4) % 4 {
    case 0: (sine, cosine) = (s, c)
    case 1: (sine, cosine) = (c, -s)
    case 2: (sine, cosine) = (-s, -c)
    default: (sine, cosine) = (-c, s)
    }
  }

  init(sine: Float, cosine: Float) {
    self.sine = sine
    self.cosine = cosine
  }

  /// From degrees.
  init(degrees: Float) { self.init(turns: degrees / 360) }
}
