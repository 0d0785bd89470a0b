"""Signs that the phone's system was opened or changed: then nothing that it says can be relied on."""

from collections.abc import Iterator

from safecheck.apps import is_anywhere
from safecheck.model import Check, Confidence, Phone, Severity, Sign, Signatures, User

_BAD = {  # property: values that a phone as sold does not have; what is not said is not known
    "ro.boot.verifiedbootstate": ("orange", "yellow", "red"),
    "ro.boot.flash.locked": ("0",),
    "ro.boot.vbmeta.device_state": ("unlocked",),
    "ro.debuggable": ("1",),
    "ro.secure": ("0",),
    "ro.build.tags": ("test-keys", "dev-keys"),
    "ro.boot.warranty_bit": ("1",),
    "ro.warranty_bit": ("1",),
}
_ROOT_APPS = frozenset(
    {
        "com.topjohnwu.magisk",
        "io.github.huskydg.magisk",
        "me.weishu.kernelsu",
        "me.bmax.apatch",
        "io.github.a13e300.ksuwebui",
        "org.lsposed.manager",
        "de.robv.android.xposed.installer",
        "eu.chainfire.supersu",
    }
)


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """One sign for all of it: what matters is that the system may be another."""
    seen = [f"{key}={phone.properties[key]}" for key, bad in _BAD.items() if phone.properties.get(key) in bad]
    seen += phone.su_programs
    seen += sorted(name for name in _ROOT_APPS & phone.packages.keys() if is_anywhere(phone.packages[name]))
    if seen:
        yield Sign(
            kind="integrity-open",
            subject="system",
            users=(),
            severity=Severity.ASK,
            confidence=Confidence.LIKELY,
            advice=("integrity",),
            evidence="; ".join(seen),
        )


CHECK = Check(
    id="integrity",
    needs=("identity", "su", "packages"),
    kinds=("integrity-open",),
    advice=("integrity",),
    per_user=False,
    run=_signs,
)
