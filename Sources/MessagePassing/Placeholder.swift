enum PlaceholderMessagePassing {}
