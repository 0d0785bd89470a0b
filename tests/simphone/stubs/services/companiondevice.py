"""``dumpsys companiondevice``: apps that are bound to another device."""

from __future__ import annotations

import time

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import boolean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Companion, Phone

FIRST_DUMP_SDK = 30
"""Before this version the service prints nothing [memory]."""

NAMES_SDK = 33
"""From this version on an association has a number and the device's name [source, no sample]."""

REMOVED_SDK = 36
_APPROVED = 1_745_000_000
_TITLE = "Companion Device Associations:"


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the associations of all users."""
    if phone.sdk < FIRST_DUMP_SDK:
        return Answer()
    active = [companion for companion in phone.companions if not companion.removed]
    if phone.sdk < NAMES_SDK:
        lines = [_TITLE, *(f"  {_old(companion)}" for companion in active)]
        return Answer("\n".join([*lines, "Currently Connected Devices:", "Devices Last Nearby:"]) + "\n")
    lines = [f"{_TITLE} " if active else f"{_TITLE} <empty>"]
    lines += [f"  {_new(phone, number, each)}" for number, each in enumerate(active, start=1)]
    if phone.sdk >= REMOVED_SDK:
        lines.append("Last Removed Association:")
        removed = [companion for companion in phone.companions if companion.removed]
        lines += [f"  {_new(phone, 90, each)}" for each in removed[-1:]]
    return Answer("\n".join(lines) + "\n")


def _old(companion: Companion) -> str:
    """Return an association as Android 11 and 12 print it [memory]."""
    return (
        f"Association {{ userId = {companion.user_id}, deviceMacAddress = {companion.address.lower()}, "
        f"packageName = {companion.package}, deviceProfile = {companion.profile or 'null'}, "
        f"notifyOnDeviceNearby = false, timeApprovedMs = {_APPROVED * 1000} }}"
    )


def _new(phone: Phone, number: int, companion: Companion) -> str:
    """Return an association from Android 13 on; nothing protects apostrophes in the name."""
    approved = time.strftime("%a %b %d %H:%M:%S GMT %Y", time.gmtime(_APPROVED))
    fields = [
        f"mId={number}",
        f"mUserId={companion.user_id}",
        f"mPackageName='{companion.package}'",
        f"mDeviceMacAddress={companion.address.lower()}",
        f"mDisplayName='{companion.name}'",
        f"mDeviceProfile='{companion.profile or 'null'}'",
        "mSelfManaged=false",
        "mNotifyOnDeviceNearby=false",
        f"mTimeApprovedMs={approved}",
        f"mLastTimeConnectedMs={approved}",
    ]
    if phone.sdk >= 34:
        fields.insert(-2, f"mRevoked={boolean(companion.removed)}")
        fields.append("mSystemDataSyncFlags=0")
    return f"Association{{{', '.join(fields)}}}"
