"""Which blocks of a file to fetch: reads begin and end where the phone's memory pages do."""

PAGE = 4096  # bytes


def pages(offset: int, length: int) -> tuple[int, int]:
    """Give the first page of a part, and how many pages it takes."""
    first = offset // PAGE
    return first, -(-(offset + length) // PAGE) - first
