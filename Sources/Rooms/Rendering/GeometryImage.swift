/// What the camera sees, exactly, before any sensor.
struct GeometryImage {
  let size: RoomImageSize
  /// Distance along the optical axis in metres.
  var depth: [Float]
  /// Unit normals: right, down, towards the camera.
  var normals: [Vector]
  var kinds: [ObjectKind]
  /// Linear light.
  var colour: [Vector]
  /// Share of the lights that reach the point, among those in front of the surface.
  var lit: [Float]

  init(_ size: RoomImageSize) {
    self.size = size
    depth = [Float](repeating: 0, count: size.pixelCount)
    normals = [Vector](repeating: Vector(), count: size.pixelCount)
    kinds = [ObjectKind](repeating: .wall, count: size.pixelCount)
    colour = [Vector](repeating: Vector(), count: size.pixelCount)
    lit = [Float](repeating: 0, count: size.pixelCount)
  }
}
