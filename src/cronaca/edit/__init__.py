"""Writing incident files for people: a new one, or the fewest lines that say what happened."""
