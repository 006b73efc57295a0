/// Names of images, made of paths.
enum ImageName {
  /// The last component without its extension.
  static func stem(_ path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return String(last) }
    return String(last[..<dot])
  }

  /// All components without the last one's extension, with dashes between them.
  static func joined(_ path: String) -> String {
    let folders = path.split(separator: "/").dropLast().map(String.init)
    return (folders + [stem(path)]).joined(separator: "-")
  }
}
