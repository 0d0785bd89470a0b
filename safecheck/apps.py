"""Questions about apps that several checks ask."""

import re
from enum import Enum

from safecheck import known
from safecheck.model import Package, Phone, User

_FROM_A_FILE = (3, 4)  # packageSource: a local file, a downloaded file. Source: AOSP PackageInstaller
_SETS_UP_FILES = re.compile(r"(?i:packageinstaller|filemanager|filebrowser|myfiles|\.files\b|documentsui)")
_LATER = ("/data/", "/mnt/")  # where apps lie that were installed later; all other places are read-only


class Story(Enum):
    """How an app came onto the phone, as far as the phone tells; the value ends the kinds of findings about it."""

    CAME_WITH_PHONE = "with-phone"
    STORE = "store"  # one that came with the phone
    ADDED_STORE = "added-store"  # one that a person set up: its name is all that vouches for it
    FILE = "file"  # a person set it up from a file
    COMPUTER = "computer"  # a computer did, over USB or Wi-Fi debugging
    FORGED = "forged"  # it names a store, and someone else put it there
    OTHER_APP = "other-app"
    NOT_SAID = "not-said"
    NOT_KNOWN = "not-known"  # it is there, but this was not read
    NOT_THERE = "not-there"  # the phone lists all its apps, and this is none of them


# Added by someone, and not by way of a store.
OUTSIDE = frozenset({Story.FILE, Story.COMPUTER, Story.FORGED, Story.OTHER_APP, Story.NOT_SAID})
# Added, and nothing that came with the phone stands behind it.
UNVOUCHED = OUTSIDE | {Story.ADDED_STORE}


def story(phone: Phone, name: str) -> Story:
    """Say how the app `name` came onto the phone."""
    app = phone.packages.get(name)
    if app is None:
        return Story.NOT_THERE if phone.lists_every_app else Story.NOT_KNOWN
    if app.system is None:
        return Story.NOT_KNOWN
    if came_with_phone(app):
        return Story.CAME_WITH_PHONE
    return _installed_by(phone, app)


def came_with_phone(app: Package) -> bool:
    """Whether an app is a part of the phone, or its maker put it there."""
    return bool(app.system) or _maker_put_it(app)


def _maker_put_it(app: Package) -> bool:
    """Whether the app lies where only the phone's maker can put one.

    Android installs to /data/app/[~~RANDOM==/]NAME-RANDOM; makers' own apps in /data/app have folders of other names
    (seen on Oppo phones). Source: AOSP PackageManagerServiceUtils.getNextCodePath.
    """
    if not app.code_path:
        return False
    installed = any(part.startswith(f"{app.name}-") for part in app.code_path.split("/"))
    return not (app.code_path.startswith(_LATER) and installed)


def _installed_by(phone: Phone, app: Package) -> Story:
    """Judge by who is named as installer, and by who really asked (Android 14 and newer tell both)."""
    by = app.initiating or app.installer
    if app.installer in known.COMPUTERS or (by in known.COMPUTERS and not app.installer):
        return Story.COMPUTER
    if app.package_source in _FROM_A_FILE or _SETS_UP_FILES.search(app.installer or by):
        return Story.FILE
    if not app.installer:
        return Story.NOT_SAID
    if _is_store(phone, app.installer):
        return Story.STORE if by == app.installer or _is_store(phone, by) else Story.FORGED
    if app.installer in known.ADDED_STORES and app.installer in phone.packages and by == app.installer:
        return Story.ADDED_STORE
    return Story.OTHER_APP


def _is_store(phone: Phone, name: str) -> bool:
    """Whether `name` is a part of the phone that brings apps, a mover of apps, or Google Play.

    A store that somebody set up is none: any app can bear a store's name, and vouch for others with it.
    """
    if name in known.MOVERS or name == known.PLAY_STORE:
        app = phone.packages.get(name)  # a list that was cut short must not make Play a stranger
        return app is None or app.system is not False
    return _is_part_of_phone(phone, name)


def _is_part_of_phone(phone: Phone, name: str) -> bool:
    """Whether `name` came with the phone; the shell did too, but speaks for whoever is at the computer."""
    app = phone.packages.get(name)
    stands_for_others = name in known.COMPUTERS or _SETS_UP_FILES.search(name)
    return app is not None and app.system is True and not stands_for_others


def is_explained(phone: Phone, name: str) -> bool:
    """Whether an app is a known helper that came with the phone, or from a store that did."""
    told = story(phone, name)
    return name in known.HELPERS and told in {Story.STORE, Story.CAME_WITH_PHONE}


def is_there(app: Package, user: User) -> bool:
    """Whether an app is set up for `user`; where the phone does not say, it is taken to be."""
    return app.installed.get(user.number, not app.installed)


def is_anywhere(app: Package) -> bool:
    """Whether an app is set up for anyone; where the phone does not say, it is taken to be."""
    return not app.installed or any(app.installed.values())


def added(phone: Phone, user: User) -> tuple[Package, ...]:
    """Give the apps of `user` that did not come with the phone, in the order of the phone's list."""
    return tuple(
        app
        for name, app in phone.packages.items()
        if is_there(app, user) and story(phone, name) is not Story.CAME_WITH_PHONE
    )


def first_installed(app: Package, user: User | None = None) -> str:
    """Say when an app came, for `user` or for the first user of whom the phone says it; "" where it does not.

    It is the phone's local time as the phone writes it: 2026-10-12 12:15:00.
    """
    states = app.states.values() if user is None else filter(None, (app.states.get(user.number),))
    return next((state.first_installed for state in states if state.first_installed), app.first_installed)


def install_evidence(app: Package) -> str:
    """Give the lines of the phone's dump that tell an app's story."""
    return (
        f"dumpsys package: Package [{app.name}] codePath={app.code_path} installerPackageName={app.installer} "
        f"initiatingPackageName={app.initiating} originatingPackageName={app.originating} "
        f"firstInstallTime={first_installed(app)} lastUpdateTime={app.last_updated} versionName={app.version_name}"
    )
