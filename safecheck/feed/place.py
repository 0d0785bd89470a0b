"""Where fetched lists are kept: one folder, whose name says nothing of what it is for."""

import os
from pathlib import Path

VARIABLE = "SAFECHECK_DATA"  # names another folder
_NAME = "checklists"


def folder() -> Path:
    """Give the folder; it may not be there."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)
