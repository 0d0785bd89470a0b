"""Text of a phone into values: one file per source text, pure functions, any text is parsed or refused."""
