enum PlaceholderNetworks {}
