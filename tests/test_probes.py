"""All that is ever asked of a phone only reads."""

import re

from safecheck.phone.probes import FILE_PROBES, PROBES
from safecheck.phone.script import write

# The whole list of what may be asked. A new command is added here by hand, after thinking.
_READ_ONLY = re.compile(
    r"getprop"
    r"|date '\+%s %z'"
    r"|pm list (?:users|packages (?:-s )?--user \{user\})"
    r"|settings list (?:global|--user \{user\} secure)"
    r"|cmd package query-activities --brief --user \{user\} -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    r"|ls -a /data/misc/user/\{user\}/cacerts-added"
    r"|ls -d(?: /[a-z/]+/su)+"
    r"|dumpsys -t \d+ (?:accessibility|device_policy|package (?:packages|shared-users)|appops|role|deviceidle whitelist|media_projection"
    r"|activity services|location|account|trust|companiondevice|bluetooth_manager|vpn_management|telephony.registry|adb"
    r"|user|settings|connectivity)"
    r'|f=\{file\}; \{\{ stat -c %s "\$f" && tail -c 1024 "\$f"; \}\}'
    r"|\{\{ dd if=\{file\} bs=4096 skip=\{page\} count=\{pages\} 2>/dev/null; \}\}"
    r"|sha256sum \{file\}"
)


def test_every_command_is_on_the_list_of_allowed_ones() -> None:
    assert PROBES
    for probe in (*PROBES, *FILE_PROBES):
        assert _READ_ONLY.fullmatch(probe.command), probe.command


def test_facts_are_named_once() -> None:
    facts = [probe.fact for probe in PROBES]
    assert len(facts) == len(set(facts))


def test_a_file_stands_in_quotes() -> None:
    questions = [probe.question("a.b", "/data/app/a.b-1/base.apk", page=7, pages=2) for probe in FILE_PROBES]
    path = "'/data/app/a.b-1/base.apk'"
    assert [question.command for question in questions] == [
        f'f={path}; {{ stat -c %s "$f" && tail -c 1024 "$f"; }}',
        *[f"{{ dd if={path} bs=4096 skip=7 count=2 2>/dev/null; }}"] * 2,
        f"sha256sum {path}",
    ]


def test_fifty_users_fit_into_one_request() -> None:
    questions = [probe.question(user) for user in range(50) for probe in PROBES if probe.per_user]
    assert len(write(questions, "0" * 16)) < 65_535
