"""The commands ``id`` and ``getenforce``: who the shell is, and whether SELinux enforces."""

from __future__ import annotations

from .answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Phone

_GROUPS = (
    "2000(shell)",
    "1004(input)",
    "1007(log)",
    "1011(adb)",
    "1015(sdcard_rw)",
    "1028(sdcard_r)",
    "1078(ext_data_rw)",
    "1079(ext_obb_rw)",
    "3001(net_bt_admin)",
    "3002(net_bt)",
    "3003(inet)",
    "3006(net_bw_stats)",
    "3009(readproc)",
    "3011(uhid)",
)


def run(phone: Phone, name: str, arguments: list[str]) -> Answer:
    """Answer one of the two commands."""
    if name == "getenforce":
        return Answer("Enforcing\n" if phone.enforcing else "Permissive\n")
    short = {"-u": "2000\n", "-g": "2000\n", "-un": "shell\n", "-nu": "shell\n"}
    if arguments and arguments[0] in short:
        return Answer(short[arguments[0]])
    if arguments:
        return Answer(err=f"id: bad user '{arguments[0]}'\n", code=1)
    groups = ",".join(_GROUPS)
    context = "u:r:shell:s0"
    return Answer(f"uid=2000(shell) gid=2000(shell) groups={groups} context={context}\n")
