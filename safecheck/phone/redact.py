"""What is taken out of an answer before anything is kept: other people's numbers, positions, addresses, keys, names.

Each function gives the same bytes for its own result, so that a recording stays as it is when it is judged again.
What the phone says of trouble (timeouts, denials) is kept, and so is that an answer ends within a line.
"""

import functools
import hashlib
import re
from collections.abc import Callable

from safecheck.masking import masked

Redact = Callable[[bytes], bytes]

_TROUBLE = (
    rb"\*\*\* SERVICE|Error|Exception|Failure|[^\S\n]*(?:java|android)\."
    rb"|.*(?:SecurityException|Permission Denial|DEAD_OBJECT|Can't find service|not found)"
)
_ADDRESS = re.compile(rb"(?:[0-9A-Fa-f]{2}:){4}([0-9A-Fa-f]{2}:[0-9A-Fa-f]{2})(?![0-9A-Fa-f:])")
_POSITION = re.compile(rb"-?\d{1,3}[.,]\d{4,}")
_KEY = re.compile(rb"QAAAA[A-Za-z0-9+/=.]{41,4000}")
_ACCOUNT = re.compile(rb"^(    Account \{name=)(.*?)(, type=[^,\n]*\})?$")
_NOTIFICATION = re.compile(rb" (?:foregroundNoti|intent)=.*")


def _still_cut(redact: Redact) -> Redact:
    """Put a sign in place of a last line that is not finished, where `redact` takes it out."""

    @functools.wraps(redact)
    def redacted(output: bytes) -> bytes:
        kept = redact(output)
        cut = output[-1:] not in {b"", b"\n"} and kept[-1:] in {b"", b"\n"}
        return kept + b"#" if cut else kept

    return redacted


def _lines(keep: bytes) -> Redact:
    """Keep only lines that begin like `keep`, and the phone's words of trouble."""
    wanted = re.compile(rb"(?:" + keep + rb"|" + _TROUBLE + rb").*")

    @_still_cut
    def redact(output: bytes) -> bytes:
        return b"".join(line for line in output.splitlines(keepends=True) if wanted.match(line))

    return redact


def addresses(output: bytes) -> bytes:
    """Keep the last two bytes of each device address."""
    return _ADDRESS.sub(rb"XX:XX:XX:XX:\1", output)


def positions(output: bytes) -> bytes:
    """Take out every number that can be a degree of latitude or longitude."""
    return _POSITION.sub(b"#", output)


def keys(output: bytes) -> bytes:
    """Put a short hash in place of each key, and take out what is no text."""
    text = output.decode(errors="replace")
    text = re.sub(r"[\x00-\x08\x0e-\x1f\ufffd]", " ", text)
    return _KEY.sub(lambda key: b"QAAAA" + hashlib.sha256(key.group()).hexdigest()[:16].encode(), text.encode())


_account_lines = _lines(rb"User UserInfo|  Accounts: |    Account \{name=|  AccountId, |\s*$")


def accounts(output: bytes) -> bytes:
    """Mask the names of accounts, and keep nothing but their list."""

    def mask(line: bytes) -> bytes:
        match = _ACCOUNT.match(line.rstrip(b"\r\n"))
        if match is None:
            return line
        begin, name, end = match.groups()
        return begin + masked(name.decode(errors="replace")).encode() + (end or b"") + line[match.end() :]

    return b"".join(map(mask, _account_lines(output).splitlines(keepends=True)))


call_forwarding = _lines(rb" {0,8}(?:Phone Id=|mCallForwarding=)|last known state|Telephony")


def foreground(output: bytes) -> bytes:
    """Take out what apps show and do: the text of notifications, and what services were started with."""
    return b"".join(_NOTIFICATION.sub(b"", line) for line in output.splitlines(keepends=True))


_VPN = re.compile(rb"(?:type: VPN\[|\bVPN CONNECTED|Transports: [A-Z|]*VPN)")
_network_lines = _lines(rb" *Current Networks:| *NetworkAgentInfo")


@_still_cut
def networks(output: bytes) -> bytes:
    """Keep the networks that are VPNs: the others bear names and addresses of places."""
    lines = _network_lines(output).splitlines(keepends=True)
    return b"".join(line for line in lines if b"NetworkAgentInfo" not in line or _VPN.search(line))


_PAIRED = re.compile(rb"(?m)^( *)Bonded devices:[^\n]*\n(?:\1 +\S[^\n]*\n)*")
_BLUETOOTH = re.compile(rb"(?m)^(?:Bluetooth Status|  enabled: )[^\n]*\n|^(?:" + _TROUBLE + rb")[^\n]*\n?")


@_still_cut
def bluetooth(output: bytes) -> bytes:
    """Keep whether Bluetooth is on, and the list of paired devices without their addresses."""
    paired = _PAIRED.search(output)
    kept = b"".join(match.group() for match in _BLUETOOTH.finditer(output))
    return addresses(kept + (paired.group() if paired else b""))
