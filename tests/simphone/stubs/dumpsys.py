"""The command ``dumpsys``: finds the service and hands the words on to it."""

from __future__ import annotations

from .answer import FAILURE, Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

SERVICES = {
    "accessibility": "accessibility",
    "account": "account",
    "activity": "activity",
    "adb": "adb",
    "appops": "appops",
    "bluetooth_manager": "bluetooth_manager",
    "companiondevice": "companiondevice",
    "connectivity": "connectivity",
    "device_policy": "device_policy",
    "deviceidle": "deviceidle",
    "location": "location",
    "media_projection": "media_projection",
    "notification": "notification",
    "package": "package",
    "role": "role",
    "settings": "settings",
    "telephony.registry": "telephony_registry",
    "trust": "trust",
    "user": "user",
    "vpn_management": "vpn_management",
}
"""The services that can be dumped, and the module that prints each."""

_FIRST_SDK = {"adb": 29, "role": 29, "vpn_management": 31}


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer ``-l`` and ``[-t SECONDS] SERVICE [ARGUMENTS]``."""
    words = list(arguments)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "-l":
            names = "".join(f"  {service}\n" for service in available(phone))
            return Answer(f"Currently running services:\n{names}")
        if option not in ("-t", "-T"):
            return Answer(err=_USAGE, code=FAILURE)
        if not words or not words[0].isdigit() or words[0] == "0":
            unit = "seconds" if option == "-t" else "milliseconds"
            value = words[0] if words else ""
            text = f"Error: invalid timeout({unit}) number: '{value}'\n"
            return Answer(err=text, code=FAILURE)
        del words[0]
    if not words:
        return Answer("".join(_section(phone, service) for service in available(phone)))
    if words[0] not in available(phone):
        return Answer(err=f"Can't find service: {words[0]}\n")
    return _dump(phone, words[0], words[1:])


def available(phone: Phone) -> list[str]:
    """Return the names of the services this version has."""
    return [name for name in sorted(SERVICES) if phone.sdk >= _FIRST_SDK.get(name, 0)]


def _dump(phone: Phone, service: str, arguments: list[str]) -> Answer:
    """Return the dump of one service."""
    module = __import__(f"tests.simphone.stubs.services.{SERVICES[service]}", fromlist=["dump"])
    answer: Answer = module.dump(phone, arguments)
    return answer


def _section(phone: Phone, service: str) -> str:
    """Return one service as the dump of all services shows it."""
    line = "-" * 79
    return f"{line}\nDUMP OF SERVICE {service}:\n{_dump(phone, service, []).out}"


_USAGE = """usage: dumpsys
         To dump all services.
or:
       dumpsys [-t TIMEOUT] [--priority LEVEL] [--help | -l | SERVICE [ARGS]]
         --help: shows this help
         -l: only list services, do not dump them
         -t TIMEOUT_SEC: TIMEOUT to use in seconds instead of default 10 seconds
         SERVICE [ARGS]: dumps only service SERVICE, optionally passing ARGS to it
"""
