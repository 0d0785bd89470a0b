"""``dumpsys accessibility``: what is enabled and bound, in the form of each version."""

from __future__ import annotations

from tests.simphone.stubs.answer import Answer
from tests.simphone.stubs.facts import find_user, user_state
from tests.simphone.stubs.text import full_component, short_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tests.simphone.description import AccessibilityService, Phone, User

_HEAD = "ACCESSIBILITY MANAGER (dumpsys accessibility)"


def dump(phone: Phone, arguments: list[str]) -> Answer:
    """Return the state for the current user, who speaks for his profiles as well."""
    user = find_user(phone, phone.current_user)
    if user is None:
        return Answer(f"{_HEAD}\n\n")
    if phone.flavour == "samsung" and phone.sdk >= 30:
        return Answer(f"{_HEAD}\n\n{_samsung(phone, user)}\n\n")
    if phone.sdk <= 28:
        body = _old(phone, user)
    elif phone.sdk <= 30:
        body = _middle(phone, user)
    else:
        body = _new(phone, user)
    return Answer(f"{_HEAD}\n\n{body}\n\n")


def _installed(phone: Phone, user: User) -> list[tuple[str, AccessibilityService]]:
    """Return the services that installed apps declare, with their full components."""
    return [
        (full_component(f"{app.package}/{service.name}"), service)
        for app in phone.apps
        if user_state(app, user).installed
        for service in app.accessibility
    ]


def _bound(phone: Phone, user: User) -> list[tuple[str, AccessibilityService]]:
    """Return the enabled services that really exist and did not crash."""
    enabled = {full_component(name) for name in user.accessibility_services}
    crashed = {full_component(name) for name in user.crashed_accessibility_services}
    return [(name, service) for name, service in _installed(phone, user) if name in enabled and name not in crashed]


def _bound_text(phone: Phone, user: User, key: str, indent: int) -> str:
    """Return the bound services by label, one per line."""
    touch_button = ", requestA11yBtn=false" if phone.sdk >= 30 else ""
    shown = [
        f"Service[label={service.label}, feedbackType[FEEDBACK_GENERIC], "
        f"capabilities={service.capabilities}, eventTypes=TYPES_ALL_MASK, "
        f"notificationTimeout=100{touch_button}]"
        for _, service in _bound(phone, user)
    ]
    return f"{key}:{{" + f", \n{' ' * indent}".join(shown) + "}"


def _braced(components: tuple[str, ...]) -> str:
    """Return components as a set of braces inside braces."""
    return "{" + ", ".join(f"{{{full_component(name)}}}" for name in components) + "}"


def _old(phone: Phone, user: User) -> str:
    """Return the form of Android 8 and 9, which has no component at all."""
    attributes = (
        f"id={user.id}, currentUser=true, touchExplorationEnabled=false, "
        "displayMagnificationEnabled=false, navBarMagnificationEnabled=false, "
        "autoclickEnabled=false"
    )
    bound = _bound_text(phone, user, "services", 21)
    return f"User state[attributes:{{{attributes}}}\n           {bound}]"


def _middle(phone: Phone, user: User) -> str:
    """Return the form of Android 10 and 11."""
    attributes = (
        f"id={user.id}, currentUser=true, touchExplorationEnabled=false, "
        "displayMagnificationEnabled=false, navBarMagnificationEnabled=false, "
        "autoclickEnabled=false, nonInteractiveUiTimeout=0, interactiveUiTimeout=0"
    )
    if phone.sdk == 29:
        bound = _bound_text(phone, user, "services", 21)
        return f"User state[attributes:{{{attributes}}}\n           {bound}]"
    attributes += f", installedServiceCount={len(_installed(phone, user))}"
    return (
        f"User state[attributes:{{{attributes}}}\n"
        f"     {_bound_text(phone, user, 'Bound services', 21)}\n"
        f"     Enabled services:{_braced(user.accessibility_services)}\n"
        "     Binding services:{}]"
    )


def _new(phone: Phone, user: User) -> str:
    """Return the form of Android 12 and later."""
    top = [f"currentUserId={user.id}"]
    attributes = [f"id={user.id}", "touchExplorationEnabled=false"]
    attributes += ["serviceHandlesDoubleTap=false", "requestMultiFingerGestures=false"]
    attributes += ["requestTwoFingerPassthrough=false"]
    if phone.sdk >= 33:
        # The missing "=" is a slip of the real dump.
        attributes.append("sendMotionEventsEnabledfalse")
    attributes += ["displayMagnificationEnabled=false", "autoclickEnabled=false"]
    attributes += ["nonInteractiveUiTimeout=0", "interactiveUiTimeout=0"]
    attributes.append(f"installedServiceCount={len(_installed(phone, user))}")
    lines = ["User state[", f"     attributes:{{{', '.join(attributes)}}}"]
    if phone.sdk >= 34:
        window = "Magnification" if phone.sdk >= 36 else "WindowMagnification"
        top += [f"has{window}Connection=false", "Magnifier on display#0"]
        top += ["    IdOfLastServiceToMagnify=-1"]
    if phone.sdk >= 36:
        lines.append("     button mode: 1")
    lines += ["     shortcut key:{}", "     button:{}", "     button target:{null}"]
    if phone.sdk >= 36:
        lines += ["     gesture:{}", "     qs shortcut targets:{}"]
    lines.append(f"     {_bound_text(phone, user, 'Bound services', 21)}")
    lines.append(f"     Enabled services:{_braced(user.accessibility_services)}")
    lines.append("     Binding services:{}")
    crashed = f"     Crashed services:{_braced(user.crashed_accessibility_services)}"
    if phone.sdk < 34:
        lines.append(f"{crashed}]")
    else:
        lines += [crashed, "     Client list info:{", "          Client list callbacks: 7"]
        lines += ["          Registered clients:{", "[com.android.settings]}]"]
    return "\n".join([*top, *lines])


def _samsung(phone: Phone, user: User) -> str:
    """Return Samsung's form, with one numbered service per line."""
    lines = [f"User state[attributes:{{id={user.id}, currentUser=true"]
    lines += ["  mIsBixbyRunning = false", "  mIsMagniferWindowEnabled = false", "  }"]
    bound = tuple(name for name, _ in _bound(phone, user))
    lines += _numbered("installed services: ", tuple(n for n, _ in _installed(phone, user)))
    lines += _numbered("enabled services: ", user.accessibility_services)
    lines += _numbered("binding services: ", ())
    lines += _numbered("bound services:", bound)
    lines += ["  AccessibilityInputFilter:{", "  }]"]
    return "\n".join(lines)


def _numbered(title: str, components: tuple[str, ...]) -> list[str]:
    """Return one block of Samsung's list."""
    lines = [f"    {index} : {short_component(name)}" for index, name in enumerate(components)]
    return [f"  {title}{{", *lines, "  }"]
