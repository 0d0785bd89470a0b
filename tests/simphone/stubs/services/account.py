"""``dumpsys account``: the accounts of every user, their history and who may sign in to what."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import FACTORY_TIME, last_update, uid, user_state
from tests.simphone.stubs.text import local_time
from tests.simphone.stubs.user import user_info

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import Account, App, Phone, User

UPDATE_TIME_SDK = 30
"""From this version on an authenticator's line ends with the time of its app's update [memory]."""

_BREAK = "  "


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the accounts of every user, also of locked ones [source: AccountManagerService.dump]."""
    return Answer("".join(_user(phone, user) for user in phone.users))


def _user(phone: Phone, user: User) -> str:
    """Return the block of one user."""
    accounts = [account for account in user.accounts if account.removed is None]
    lines = [f"User {user_info(user)}:", f"  Accounts: {len(accounts)}"]
    lines += [f"    Account {{name={account.name}, type={account.type}}}" for account in accounts]
    lines += [_BREAK, "  AccountId, Action_Type, timestamp, UID, TableName, Key", "  Accounts History"]
    lines += _history(phone, user)
    lines += [_BREAK, "  Active Sessions: 0", _BREAK]
    services = [_service(phone, user, app, kind) for app, kind in _authenticators(phone, user)]
    lines += [f"  RegisteredServicesCache: {len(services)} services", *services, _BREAK]
    lines.append("  Account visibility:")
    for account in accounts:
        lines += [f"    {account.name}", f"      {_owner(phone, account)}, 1"]
    return "\n".join([*lines, _BREAK]) + "\n"


def _history(phone: Phone, user: User) -> list[str]:
    """Return what was added and removed; the lines do not say which account it was."""
    events: list[tuple[int, int, str, int]] = []
    for number, account in enumerate(user.accounts, start=1):
        caller = _caller(phone, user, account)
        events.append((account.added or FACTORY_TIME + 500_000_000, number, "action_account_add", caller))
        if account.removed is not None:
            events.append((account.removed, number, "action_account_remove", caller))
    return [
        f"  {number},{action},{local_time(phone, at)},{caller},accounts,{key}"
        for key, (at, number, action, caller) in enumerate(sorted(events))
    ]


def _authenticators(phone: Phone, user: User) -> list[tuple[App, str]]:
    """Return the apps that can sign in, with the type of each kind of account."""
    here = [app for app in phone.apps if app.account_types and user_state(app, user).installed]
    return [(app, kind) for app in here for kind in app.account_types]


def _service(phone: Phone, user: User, app: App, kind: str) -> str:
    """Return the line of one authenticator."""
    component = f"ComponentInfo{{{app.package}/{app.package}.AuthenticatorService}}"
    line = f"    ServiceInfo: AuthenticatorDescription {{type={kind}}}, {component}, uid {uid(phone, app, user.id)}"
    return line + f", lastUpdateTime {last_update(app) * 1000}" * (phone.sdk >= UPDATE_TIME_SDK)


def _caller(phone: Phone, user: User, account: Account) -> int:
    """Return the uid that acted."""
    return next((uid(phone, app, user.id) for app in phone.apps if account.type in app.account_types), 1000)


def _owner(phone: Phone, account: Account) -> str:
    """Return the package that the account belongs to."""
    return next((app.package for app in phone.apps if account.type in app.account_types), account.type)
