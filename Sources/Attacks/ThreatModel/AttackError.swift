/// An attack that cannot be run as configured, or images that it cannot be run on.
public struct AttackError: Error, Hashable, CustomStringConvertible {
  /// The parameter, or the place in the images.
  public let place: String
  /// What would be accepted.
  public let expectation: String
  /// What was given.
  public let finding: String
  /// The setting to change, where it is one of an attack: a job file has it on a line of its own.
  public let setting: AttackSetting?

  /// Creates an error about anything but a setting.
  public init(_ place: String, expected expectation: String, found finding: String) {
    self.place = place
    self.expectation = expectation
    self.finding = finding
    setting = nil
  }

  /// Creates an error about a setting.
  /// - Parameter owner: the method or strategy that it belongs to, where one is known.
  public init(
    _ setting: AttackSetting, of owner: String = "", expected expectation: String,
    found finding: String
  ) {
    place = owner.isEmpty ? setting.rawValue : "\(owner): \(setting.rawValue)"
    self.expectation = expectation
    self.finding = finding
    self.setting = setting
  }

  /// One sentence with all of it.
  public var description: String { "\(place): expected \(expectation), found \(finding)" }
}
