internal import CHDF5

/// The library's own account of its last failure.
enum ErrorStack {
  /// The messages on the stack, innermost first.
  static func messages() -> [String] {
    var messages: [String] = []
    unsafe withUnsafeMutablePointer(to: &messages) { pointer in
      unsafe _ = H5Ewalk2(
        equipoise_h5e_default(), H5E_WALK_UPWARD,
        { _, entry, context in
          guard let entry = unsafe entry?.pointee,
            let messages = unsafe context?.assumingMemoryBound(to: [String].self)
          else { return 0 }
          unsafe messages.pointee.append(ErrorStack.text(of: entry))
          return 0
        }, pointer)
    }
    return messages
  }

  /// One entry of the stack: function, description, reason.
  private static func text(of entry: H5E_error2_t) -> String {
    var text = unsafe entry.func_name.map { unsafe String(cString: $0) } ?? "?"
    if let description = unsafe entry.desc { unsafe text += ": " + String(cString: description) }
    let reason = unsafe message(entry.min_num)
    // Some descriptions contain a date with the line end that `ctime` adds.
    text = text.split(separator: "\n").joined(separator: " ")
    return reason.isEmpty ? text : text + " [" + reason + "]"
  }

  private static func message(_ identifier: hid_t) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    let length = unsafe H5Eget_msg(identifier, nil, &buffer, buffer.count)
    guard length > 0 else { return "" }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
