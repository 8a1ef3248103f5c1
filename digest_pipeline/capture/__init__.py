"""The recorded web: whatever is fetched is written to a WARC file first, indexed, and read from there ever after."""
