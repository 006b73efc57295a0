/// The numbers that the records of a zip archive begin with (APPNOTE 4.3).
enum ZipSignature: UInt32 {
  case localHeader = 0x0403_4B50
  case directoryHeader = 0x0201_4B50
  case directoryEnd = 0x0605_4B50
  case directoryEnd64 = 0x0606_4B50
  case directoryEnd64Locator = 0x0706_4B50
}
