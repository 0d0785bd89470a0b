"""The report for programs: the result document as it is. Its schema: safecheck/report.schema.json."""

from typing import Any

import msgspec

from safecheck.catalogue import Words
from safecheck.formats import Reader
from safecheck.model import Report


def render(report: Report, words: Words, reader: Reader) -> str:  # noqa: ARG001 - every form is called alike
    """Write the whole report, for either reader, as indented JSON, ending in a line break."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Give the JSON Schema of the report, made from the types themselves."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "safecheck report",
        **msgspec.json.schema(Report),
    }
