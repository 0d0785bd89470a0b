"""Added apps that bear the name of a part of the phone: such names are given to hide."""

from collections.abc import Iterator

from safecheck.apps import UNVOUCHED, install_evidence, story
from safecheck.model import Check, Confidence, Package, Phone, Severity, Sign, Signatures, User

# Names that only makers of phones and of Android give to their apps.
_MAKERS = (
    "android.",
    "com.android.",
    "com.google.android.",
    "com.samsung.android.",
    "com.sec.android.",
    "com.miui.",
    "com.xiaomi.",
    "com.oppo.",
    "com.coloros.",
    "com.oplus.",
    "com.huawei.android.",
    "com.qualcomm.",
    "com.mediatek.",
)
_SHORTEST = 12  # characters: shorter names are alike by chance


def _signs(phone: Phone, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - for the whole phone
    """A name in a maker's space, or one letter away from a part of this phone, on an app from outside a store."""
    system = {app.name for app in phone.packages.values() if app.system}
    signers = {signer for name in system for signer in phone.packages[name].signatures}
    near = _Near(system)
    for app in phone.packages.values():
        if story(phone, app.name) in UNVOUCHED and not signers.intersection(app.signatures):
            model = near.find(app.name)
            if model or app.name.startswith(_MAKERS):
                yield _sign(app, model)


def _sign(app: Package, model: str) -> Sign:
    """Say what the name looks like."""
    return Sign(
        kind="look-alike-near" if model else "look-alike-space",
        subject=app.name,
        one_app=True,
        users=tuple(sorted(number for number, here in app.installed.items() if here)),
        severity=Severity.ASK,
        confidence=Confidence.LIKELY,
        advice=("unknown-app",),
        evidence=install_evidence(app),
        blanks={"model": model},
    )


class _Near:
    """Finds names that differ from a given one by one letter (changed, added, left out) or two that are swapped."""

    def __init__(self, names: set[str]) -> None:
        """Index `names` by what is left when any one letter is taken out: work grows with their length only."""
        self._names = names
        self._shortened: dict[str, str] = {}
        for name in sorted(names, reverse=True):
            if len(name) >= _SHORTEST:
                for short in _without_one(name):
                    self._shortened[short] = name
                self._shortened[name] = name

    def find(self, name: str) -> str:
        """Give a name that `name` looks like without being it, "" for none."""
        if name in self._names or len(name) < _SHORTEST:
            return ""
        for short in (name, *_without_one(name)):
            if short in self._shortened:
                return self._shortened[short]
        return ""


def _without_one(name: str) -> Iterator[str]:
    """Give `name` without each of its letters in turn."""
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]


CHECK = Check(
    id="look-alike",
    needs=("packages", "system-names"),
    kinds=("look-alike-near", "look-alike-space"),
    advice=("unknown-app",),
    blanks=("model",),
    per_user=False,
    run=_signs,
)
