r"""Which programs used microphone, camera, position or the screen's picture, as Windows writes down itself.

One key for each program from outside the store, below NonPackaged, with "#" for "\"; `LastUsedTimeStart` is a FILETIME.
"""

from collections.abc import Iterator

from safecheck.clean import clean
from safecheck.computer.look import Look
from safecheck.computer.windows import filetime
from safecheck.computer.windows.keeping import number, only
from safecheck.model.computer import SensorUse

_PLACE = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_SENSORS = {
    "microphone": "microphone",
    "webcam": "camera",
    "location": "location",
    "graphicsCaptureProgrammatic": "screen",
}
_LONGEST = 300


def read(look: Look) -> Iterator[SensorUse]:
    """Tell of each program and when it last began; Windows 10 before 1903 does not have the place."""
    if look.key(rf"{_PLACE}\microphone", only()) is None:
        look.problem(_PLACE)
    for name, sensor in _SENSORS.items():
        place = rf"{_PLACE}\{name}\NonPackaged"
        programs = look.key(place, only())
        for program in programs.keys if programs else ():
            key = look.key(rf"{place}\{program}", only("LastUsedTimeStart"))
            path = clean(program.replace("#", "\\"), _LONGEST)
            yield SensorUse(sensor, path, filetime.of_number(number(key, "LastUsedTimeStart")))
