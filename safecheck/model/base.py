"""The kind of value that everything here is."""

import msgspec


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A value: named fields, never changed."""
