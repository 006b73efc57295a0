/// What a surface looks like.
struct Material {
  /// Procedural textures, functions of two coordinates on a surface in metres.
  enum Pattern {
    case plain, wood, planks, tiles, stripes, checks, fabric, dots, spines, painting, outdoors
    case screen, sheen, writing, leaves, slats
  }

  /// Main colour, linear light.
  var colour: Vector
  /// Second colour of the pattern.
  var accent: Vector
  var pattern = Pattern.plain
  /// Size of the pattern's repeating part, in metres.
  var scale: Float = 0.3
  /// Share of its own colour that the surface emits.
  var emission: Float = 0
  /// Strength of highlights.
  var gloss: Float = 0
  /// Tells apart surfaces with the same pattern.
  var seed: UInt32 = 0
}
