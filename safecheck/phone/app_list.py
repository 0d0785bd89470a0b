"""Every app that any answer tells of: the dump, corrected by the lists of names, with the rights of shared users."""

from collections.abc import Mapping

import msgspec

from safecheck.clean import clean
from safecheck.model import Gap, GapReason, Package, SharedUser
from safecheck.phone.parsers.packages import PackageDump
from safecheck.phone.values import Values


def read_apps(values: Values, dump: PackageDump, gaps: list[Gap]) -> dict[str, Package]:
    """Put the apps together by name; what does not fit together is added to `gaps`."""
    shared: dict[str, SharedUser] | None = values.get("shared-users")
    packages = _corrected(values, dump.packages, gaps)
    if shared is not None:
        packages = _with_shared_rights(packages, shared, gaps)
    return packages | _only_listed(values, dump.packages, gaps)


def _corrected(values: Values, packages: Mapping[str, Package], gaps: list[Gap]) -> dict[str, Package]:
    """Believe the lists of names where an app's block in the dump says better of it: no app writes into them."""
    corrected = dict(packages)
    disputed: dict[int, str] = {}  # by user: the first app, so that one gap stands for all
    here, own = dict(values.each_user("package-names")), dict(values.each_user("system-names"))
    for name, app in packages.items():
        wrong = [user for user, names in here.items() if name in names and app.installed.get(user) is False]
        doubtful = [
            user for user, names in own.items() if app.system and name in here.get(user, ()) and name not in names
        ]
        for user in {*wrong, *doubtful}:
            disputed.setdefault(user, name)
        if wrong or doubtful:
            corrected[name] = msgspec.structs.replace(
                app,
                system=None if doubtful else app.system,
                installed={**app.installed, **dict.fromkeys(wrong, True)},
            )
    for user, name in disputed.items():
        detail = f"one list says of {name} what another does not"
        gaps.append(Gap(fact="packages", reason=GapReason.CONTRADICTION, user=user, detail=detail))
    return corrected


def _with_shared_rights(
    packages: dict[str, Package], shared: Mapping[str, SharedUser], gaps: list[Gap]
) -> dict[str, Package]:
    """Add to each app what was granted to its shared user; on Android 12 and newer each names the other."""
    members = {member: name for name, user in shared.items() for member in user.members}
    found = dict(packages)
    for name, app in packages.items():
        for user in sorted({app.shared_user, members.get(name, "")} & shared.keys()):
            found[name] = _with_rights(found[name], shared[user])
    lost = sorted({app.shared_user for app in packages.values()} - {"", *shared})
    if lost:
        detail = clean(f"an app shares with {lost[0]}, of whom nothing is told")
        gaps.append(Gap(fact="shared-users", reason=GapReason.CONTRADICTION, detail=detail))
    return found


def _with_rights(app: Package, shared: SharedUser) -> Package:
    """Add the permissions of a shared user to one of its apps."""
    nothing: frozenset[str] = frozenset()
    return msgspec.structs.replace(
        app,
        install_permissions=app.install_permissions | shared.install_permissions,
        states={
            user: msgspec.structs.replace(state, granted=state.granted | shared.granted.get(user, nothing))
            for user, state in app.states.items()
        },
    )


def _only_listed(values: Values, packages: Mapping[str, Package], gaps: list[Gap]) -> dict[str, Package]:
    """Apps that only `pm list packages` names: where they come from is not known, but their names are."""
    found: dict[str, dict[int, bool]] = {}
    for user, names in values.each_user("package-names"):
        lost = sorted(names - packages.keys())
        for name in lost:
            found.setdefault(name, {})[user] = True
        if lost and packages:
            detail = clean(f"{len(lost)} apps are named in one list and missing from another: {lost[0]}")
            gaps.append(Gap(fact="packages", reason=GapReason.CONTRADICTION, user=user, detail=detail))
    return {
        name: Package(name=name, system=None, code_path="", installer="", first_installed="", installed=states)
        for name, states in sorted(found.items())
    }
