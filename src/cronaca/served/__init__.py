"""What files for programs share: instants, texts, names, and the objects of Statuspage's API."""
