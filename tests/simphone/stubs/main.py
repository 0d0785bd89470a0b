"""Entry point of every stub command: finds its renderer, applies faults, writes the bytes.

Called as ``python3 -I -S -E main.py STATE_FILE COMMAND ARGUMENTS...``.
"""

import os
import sys

COMMANDS = {
    "am": "am",
    "cmd": "cmd",
    "date": "date",
    "dpm": "dpm",
    "dumpsys": "dumpsys",
    "getenforce": "identity",
    "getprop": "getprop",
    "id": "identity",
    "ls": "ls",
    "pm": "pm",
    "settings": "settings",
}
"""The commands that are stubs, and the module that renders each."""

FILE_TOOLS = ("dd", "sha256sum", "stat", "tail")
"""Real programs that find the phone's files in a folder of the host; stubs only where one of them is to fail."""


def _prepare_imports() -> None:
    """Make the package importable without running its start file.

    That file pulls in the device side with its sockets, which no command needs.
    """
    folder = __file__.removesuffix("/stubs/main.py")
    for name in ("tests", "tests.simphone"):
        package = type(sys)(name)
        package.__path__ = [folder]
        sys.modules[name] = package


def main() -> None:
    """Run one command and leave without any clean-up that would cost time."""
    _prepare_imports()
    from tests.simphone.stubs.answer import ComplaintError
    from tests.simphone.stubs.breakage import emit
    from tests.simphone.stubs.record import load_state

    state = load_state(sys.argv[1])
    name, arguments = sys.argv[2], sys.argv[3:]
    module = __import__(f"tests.simphone.stubs.{COMMANDS.get(name, 'files')}", fromlist=["run"])
    try:
        answer = module.run(state.phone, name, arguments)
    except ComplaintError as complaint:
        answer = complaint.answer
    try:
        code = emit(state, name, arguments, answer)
    except BrokenPipeError:
        code = 141
    os._exit(code)


if __name__ == "__main__":
    main()
