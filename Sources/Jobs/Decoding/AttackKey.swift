internal import Attacks

/// The keys of an attack: the budget, and the settings that the attacks know.
enum AttackKey: JobKey {
  case norm
  case radius
  case setting(AttackSetting)

  static let allCases = [AttackKey.norm, .radius] + AttackSetting.allCases.map(AttackKey.setting)

  private static let normName = "norm"
  private static let radiusName = "radius"

  init?(rawValue: String) {
    switch rawValue {
    case Self.normName: self = .norm
    case Self.radiusName: self = .radius
    default:
      guard let setting = AttackSetting(rawValue: rawValue) else { return nil }
      self = .setting(setting)
    }
  }

  var rawValue: String {
    switch self {
    case .norm: Self.normName
    case .radius: Self.radiusName
    case .setting(let setting): setting.rawValue
    }
  }

  /// Whether a list is one value, so that a list of lists stands for several.
  var takesList: Bool { self == .setting(.tasks) }

  var reference: KeyReference {
    switch self {
    case .norm:
      KeyReference(
        .oneOf(Norm.self), .value("linf"), "How the size of a perturbation is measured.",
        example: "l2")
    case .radius:
      KeyReference(
        "a number of pixel values from 0 to 255 (linf) or \(Self.largestRadius) (l2), such as 8",
        .required,
        "The largest size of a perturbation, on the 0...255 scale; in l2 that of the whole image.",
        example: "[1, 2, 4, 8]")
    case .setting(let setting): setting.reference
    }
  }

  private static var largestRadius: Int { Int(Norm.euclidean.largestRadius) }
}
