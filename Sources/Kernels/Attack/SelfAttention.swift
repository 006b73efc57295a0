/// The coefficients of Auto-SAGA: a weight for every task and every value of an image, changed by
/// the gradient of the loss at the next point with respect to them.
///
/// Mahmood et al., "On the robustness of vision transformers to adversarial examples" (ICCV 2021),
/// section 5, as the published code of DGBA has it for tasks.
public enum SelfAttention {
  /// y <- sum over tasks of coefficients times gradients, value by value, added from left to right.
  /// - Parameters:
  ///   - coefficients: those of the tasks one after another.
  ///   - gradients: the same for the gradients.
  /// - Precondition: as many gradients as coefficients, a multiple of the values of y.
  /// - Complexity: O(gradients); allocates nothing.
  public static func combine(
    _ gradients: Span<Float>, coefficients: Span<Float>, into y: inout MutableSpan<Float>
  ) {
    let count = y.count
    requireTasks(gradients.count, coefficients.count, count)
    var index = 0
    while index &+ 8 <= count {
      var sum = Lanes(repeating: 0)
      var place = index
      while place < gradients.count {
        sum += coefficients.lanes(at: place) * gradients.lanes(at: place)
        place &+= count
      }
      y.store(sum, at: index)
      index &+= 8
    }
    while index < count {
      var sum: Float = 0
      var place = index
      while place < gradients.count {
        sum += coefficients[place] * gradients[place]
        place += count
      }
      y[index] = sum
      index += 1
    }
  }

  /// One ascent step of the coefficients.
  ///
  /// With s the combination of the gradients before the step, for every task m and value i:
  ///
  ///     c[m,i] <- c[m,i] + rate * (g[i] * (scale * gradient[m,i] * sech^2(fitting * s[i])))
  ///
  /// where g is the gradient of the loss at the look-ahead point and scale is fitting times the step
  /// size: the sign of the step is taken for tanh(fitting * s).
  ///
  /// ## Edge Cases
  /// sech^2 is stable for arguments of any size. NaN in a gradient ends in the coefficients.
  /// - Precondition: as many gradients as coefficients, a multiple of the look-ahead's values; as
  ///   many combined values as those.
  /// - Complexity: O(gradients); allocates nothing.
  public static func updateCoefficients(
    _ coefficients: inout MutableSpan<Float>, gradients: Span<Float>, combined: Span<Float>,
    lookAhead: Span<Float>, fitting: Float, stepSize: PixelBudget, rate: Float
  ) {
    let count = combined.count
    requireEqualCounts(count, lookAhead.count)
    requireTasks(gradients.count, coefficients.count, count)
    let scale = fitting * stepSize.pixels
    var index = 0
    while index &+ 8 <= count {
      let slope = HyperbolicSecant.squared(fitting * combined.lanes(at: index))
      let ahead = lookAhead.lanes(at: index)
      var place = index
      while place < gradients.count {
        let change = ahead * (scale * gradients.lanes(at: place) * slope)
        coefficients.store(coefficients.lanes(at: place) + change * rate, at: place)
        place &+= count
      }
      index &+= 8
    }
    while index < count {
      let slope = HyperbolicSecant.squared(fitting * combined[index])
      var place = index
      while place < gradients.count {
        let change = lookAhead[index] * (scale * gradients[place] * slope)
        coefficients[place] += change * rate
        place += count
      }
      index += 1
    }
  }

  private static func requireTasks(_ gradients: Int, _ coefficients: Int, _ count: Int) {
    precondition(
      gradients == coefficients && (count == 0 ? gradients == 0 : gradients % count == 0),
      "\(gradients) gradients and \(coefficients) coefficients for \(count) values")
  }
}
