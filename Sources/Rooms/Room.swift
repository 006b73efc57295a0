/// Synthetic rooms: furnished, lit and photographed, with exact labels.
///
/// A room is a function of seed and index alone, with the same bytes on every machine: additions,
/// multiplications, divisions and square roots in a fixed order, which IEEE 754 rounds correctly,
/// random numbers from counters, no function of the C library.
public enum Room {
  /// Renders one room.
  /// - Parameters:
  ///   - seed: tells collections of rooms apart.
  ///   - index: tells rooms of a collection apart; the furniture does not depend on size or style.
  ///   - size: rows and columns of the picture.
  ///   - style: the benchmark whose values the labels have.
  /// - Complexity: O(pixels); allocates buffers of about 80 bytes a pixel.
  public static func render(
    seed: UInt64, index: UInt64, size: RoomImageSize, style: RoomStyle
  ) -> RenderedRoom {
    func random(_ stream: RoomRandom.Stream) -> RoomRandom {
      RoomRandom(seed: seed, index: index, stream: stream)
    }
    let geometry = geometry(seed: seed, index: index, size: size, style: style).image
    let depth = DepthSensor(random: random(.depth), style: style).measure(geometry)
    let image = ImageSensor(random: random(.image)).develop(geometry)
    let features = ImageFeatures(image, size: size)
    let labels = LabelEncoder(style: style, random: random(.labels))
    return RenderedRoom(
      size: size, style: style, image: image, segmentation: labels.segmentation(geometry),
      normals: labels.normals(geometry, depth: depth), depth: labels.depth(depth),
      keypoints: features.keypoints(), edges: features.edges())
  }

  /// A room before any sensor, with all that went into it.
  static func geometry(
    seed: UInt64, index: UInt64, size: RoomImageSize, style: RoomStyle
  ) -> (scene: Scene, camera: Camera, image: GeometryImage) {
    let scene = Furnisher.room(random: RoomRandom(seed: seed, index: index, stream: .plan))
    let camera = Camera.place(
      in: scene, size: size, style: style,
      random: RoomRandom(seed: seed, index: index, stream: .camera))
    return (scene, camera, scene.render(camera))
  }
}
