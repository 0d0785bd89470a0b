r"""Which programs used microphone, camera, position or the screen's picture, as Windows writes down itself.

One key for each program: of the store, by its name; of others below NonPackaged, with "#" for "\". Those of the
whole computer (HKLM) are of programs that run as the system. `LastUsedTimeStart` is a FILETIME. Source: Dissect (cam);
the same places are read by programs that show when a camera is on.
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows import filetime
from safecheck.computer.windows.keeping import below, number, only
from safecheck.model.computer import SensorUse

_PLACE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_OTHERS = "NonPackaged"
_SENSORS = {
    "microphone": "microphone",
    "webcam": "camera",
    "location": "location",
    "graphicsCaptureProgrammatic": "screen",
    "graphicsCaptureWithoutBorder": "screen",
}
_LONGEST = 300


def read(look: Look) -> Iterator[SensorUse]:
    """Tell of each program and when it last began; Windows 10 before 1903 does not have the place."""
    if look.key(rf"HKCU\{_PLACE}\microphone", only()) is None:
        look.problem(rf"HKCU\{_PLACE}")
    keep = only("LastUsedTimeStart")
    for hive in ("HKCU", "HKLM"):
        for name, sensor in _SENSORS.items():
            place = rf"{hive}\{_PLACE}\{name}"
            for program, key in below(look, place, keep):
                last = filetime.of_number(number(key, "LastUsedTimeStart"))
                if program != _OTHERS and last:  # apps of the store stand there from the start
                    yield SensorUse(sensor, clean(program, _LONGEST), last)
            for program, key in below(look, rf"{place}\{_OTHERS}", keep):
                path = clean(program.replace("#", "\\"), _LONGEST)
                yield SensorUse(sensor, path, filetime.of_number(number(key, "LastUsedTimeStart")))
