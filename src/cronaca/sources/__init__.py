"""The content: files of a folder, and what they say."""
