"""``dumpsys telephony.registry``: the state of each SIM slot."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.text import boolean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return what the phone knows last of every slot."""
    lines = ["last known state:"]
    for slot, forwarding in enumerate(phone.call_forwarding):
        lines.append(f"  Phone Id={slot}")
        fields = [
            "mCallState=0",
            # A caller's number stands here after a call.
            "mCallIncomingNumber=",
            "mServiceState={mVoiceRegState=0(IN_SERVICE), mDataRegState=0(IN_SERVICE)}",
            "mVoiceActivationState= 0",
            "mDataActivationState= 0",
            "mMessageWaiting=false",
            f"mCallForwarding={boolean(forwarding)}",
            "mDataActivity=0",
            "mDataConnectionState=2",
            "mCellInfo=null",
        ]
        lines += [f"    {field}" for field in fields]
    lines += ["  mCarrierNetworkChangeState=false", "local logs:"]
    return Answer("\n".join([*lines, "registrations: count=0"]) + "\n")
