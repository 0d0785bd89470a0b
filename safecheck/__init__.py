"""safecheck: find out how someone may be watching through technology, and what to do about it in which order."""

__version__ = "0.1.0"
