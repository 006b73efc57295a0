import ComputePlatform
import Kernels

/// Work on every value of a region, in parallel over parts of a fixed size.
///
/// The parts do not depend on the number of threads, and no value depends on another.
enum Elementwise {
  private static let partSize = 16_384

  /// Calls `body` for consecutive parts; every part but the last is a multiple of `unit`.
  static func forEachPart(
    of count: Int, unit: Int = 1, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let size = max(unit, partSize / unit * unit)
    ThreadTeam.forEach(count: (count + size - 1) / size) { part in
      body(part * size, min(size, count - part * size))
    }
  }

  /// target = source.
  static func copy(_ source: Region, to target: Region) {
    forEachPart(of: target.count) { first, count in
      let values = source.span(from: first, count: count)
      var result = target.mutableSpan(from: first, count: count)
      for index in 0..<count { result[index] = values[index] }
    }
  }

  /// target = source in bfloat16, in the first half of the target's bytes.
  static func round(_ source: Region, to target: Region) {
    let bits = target.bits
    forEachPart(of: source.count) { first, count in
      var result = bits.mutableSpan(from: first, count: count)
      BFloat16.round(source.span(from: first, count: count), to: &result)
    }
  }

  /// target += source.
  static func add(_ source: Region, to target: Region) {
    forEachPart(of: target.count) { first, count in
      var result = target.mutableSpan(from: first, count: count)
      LinearCombination.add(source.span(from: first, count: count), to: &result)
    }
  }

  /// target = activation(target).
  static func apply(_ activation: Activation, to target: Region) {
    forEachPart(of: target.count) { first, count in
      var values = target.mutableSpan(from: first, count: count)
      apply(activation, to: &values)
    }
  }

  /// The same for values of one part.
  static func apply(_ activation: Activation, to values: inout MutableSpan<Float>) {
    switch activation {
    case .none: break
    case .relu: RectifiedLinear.apply(to: &values)
    case .relu6: ClampedLinear.apply(to: &values, lower: 0, upper: 6)
    }
  }

  /// Records which values of an output the activation let through.
  static func record(_ activation: Activation, output: Region, in mask: MaskRegion) {
    forEachPart(of: output.count, unit: 8) { first, count in
      let values = output.span(from: first, count: count)
      var bits = mask.mutableSpan(
        from: first / 8, count: ActivationMask.byteCount(for: count))
      switch activation {
      case .none: break
      case .relu: ActivationMask.recordPositive(values, in: &bits)
      case .relu6: ActivationMask.recordInside(values, lower: 0, upper: 6, in: &bits)
      }
    }
  }

  /// gradient = 0 where the activation let nothing through.
  static func apply(_ mask: MaskRegion, to gradient: Region) {
    forEachPart(of: gradient.count, unit: 8) { first, count in
      var values = gradient.mutableSpan(from: first, count: count)
      let bits = mask.span(from: first / 8, count: ActivationMask.byteCount(for: count))
      ActivationMask.apply(bits, to: &values)
    }
  }

  /// target = target * scale + shift, per channel.
  static func affine(_ target: Region, scale: Region, shift: Region) {
    let (scale, shift) = (scale.span, shift.span)
    forEachPart(of: target.count, unit: scale.count) { first, count in
      var values = target.mutableSpan(from: first, count: count)
      ChannelAffine.apply(to: &values, scale: scale, shift: shift)
    }
  }

  /// gradient = gradient * scale, per channel.
  static func affineBackward(_ gradient: Region, scale: Region) {
    let scale = scale.span
    forEachPart(of: gradient.count, unit: scale.count) { first, count in
      var values = gradient.mutableSpan(from: first, count: count)
      ChannelAffine.backward(&values, scale: scale)
    }
  }
}
