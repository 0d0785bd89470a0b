"""The report as one page for a browser and for paper: it loads nothing, and nothing on it leads away."""

import base64
import hashlib

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from safecheck.catalogue import Words
from safecheck.formats import Reader
from safecheck.formats._page import lay_out, words_for
from safecheck.model import Report

# How small the person's part is printed, by its length in bytes of JSON, so that it fits on two sheets: tried with
# Chromium on A4 and Letter. What cannot fit is not made small in vain.
_SIZES = ((9_900, ""), (14_400, "tight"), (22_500, "tight small"))
_TOO_LONG = "tight"


def render(report: Report, words: Words, reader: Reader) -> str:
    """Write the page for one reader, ending in a line break.

    A helper's part follows the person's on sheets of its own, so that the person can be given theirs alone.
    """
    words = words_for(report, words)
    environment = Environment(
        loader=PackageLoader("safecheck.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("page.html")
    length = len(msgspec.json.encode(lay_out(report, words, Reader.PERSON)))
    return page.render(
        page=lay_out(report, words, reader, apart=True),
        labels=words.labels,
        boxes=[box.strip() for box in words.labels["step-boxes"].split("[ ]") if box.strip()],
        size=next((size for most, size in _SIZES if length <= most), _TOO_LONG),
        hashes={name: _hash(environment.get_template(name).render()) for name in ("page.css", "print.css", "leave.js")},
    )


def _hash(text: str) -> str:
    """Name an inline style or script in a Content-Security-Policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
