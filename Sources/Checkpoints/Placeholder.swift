enum PlaceholderCheckpoints {}
