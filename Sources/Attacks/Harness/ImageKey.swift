internal import Kernels

/// What the random numbers of an image depend on: not on its batch, nor on the order of images.
public struct ImageKey: Hashable, Sendable {
  /// The seed of the job.
  public let seed: UInt64
  /// The number of the image in its data set.
  public let image: Int
  /// The restart, from 0.
  public let restart: Int

  /// Creates a key.
  public init(seed: UInt64, image: Int, restart: Int = 0) {
    self.seed = seed
    self.image = image
    self.restart = restart
  }

  /// The numbers of the image.
  var random: CounterRandom {
    CounterRandom(
      key: seed, UInt64(bitPattern: Int64(image)), UInt64(bitPattern: Int64(restart)))
  }
}
