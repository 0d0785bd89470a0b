"""Where the made-up downloads lie; see README.md."""

from pathlib import Path

FOLDER = Path(__file__).parent


def files() -> list[Path]:
    """Name every file of them."""
    return sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in {".py", ".md", ".pyc"})
