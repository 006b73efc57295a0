/// What is subtracted from the pixels of an image before a network sees them.
public enum ImageMean {
  /// Mean of blue, green and red, on the scale 0...255.
  public static let bgr: [Float] = [104.006_987_93, 116.668_767_62, 122.678_914_34]
}
