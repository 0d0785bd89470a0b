"""What kind of device it was, from what a program says of itself.

Forms, as seen in public samples (2023-2026):

    App : GMAIL_APP. App Version : 6.0. Os : IOS_OS. Os Version : 26.3. Device Type : MOBILE.      Google
    Instagram 275.0.0 Android (33/13; 420dpi; 1080x2260; Google/google; Pixel 6; oriole; …)        Instagram
    Instagram 300.0 (iPhone14,5; iOS 17_1; en_GB; …)
    Mozilla/5.0 (Linux; Android 13; Pixel 6 Build/TQ3A; wv) … [FBAN/FB4A;…;FBDV/Pixel 6;…]         Facebook
    Mozilla/5.0 (Windows NT 10.0; Win64; x64) … Chrome/126.0 Safari/537.36                         any browser
"""

import re
from functools import lru_cache
from typing import NamedTuple

from safecheck.clean import clean
from safecheck.model import DeviceType

_LONGEST = 2000  # characters that are looked at
# The first word that is found decides: "Android" stands in the names of Linux phones, "like Mac OS X" in an iPhone's.
_WORDS = (
    (re.compile(r"\bTV\b|appletv|smart-?tv|bravia|\btizen\b|web0s|chromecast|roku", re.IGNORECASE), DeviceType.TV),
    (re.compile(r"\bipad", re.IGNORECASE), DeviceType.IPAD),
    (re.compile(r"\biphone|\bipod", re.IGNORECASE), DeviceType.IPHONE),
    (re.compile(r"cros\b|chrome_?os|chromebook", re.IGNORECASE), DeviceType.CHROMEBOOK),
    (re.compile(r"android", re.IGNORECASE), DeviceType.ANDROID),
    (re.compile(r"ios_os|\bios\b", re.IGNORECASE), DeviceType.IPHONE),
    (re.compile(r"windows|\bwin(?:32|64|dows)?\b", re.IGNORECASE), DeviceType.WINDOWS),
    (re.compile(r"mac_?os|macintosh|macbook|imac|mac ?mini|\bmac\b|\bos ?x\b", re.IGNORECASE), DeviceType.MAC),
    (re.compile(r"linux|ubuntu|x11", re.IGNORECASE), DeviceType.LINUX),
    (re.compile(r"\bmobile\b|\bphone\b|smartphone|type_phone", re.IGNORECASE), DeviceType.PHONE),
    (re.compile(r"\bdesktop\b|\blaptop\b|\bcomputer\b|\bpc\b", re.IGNORECASE), DeviceType.COMPUTER),
)
_TABLET = re.compile(r"Device Type : TABLET", re.IGNORECASE)
_GOOGLE_APP = re.compile(r"App : ([\w .-]{1,60}?)\. ")
_META_MODEL = re.compile(r"FBDV/([^;\]]{1,60})")
_INSTAGRAM_ANDROID = re.compile(r"Android \((?:[^;()]{0,80}; ){4}([^;()]{1,60});")
_INSTAGRAM_APPLE = re.compile(r"\(((?:iPhone|iPad|iPod)\d{1,3},\d{1,3});")
_BROWSER_MODEL = re.compile(
    r"Android [\d.]{1,10}; (?:[a-z]{2}-[A-Za-z]{2}; )?([^;()]{1,60}?)(?: Build/[^;()]{0,80})?[;)]"
)
_REDUCED = "K"  # what browsers write in place of the model since 2023
_PROGRAMS = (
    (re.compile(r"\bInstagram\b"), "Instagram"),
    (re.compile(r"FBAN/Messenger|FB_IAB/Orca|Orca-Android"), "Messenger"),
    (re.compile(r"FBAN/|FB_IAB/"), "Facebook"),
    (re.compile(r"\bEdgA?(?:iOS)?/"), "Edge"),
    (re.compile(r"\bOPR/|\bOpera\b"), "Opera"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\bFirefox/|\bFxiOS/"), "Firefox"),
    (re.compile(r"\bChrome/|\bCriOS/"), "Chrome"),
    (re.compile(r"\bSafari/"), "Safari"),
)


class Machine(NamedTuple):
    """A device and the program that spoke for it; "" what is not told."""

    type: DeviceType
    model: str = ""
    program: str = ""


@lru_cache(maxsize=4096)
def machine(agent: str) -> Machine:
    """Read what a program says of itself (a user agent)."""
    agent = agent[:_LONGEST]
    kind = device_type(agent)
    if kind is DeviceType.IPHONE and _TABLET.search(agent):
        kind = DeviceType.IPAD
    return Machine(kind, _model(agent), _program(agent))


def device_type(*words: str) -> DeviceType:
    """Find the type of a device in what a service says of it."""
    text = " ".join(words)[:_LONGEST]
    return next((kind for pattern, kind in _WORDS if pattern.search(text)), DeviceType.NOT_TOLD)


def _model(agent: str) -> str:
    for pattern in (_META_MODEL, _INSTAGRAM_ANDROID, _INSTAGRAM_APPLE, _BROWSER_MODEL):
        match = pattern.search(agent)
        if match and match.group(1) != _REDUCED:
            return clean(match.group(1))
    return ""


def _program(agent: str) -> str:
    app = _GOOGLE_APP.search(agent)
    if app:
        return clean(app.group(1).removesuffix("_APP").replace("_", " ").capitalize())
    return next((name for pattern, name in _PROGRAMS if pattern.search(agent)), "")
