/// Facts of the labelled NYU Depth v2 data set: its official split and the 40 classes.
///
/// The split is that of Silberman et al., "Indoor segmentation and support inference from RGBD
/// images" (ECCV 2012); the classes are those of Gupta et al., "Perceptual organization and
/// recognition of indoor scenes from RGB-D images" (CVPR 2013).
enum NYUv2Facts {
  /// Number of labelled images.
  static let imageCount = 1449
  /// Number of raw classes.
  static let rawClassCount = 894

  /// Positions of the training images, from 1; all others are for testing.
  static let trainingRanges: [ClosedRange<Int>] = [
    3...8, 10...13, 19...20, 22...27, 44...45, 48...55, 58...58, 64...75, 80...83, 92...116,
    120...124, 130...130, 135...136, 138...152, 156...166, 170...170, 177...179, 203...206,
    213...219, 223...249, 251...263, 265...270, 274...278, 286...295, 303...309, 313...314,
    318...324, 336...350, 353...354, 365...383, 391...394, 398...410, 415...429, 436...440,
    449...461, 467...468, 478...507, 514...514, 527...530, 534...536, 540...548, 552...554,
    572...578, 584...590, 595...602, 608...611, 614...616, 622...632, 639...643, 646...649,
    652...655, 659...662, 665...667, 674...675, 682...685, 691...692, 695...696, 700...705,
    714...716, 719...723, 729...730, 735...742, 745...758, 788...799, 805...809, 815...820,
    824...832, 847...849, 853...856, 863...868, 872...905, 909...916, 920...925, 929...931,
    936...944, 948...958, 963...964, 968...969, 978...990, 996...1000, 1005...1009, 1013...1020,
    1024...1031, 1035...1037, 1040...1047, 1050...1051, 1054...1056, 1059...1074, 1085...1087,
    1097...1097, 1105...1105, 1110...1116, 1120...1122, 1132...1134, 1137...1143, 1159...1161,
    1168...1169, 1172...1173, 1177...1178, 1185...1191, 1197...1200, 1213...1215, 1221...1225,
    1231...1232, 1236...1246, 1251...1253, 1266...1274, 1281...1284, 1296...1296, 1300...1301,
    1309...1313, 1316...1328, 1333...1334, 1341...1346, 1350...1352, 1357...1363, 1366...1367,
    1370...1383, 1392...1393, 1402...1406, 1415...1420, 1425...1429, 1434...1440,
  ]

  /// Raw classes of the classes 1...37, in this order.
  private static let furniture: [Int] = [
    21, 11, 3, 157, 5, 83, 19, 28, 59, 88, 64, 7, 80, 36, 42, 89, 169, 119, 122, 143, 141, 4, 85,
    17, 172, 15, 135, 123, 26, 45, 331, 158, 124, 24, 144, 136, 55,
  ]
  /// Raw classes of "other structure", class 38.
  private static let otherStructure: [Int] = [
    8, 25, 33, 38, 51, 53, 57, 58, 62, 65, 79, 94, 104, 112, 134, 153, 215, 216, 223, 225, 238, 241,
    242, 256, 295, 301, 339, 342, 354, 363, 372, 380, 392, 408, 412, 453, 456, 463, 477, 497, 541,
    550, 553, 567, 573, 582, 591, 609, 612, 615, 642, 645, 657, 658, 659, 663, 667, 668, 686, 700,
    702, 777, 778, 782, 850, 861, 868, 874,
  ]
  /// Raw classes of "other furniture", class 39.
  private static let otherFurniture: [Int] = [
    12, 43, 48, 50, 87, 106, 111, 161, 163, 174, 183, 204, 214, 219, 221, 224, 236, 262, 278, 291,
    298, 313, 343, 344, 356, 359, 373, 393, 401, 414, 418, 419, 430, 443, 444, 447, 448, 457, 458,
    460, 462, 475, 479, 485, 486, 493, 494, 498, 499, 509, 510, 515, 521, 524, 540, 549, 551, 554,
    556, 558, 576, 580, 608, 625, 703, 734, 770, 772, 797, 800, 803, 804, 813, 814, 815, 820, 829,
    835, 858, 863, 882, 892,
  ]

  /// The stored class, 0...39 or 255, of every raw class 0...894; raw 0 is "unlabelled".
  static let storedClasses: [UInt8] = {
    var classes = [UInt8](repeating: 39, count: rawClassCount + 1)
    classes[0] = 255
    for (index, raw) in furniture.enumerated() { classes[raw] = UInt8(index) }
    for raw in otherStructure { classes[raw] = 37 }
    for raw in otherFurniture { classes[raw] = 38 }
    return classes
  }()

  /// Whether an image, by its position from 1, is for training.
  static func isTraining(_ position: Int) -> Bool {
    trainingRanges.contains { $0.contains(position) }
  }
}
