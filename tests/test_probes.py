"""All that is ever asked of a phone only reads."""

import re

from safecheck.phone.probes import PROBES
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
)


def test_every_command_is_on_the_list_of_allowed_ones() -> None:
    assert PROBES
    for probe in PROBES:
        assert _READ_ONLY.fullmatch(probe.command), probe.command


def test_facts_are_named_once() -> None:
    facts = [probe.fact for probe in PROBES]
    assert len(facts) == len(set(facts))


def test_fifty_users_fit_into_one_request() -> None:
    questions = [probe.question(user) for user in range(50) for probe in PROBES if probe.per_user]
    assert len(write(questions, "0" * 16)) < 65_535
