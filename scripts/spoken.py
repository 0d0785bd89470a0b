"""What the code speaks of: the errors that it raises, the labels that it asks for, the phrases of its checks.

Read from the source, so that the linter can hold words/ against it.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CODE = Path(__file__).resolve().parent.parent / "safecheck"
_BEGINNING = re.compile(r"[a-z]{3}")  # of a name that is put together: a shorter one would fit everything


@cache
def _nodes(folder: Path = CODE) -> tuple[ast.AST, ...]:
    """Give every node of every file."""
    return tuple(node for file in sorted(folder.rglob("*.py")) for node in ast.walk(ast.parse(file.read_text("utf-8"))))


def _texts(node: ast.AST) -> Iterator[str]:
    """Give the texts that an argument can be: itself, or both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _name(node: ast.AST) -> str:
    """Give the last name of a variable or attribute."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


def _calls(name: str) -> Iterator[ast.Call]:
    """Give every call, with arguments, of what is named like this, with or without a leading underscore."""
    for node in _nodes():
        if isinstance(node, ast.Call) and node.args and _name(node.func).lstrip("_") == name:
            yield node


def errors() -> set[str]:
    """Name every error that the code can raise: every text in the first argument of SafecheckError."""
    from safecheck.cli.gate import REFUSALS
    from safecheck.phone.adb_server import STATES

    raised: set[str] = set()
    for call in _calls("SafecheckError"):
        raised.update(text for part in ast.walk(call.args[0]) for text in _texts(part))
    return raised | set(STATES.values()) | set(REFUSALS.values())


@cache
def labels() -> frozenset[str]:
    """Name every label that the code asks for by its whole name."""
    from safecheck.model import Confidence, Notice, Severity

    asked = {f"notice-{notice.value}" for notice in Notice}
    asked |= {f"severity-{severity.name.lower()}" for severity in Severity}
    asked |= {f"confidence-{confidence.name.lower()}" for confidence in Confidence}
    for call in _calls("label"):
        asked.update(text for argument in call.args for text in _texts(argument))
    for template in CODE.rglob("*.html"):
        asked.update(re.findall(r"""\blabels\[["']([\w-]+)["']\]""", template.read_text("utf-8")))
    for node in _nodes():
        if isinstance(node, ast.Subscript) and _name(node.value) == "labels":
            asked.update(_texts(node.slice))
    return frozenset(asked)


def phrases() -> set[str]:
    """Name every phrase that a check declares."""
    from safecheck.checks import load_checks

    return {key for check in load_checks() for keys in check.phrases.values() for key in keys}


def speaks_of(key: str) -> bool:
    """Whether `key` is a label that is asked for, a text of the code, such a text with "-one" or "-many", or fits one.

    What stands in for a label where there is no phone is spoken of with that label.
    """
    whole, patterns = _all_texts()
    key = re.sub("-(no-phone|computer-only|with-computer)$", "", key)
    counted = re.sub("-(one|many)$", "", key)
    return key in labels() or key in whole or counted in whole or any(pattern.fullmatch(key) for pattern in patterns)


@cache
def _all_texts() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Give every text of the code, and a pattern for each text that is put together."""
    whole = frozenset(text for node in _nodes() for text in _texts(node))
    patterns = set()
    for node in _nodes():
        if isinstance(node, ast.JoinedStr):
            parts = ["".join(_texts(part)) for part in node.values]
            if _BEGINNING.match(parts[0]):
                patterns.add("".join(re.escape(part) or ".+" for part in parts))
    return whole, tuple(re.compile(pattern) for pattern in sorted(patterns))
