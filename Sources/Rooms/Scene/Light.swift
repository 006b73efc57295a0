/// A point that shines in all directions.
struct Light {
  var position: Vector
  /// Radiant intensity per colour.
  var colour: Vector
}
