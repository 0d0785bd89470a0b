"""``dumpsys bluetooth_manager``: Bluetooth, and the devices that the phone is paired with."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import hash32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import BondedDevice, Phone

INDENTED_SDK = 28
MASKED_SDK = 33
"""From this version on most of an address is masked, and class and services are told [memory: the first one]."""


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the state; with Bluetooth off nothing is known of paired devices [memory]."""
    if not phone.bluetooth_on:
        head = ["Bluetooth Status", "  enabled: false", "  state: OFF", "  address: null", f"  name: {phone.model}"]
        return Answer("\n".join([*head, "", "Bluetooth Service not connected"]) + "\n")
    state = "STATE_ON" if phone.sdk < 26 else "ON"
    lines = ["Bluetooth Status", "  enabled: true", f"  state: {state}", "  address: 02:00:00:00:00:00"]
    lines += [f"  name: {phone.model}", "  time since enabled: 02:46:10.138", "", "Bluetooth crashed 0 times", ""]
    if phone.sdk < INDENTED_SDK:
        devices = [f"  {each.address} [{each.kind}] {each.name}" for each in phone.bonded]
        return Answer("\n".join([*lines, "Bonded devices:", *devices, "", "Profile: BtGatt.GattService"]) + "\n")
    lines += ["", "AdapterProperties", f"  Name: {phone.model}", "  State: ON", "  Discovering: false"]
    lines += ["  Bonded devices:", *(f"    {_device(phone, each)}" for each in phone.bonded)]
    # On Android 9 to 11 no blank line ends the list.
    lines.append("mSnoopLogSettingAtEnable = empty" if phone.sdk < MASKED_SDK else "")
    return Answer("\n".join([*lines, "AdapterState:", " total records=0"]) + "\n")


def _device(phone: Phone, device: BondedDevice) -> str:
    """Return the line of one device."""
    kind = f"[{device.kind:^6}]"
    if phone.sdk < MASKED_SDK:
        return f"{device.address} {kind} {device.name}"
    number = hash32("class", device.name) % 0x3FFFFF
    services = "No uuid" if device.kind == "LE" else "AudioSink,Avrcp,Handsfree"
    head = "(Connected) " if device.connected else " " * 12
    return f"{head}XX:XX:XX:XX:{device.address[-5:]} {kind}[ 0x{number:06x} ] {device.name} ({services})"
