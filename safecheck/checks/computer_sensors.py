"""Programs that used the microphone, the camera, the position or the picture on the screen. Windows alone tells it."""

from collections.abc import Iterator

from safecheck.model import Check, Confidence, Part, Severity, Sign, Signatures, User
from safecheck.model.computer import SensorUse, ThisComputer
from safecheck.model.host import System

_NAMED = 8
_SENSORS = {
    "sensor-microphone": "microphone",
    "sensor-camera": "camera",
    "sensor-location": "location",
    "sensor-screen": "screen",
}


def _signs(computer: ThisComputer, user: User | None, signatures: Signatures) -> Iterator[Sign]:  # noqa: ARG001 - asks no list
    """One note for each sensor: calls and games use them too."""
    for phrase, sensor in _SENSORS.items():
        uses = [use for use in computer.sensors if use.sensor == sensor]
        if not uses:
            continue
        names = [
            _name(use) for use in sorted(uses, key=lambda use: use.last.timestamp() if use.last else 0.0, reverse=True)
        ]
        yield Sign(
            kind="computer-sensor",
            subject=sensor,
            users=(),
            severity=Severity.NOTE,
            confidence=Confidence.CERTAIN,
            advice=(),
            evidence="; ".join(f"{use.program} {use.last}" for use in uses),
            blanks={"count": str(len(names)), "names": ", ".join(names[:_NAMED])},
            phrases={"what": (phrase,)},
        )


def _name(use: SensorUse) -> str:
    name = use.program.rpartition("\\")[2]
    return f"{name} ({use.last:%Y-%m-%d})" if use.last else name


CHECK = Check(
    id="computer-sensors",
    needs=("computer-sensors",),
    kinds=("computer-sensor",),
    advice=(),
    per_user=False,
    run=_signs,
    blanks=("count", "names"),
    phrases={"what": tuple(_SENSORS)},
    part=Part.COMPUTER,
    here=lambda computer: computer.system is System.WINDOWS,
)
