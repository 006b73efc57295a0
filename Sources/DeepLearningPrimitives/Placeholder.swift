enum PlaceholderDeepLearningPrimitives {}
