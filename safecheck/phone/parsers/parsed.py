"""What the parsers of a phone's answers share."""

import re

from safecheck.parsed import Parsed, Refused, quote

__all__ = ["DAMAGED", "PACKAGE", "Parsed", "Refused", "component", "quote"]

# Package names as Android accepts them; "android" itself has no dot. Source: AOSP PackageParser.validateName.
PACKAGE = r"[A-Za-z]\w*(?:\.\w+)*"
PACKAGE_NAME = re.compile(rf"(?a:{PACKAGE})")
UNSET_CLOCK = ("1969", "1970")  # how times begin that mean "never": 1970 in Greenwich
# A character that no dump prints by itself: the answer was damaged on its way, or an app wrote it to do damage.
# U+FFFD stands for bytes that are no UTF-8. (0x7f is left out: real phones have it in properties.)
DAMAGED = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
# A class may have letters of any script, "$" and "-". Source: the Dalvik executable format, SimpleName.
_COMPONENT = re.compile(rf"((?a:{PACKAGE}))/(\.?[\w.$-]+)")


def component(text: str) -> str | None:
    """Give a component ("package/class") with its class written out in full, or None if it is none."""
    match = _COMPONENT.fullmatch(text.strip())
    if match is None:
        return None
    package, name = match.groups()
    return f"{package}/{package}{name}" if name.startswith(".") else f"{package}/{name}"
