"""Computers for tests: made up in memory, or this one with things planted in a throw-away home."""
