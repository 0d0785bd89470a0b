"""`dumpsys telephony.registry`: does the SIM say that calls are forwarded? Nothing else of this dump is read.

    Phone Id=0
      mCallForwarding=false         up to 7.1 without its indent

The indicator is that of unconditional forwarding; many networks never set it, and forwarding when busy or
unreachable is not in it: False is "not told", no proof. The same dump holds a caller's number and cell ids.
"""

import re

from safecheck.phone.parsers.parsed import Parsed, Refused

_LINE = re.compile(
    r"^ {2,8}(?:Phone Id=(\d{1,2})|mCallForwarding=(true|false|\S{0,20}))[^\S\n]*$", re.MULTILINE | re.ASCII
)


def parse(text: str) -> Parsed[dict[int, bool | None]]:
    """Give the indicator by phone id (SIM slot), None where it is not told; refuse a dump without a phone."""
    phones: dict[int, bool | None] = {}
    problems: list[str] = []
    phone: int | None = None
    for number, said in _LINE.findall(text):
        if number:
            phone = int(number)
            if phone in phones:
                problems.append(f"phone {phone} twice")
            phones.setdefault(phone, None)
        elif phone is None:
            problems.append("a call forwarding of no phone")
        elif said not in {"true", "false"}:
            problems.append(f"phone {phone}: a call forwarding that cannot be read")
        else:
            if phones[phone] is not None:
                problems.append(f"phone {phone}: call forwarding twice")
            phones[phone] = said == "true" or phones[phone] is True
    if not phones:
        raise Refused("it tells of no phone")
    problems += [f"phone {phone}: it tells nothing of call forwarding" for phone, on in phones.items() if on is None]
    return Parsed(phones, tuple(problems))
