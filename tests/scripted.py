"""A phone in the test's own process, from a table of answers (synthetic): for faults that need no cable."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from safecheck.model import Answer, End, Question
from safecheck.phone.probes import APP_END, APP_HASH
from tests.apk_files import REAL

TAKEN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

_APPS = {  # name: came with the phone
    "android": True,
    "com.android.settings": True,
    "com.android.systemui": True,
    "com.google.android.marvin.talkback": True,
    "com.whatsapp": False,
    "org.example.notes": False,
}


def dump(apps: Mapping[str, bool], users: Sequence[int] = (0,), *, closed: Sequence[int] = ()) -> str:
    """Write `dumpsys package packages` in the form of Android 14; apps are there for `users`, not for `closed`."""
    lines = ["Packages:"]
    for name, system in apps.items():
        flags = "SYSTEM HAS_CODE" if system else "HAS_CODE"
        lines += [
            f"  Package [{name}] (1a2b3c4):",
            "    appId=10123",
            f"    codePath={'/system/app/' if system else '/data/app/~~A==/'}{name}-B==",
            "    versionName=1.0",
            "    installerPackageName=" + ("null" if system else "com.android.vending"),
            f"    pkgFlags=[ {flags} ]",
        ]
        for user in (*users, *closed):
            here = str(user in users).lower()
            lines += [
                f"    User {user}: ceDataInode=1 installed={here} hidden=false",
                "      firstInstallTime=2025-06-25 15:00:32",
            ]
    return "\n".join([*lines, "", "Hidden system packages:", ""]) + "\n"


def healthy(users: Sequence[int] = (0,), apps: Mapping[str, bool] | None = None) -> dict[tuple[str, int | None], str]:
    """Answer every question as an ordinary phone does, on which nothing stands out."""
    apps = _APPS if apps is None else apps
    rows = "".join(
        f"\tUserInfo{{{user}:{'Owner' if user == 0 else 'Other'}:{13 if user == 0 else 30}}} running\n"
        for user in users
    )
    answers: dict[tuple[str, int | None], str] = {
        ("users", None): f"Users:\n{rows}",
        ("identity", None): (
            "[ro.build.version.release]: [14]\n[ro.build.version.sdk]: [34]\n"
            "[ro.build.version.security_patch]: [2026-05-01]\n"
            "[ro.product.manufacturer]: [Example]\n[ro.product.model]: [Fon 5]\n"
        ),
        ("clock", None): "1795262400 +0000\n",
        ("settings-global", None): "adb_enabled=1\nairplane_mode_on=0\n",
        ("accessibility", None): "ACCESSIBILITY MANAGER (dumpsys accessibility)\n\n"
        + "".join(f"User state[\n     attributes:{{id={user}, x=y}}\n     Enabled services:{{}}\n" for user in users),
        ("device-policy", None): "Current Device Policy Manager state:\n"
        + "".join(f"  Enabled Device Admins (User {user}, provisioningState: 0):\n  \n" for user in users),
        ("packages", None): dump(apps, users),
        ("appops", None): (
            "Current AppOps Service state:\n  Uid 1000:\n    Package android:\n      CAMERA (allow):\n          null=[\n"
            "            Access: [fg-s] 2026-11-21 10:00:00.000 (-2h0m0s0ms)\n          ]\n"
        ),
        ("roles", None): "ROLE STATE (dumpsys role):\n{\n"
        + "".join(
            f"  user_states={{\n    user_id={user}\n    roles=[\n      {{\n        name=android.app.role.SMS\n"
            "        holders=com.android.settings\n      }\n    ]\n  }\n"
            for user in users
        )
        + "}\n",
        ("battery", None): "system,android,1000\n",
        ("projection", None): "MEDIA PROJECTION MANAGER (dumpsys media_projection)\nMedia Projection: \nnull\n",
        ("foreground", None): (
            "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n  User 0 active services:\n"
            "  * ServiceRecord{1a2b u0 com.android.settings/.Quiet}\n    intent={cmp=com.android.settings/.Quiet}\n"
            "    packageName=com.android.settings\n"
        ),
        ("location", None): "Location Manager State:\n  Location Providers:\n",
        ("accounts", None): "".join(
            f"User UserInfo{{{user}:Owner:13}}:\n  Accounts: 0\n  \n  AccountId, Action_Type, timestamp, UID, TableName, Key\n"
            for user in users
        ),
        ("trust", None): "Trust manager state:\n"
        + "".join(f' User "Owner" (id={user}, flags=0x13): trusted=0\n   Enabled agents:\n' for user in users),
        ("companions", None): "Companion Device Associations: <empty>\n",
        ("bluetooth", None): "Bluetooth Status\n  enabled: true\n\n  Bonded devices:\n",
        ("vpn", None): "VPNs:\n",
        ("call-forwarding", None): "last known state:\n  Phone Id=0\n    mCallForwarding=false\n",
        (
            "adb-keys",
            None,
        ): "ADB MANAGER STATE (dumpsys adb):\n{\n  debugging_manager={\n    connected_to_adb=true\n  }\n}\n",
        ("user-details", None): "Users:\n"
        + "".join(f"  UserInfo{{{user}:Owner:13}} serialNo={user}\n    State: RUNNING_UNLOCKED\n" for user in users),
        ("shared-users", None): (
            "Shared users:\n  SharedUser [android.uid.system] (1a2b3c4):\n    userId=1000\n    install permissions:\n"
            "      android.permission.REBOOT: granted=true\n"
        ),
        ("setting-changes", None): (
            "GLOBAL SETTINGS (user 0)\n_id:1 name:adb_enabled pkg:com.android.settings value:1\n\n"
        ),
        ("networks", None): "Current Networks:\n",  # asked of older phones, and where the version was not read
        ("su", None): "ls: /system/bin/su: No such file or directory\n",
    }
    for user in users:
        answers["settings-secure", user] = "android_id=0123456789abcdef\nenabled_accessibility_services=null\n"
        answers["launcher", user] = (
            "2 activities found:\n  Activity #0:\n    priority=0 preferredOrder=0\n    com.whatsapp/.Main\n"
            "  Activity #1:\n    priority=0 preferredOrder=0\n    com.android.settings/.Settings\n"
        )
        answers["certificates", user] = f"ls: /data/misc/user/{user}/cacerts-added: No such file or directory\n"
        answers["system-names", user] = "".join(f"package:{name}\n" for name, system in apps.items() if system)
        answers["package-names", user] = "".join(f"package:{name}\n" for name in apps)
    return answers


class ScriptedPhone:
    """Answers from a table; `changed` replaces single answers whole, and `files` the files of apps."""

    def __init__(
        self,
        table: Mapping[tuple[str, int | None], str],
        changed: Mapping[tuple[str, int | None], Answer] | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self._table = table
        self._changed = changed or {}
        self._files = files or {}

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield the table's answers."""
        for question in questions:
            key = question.fact, question.user
            answer = self._changed.get(key)
            if answer is None and question.app:
                answer = about_file(question, self._files.get(question.app, REAL["v2-v3"]))
            elif answer is None:
                answer = whole(self._table[key])
            yield msgspec.structs.replace(answer, question=question)

    def stop(self) -> None:
        """Nothing is under way."""


def about_file(question: Question, data: bytes) -> Answer:
    """Answer a question about the file of an app."""
    if question.fact == APP_HASH.fact:
        return whole(f"{hashlib.sha256(data).hexdigest()}  /data/app/x/base.apk\n")
    if question.fact == APP_END.fact and question.part is None:
        return whole(b"%d\n" % len(data) + data[-1024:])
    assert question.part is not None
    offset, length = question.part
    return whole(data[offset : offset + length])


_ANY = Question(fact="any", command="any", limit=1)


def whole(text: str | bytes, code: int = 0) -> Answer:
    """Give a whole answer."""
    output = text.encode() if isinstance(text, str) else text
    return Answer(question=_ANY, output=output, exit=code, end=End.WHOLE, seconds=0.1)


def broken(end: End, output: bytes = b"") -> Answer:
    """Give an answer that ended before its end."""
    return Answer(question=_ANY, output=output, exit=None, end=end, seconds=0.1)
