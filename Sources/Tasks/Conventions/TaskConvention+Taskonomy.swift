extension TaskConvention {
  /// The class weights of Taskonomy's segmentation in the published code: the rarer a class is in
  /// the training images, the more it counts.
  public static let taskonomyClassWeights: [Float] = [
    0.5424101545316286, 9.167444264663153, 7.330989635915637, 7.16203488410204,
    8.722885039252004, 7.613303108675387, 8.236923848461837, 9.14858036158062,
    8.822022530000094, 9.085791785653203, 8.914073274362071, 9.177232243233279,
    9.035390226875837, 8.60391777431101, 9.169916913508088, 9.146730210081722,
    9.137361690398354,
  ]

  /// The tasks of Taskonomy as the published networks have them.
  public static let publishedTaskonomy = [
    TaskConvention(
      .segmentation,
      .classes(count: taskonomyClassWeights.count, weights: taskonomyClassWeights)),
    .normals(.decoded), .depth(.logarithmic), .keypoints, .edges,
  ]
}
