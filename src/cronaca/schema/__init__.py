"""Every field of the content files: what it may hold, how it is read, its JSON Schema."""
