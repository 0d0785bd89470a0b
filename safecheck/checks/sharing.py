"""Who can see where someone is, in the services that share it."""

from safecheck.model import TopicKind
from safecheck.told import check

CHECK = check(
    TopicKind.SHARING,
    advice=(
        "account-sessions",
        "car",
        "child-device",
        "known-app-remote",
        "known-app-tracking",
        "linked-devices",
        "location-sharing",
        "phone-contract",
        "recovery-addresses",
        "supervised",
        "tags",
    ),
)
