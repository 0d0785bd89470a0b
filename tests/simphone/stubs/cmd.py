"""The command ``cmd``: sends a command to a service by name."""

from __future__ import annotations

from .answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

SERVICES = {
    "activity": ("am", 26),
    "appops": ("appops", 26),
    "device_policy": ("dpm", 31),
    "package": ("pm", 26),
    "role": ("role", 29),
    "settings": ("settings", 26),
    "user": ("user", 26),
}
"""The module that answers for each service, and the first SDK that has it."""

NO_SERVICE = 20


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Hand the words after the service name to that service."""
    if arguments == ["-l"]:
        known = "".join(f"  {s}\n" for s, (_, sdk) in SERVICES.items() if phone.sdk >= sdk)
        return Answer(f"Currently running services:\n{known}")
    words = arguments[1:] if arguments[:1] == ["-w"] else arguments
    if not words:
        hint = "use -l to list all running services. Use -w to start and wait for a service."
        return Answer(err=f"cmd: No service specified; {hint}\n", code=NO_SERVICE)
    module_name, first_sdk = SERVICES.get(words[0], ("", 0))
    if not module_name or phone.sdk < first_sdk:
        return Answer(err=f"cmd: Can't find service: {words[0]}\n", code=NO_SERVICE)
    module = __import__(f"tests.simphone.stubs.{module_name}", fromlist=["run"])
    answer: Answer = module.run(phone, words[0], words[1:])
    return answer
