"""YAML as people write it: read with its places, changed by the fewest lines."""
