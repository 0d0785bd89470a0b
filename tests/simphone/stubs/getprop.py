"""The command ``getprop``: all properties, or one."""

from __future__ import annotations

from .answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Print ``[key]: [value]`` lines, or the bare value of one key."""
    props = properties(phone)
    if not arguments:
        return Answer("".join(f"[{key}]: [{props[key]}]\n" for key in sorted(props)))
    if arguments[0].startswith("-"):
        return Answer(err=f"getprop: Unknown option '{arguments[0][1:]}'\n", code=1)
    if len(arguments) > 2:
        return Answer(err='getprop: Max 2 arguments (see "getprop --help")\n', code=1)
    default = arguments[1] if len(arguments) > 1 else ""
    return Answer((props.get(arguments[0]) or default) + "\n")


def properties(phone: Phone) -> dict[str, str]:
    """Return all properties: those every phone has, those of the maker, those described."""
    product = f"{phone.brand}/{phone.device}/{phone.device}"
    fingerprint = f"{product}:{phone.release}/{phone.build_id}/1234567:user/release-keys"
    props = {
        "ro.adb.secure": "1",
        "ro.boot.flash.locked": "1",
        "ro.boot.vbmeta.device_state": "locked",
        "ro.boot.verifiedbootstate": "green",
        "ro.boot.veritymode": "enforcing",
        "ro.build.date.utc": str(phone.clock - 5_000_000),
        "ro.build.display.id": phone.build_id,
        "ro.build.fingerprint": fingerprint,
        "ro.build.id": phone.build_id,
        "ro.build.tags": "release-keys",
        "ro.build.type": "user",
        "ro.build.version.release": phone.release,
        "ro.build.version.sdk": str(phone.sdk),
        "ro.build.version.security_patch": phone.security_patch,
        "ro.crypto.state": "encrypted",
        "ro.debuggable": "0",
        "ro.product.brand": phone.brand,
        "ro.product.device": phone.device,
        "ro.product.manufacturer": phone.maker,
        "ro.product.model": phone.model,
        "ro.product.name": phone.device,
        "ro.secure": "1",
        "ro.serialno": "SIM0000001",
        "ro.vendor.build.security_patch": phone.security_patch,
        "gsm.version.baseband": "sim-baseband-1",
        "persist.sys.locale": "en-US",
        "persist.sys.timezone": phone.timezone,
        "sys.boot_completed": "1",
        "sys.oem_unlock_allowed": "0",
        "sys.usb.config": "adb",
    }
    props.update(_MAKERS[phone.flavour])
    props.update(phone.props)
    return props


_MAKERS: dict[str, dict[str, str]] = {
    "aosp": {},
    "samsung": {
        "ro.boot.warranty_bit": "0",
        "ro.build.version.oneui": "60101",
        "ro.csc.sales_code": "DBT",
    },
    "xiaomi": {
        "ro.miui.ui.version.code": "816",
        "ro.miui.ui.version.name": "V816",
        "ro.mi.os.version.name": "OS1.0",
    },
    "oppo": {
        "ro.build.version.oplusrom": "V14.0.0",
        "ro.oplus.image.my_product.type": "22811",
    },
}
