"""The list of known products, kept up to date: signed, never faked, emptied or rolled back.

Only `safecheck update` and `safecheck feed` write here, and only `update` talks to the network.
"""
