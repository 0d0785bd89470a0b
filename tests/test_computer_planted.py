"""What somebody with ten minutes at a Linux laptop plants, in every form that its documentation allows, shows.

Synthetic: each form is written from the documentation of what reads it (named in the comments).
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from safecheck.model.host import Running, System
from tests.computers.looking import Looked, look_at
from tests.computers.macos import CERTIFICATE
from tests.computers.made_up import MadeUp
from tests.computers.throwaway import ROOT

_KEY = f"ssh-ed25519 {'A' * 68}"
_ACCOUNTS = "root:x:0:0:root:/root:/bin/bash\nme:x:1000:1000::/home/me:/bin/bash\n"
_GROUP = "root:x:0:\nsudo:x:27:me\nme:x:1000:\n"
_EXTENSION = {"location": 4, "path": "/home/me/x", "manifest": {"name": "Notes"}}
_HAND = json.dumps({"extensions": {"settings": {"b" * 32: _EXTENSION}}})
_ADDONS = json.dumps(
    {"addons": [{"id": "n@x", "type": "extension", "location": "app-profile", "foreignInstall": True, "name": "Notes"}]}
)
_CA, _MARK = CERTIFICATE, "9873F5E6B8DA124E"
_FORCED = json.dumps({"ExtensionInstallForcelist": [f"{'c' * 32};https://x/u"]})


class Planted(NamedTuple):
    """What is planted, and which finding must name it."""

    files: Mapping[str, str | bytes]
    kind: str
    subject: str
    links: Mapping[str, str] = {}
    running: tuple[Running, ...] = ()


def entry(command: str, more: str = "", name: str = "Update") -> str:
    """Write an entry of the desktop."""
    return f"[Desktop Entry]\nType=Application\nName={name}\nExec={command}\n{more}"


def service(command: str) -> str:
    """Write a unit."""
    return f"[Service]\nExecStart={command}\n"


_AUTO, _UNIT = "~/.config/autostart/u.desktop", "~/.config/systemd/user/u.service"
_ODD, _OWN, _ADDED = "computer-startup-odd", "computer-startup-own", "computer-startup-added"
_HOME_PROGRAM = "/home/me/.cache/u/run"

PLANTED = {
    # Entries of the desktop: the Desktop Entry and Autostart specifications.
    "env in front": Planted({_AUTO: entry(f"env A=1 {_HOME_PROGRAM}")}, _ODD, "Update"),
    "shell in front": Planted({_AUTO: entry(f"sh -c \"sleep 5 && '{_HOME_PROGRAM}'\"")}, _ODD, "Update"),
    "a name alone, of ~/.local/bin": Planted(
        {_AUTO: entry("gnome-update --quiet"), "~/.local/bin/gnome-update": "x"}, _ODD, "Update"
    ),
    "a name alone behind env": Planted({_AUTO: entry("env X=1 upd"), "~/bin/upd": "x"}, _ODD, "Update"),
    "only shown in one desktop": Planted({_AUTO: entry(_HOME_PROGRAM, "OnlyShowIn=KDE;\n")}, _ODD, "Update"),
    "off for GNOME alone, on KDE": Planted(
        {_AUTO: entry(_HOME_PROGRAM, "X-GNOME-Autostart-enabled=false\n"), "/usr/bin/plasmashell": "x"}, _ODD, "Update"
    ),
    "a setting hidden in a name": Planted(
        {_AUTO: entry(_HOME_PROGRAM, name="Update\u2028Hidden=true")}, _ODD, "Update Hidden=true"
    ),
    "hidden and not": Planted({_AUTO: entry(_HOME_PROGRAM, "Hidden=true\nHidden=false\n")}, _ODD, "Update"),
    "a comment that ends in a backslash": Planted(
        {_AUTO: f"[Desktop Entry]\nName=Update\nComment=x\\\nExec={_HOME_PROGRAM}\n"}, _ODD, "Update"
    ),
    "two programs": Planted({_AUTO: entry("/usr/bin/true", f"Exec={_HOME_PROGRAM}\n")}, _ODD, "Update"),
    "a link": Planted({_AUTO: entry(_HOME_PROGRAM)}, _ODD, "Update", links={_AUTO: "/home/me/x.desktop"}),
    "system entry from /usr/local": Planted(
        {"/etc/xdg/autostart/u.desktop": entry("/usr/local/bin/u")}, _ADDED, "startup"
    ),
    "system entry that no package brought": Planted(
        {
            "/etc/xdg/autostart/u.desktop": entry("u --quiet"),
            "/var/lib/dpkg/status": "Package: a\nStatus: install ok installed\nConffiles:\n"
            f" /etc/xdg/autostart/agent.desktop {'0' * 32}\n\n",
        },
        _ADDED,
        "startup",
    ),
    "entry of one kind of session": Planted(
        {"/etc/xdg/xdg-ubuntu/autostart/u.desktop": entry(_HOME_PROGRAM)}, _ODD, "Update"
    ),
    # From systemd.unit(5), systemd.generator(7).
    "unit of the home": Planted({_UNIT: service(f"-{_HOME_PROGRAM}")}, _ODD, "u.service"),
    "unit of ~/.local/share": Planted(
        {"~/.local/share/systemd/user/u.service": service("%h/.u/run")}, _ODD, "u.service"
    ),
    "unit for everybody": Planted({"/etc/systemd/user/u.service": service(_HOME_PROGRAM)}, _ODD, "u.service"),
    "change of all services": Planted(
        {"~/.config/systemd/user/service.d/x.conf": f"[Service]\nExecStartPre={_HOME_PROGRAM}\n"}, _ODD, "x.conf"
    ),
    "change that loads a library": Planted(
        {"/etc/systemd/user/a.service.d/x.conf": "[Service]\nEnvironment=LD_PRELOAD=/home/me/.x/w.so\n"}, _ODD, "x.conf"
    ),
    "program that runs at the end": Planted(
        {_UNIT: f"[Service]\nExecStart=/bin/true\nExecStopPost={_HOME_PROGRAM}\n"}, _ODD, "u.service"
    ),
    "comment that ends in a backslash, in a unit": Planted(
        {_UNIT: f"[Service]\n# x \\\nExecStart={_HOME_PROGRAM}\n"}, _ODD, "u.service"
    ),
    "command over two lines": Planted({_UNIT: f"[Service]\nExecStart=/bin/sh -c \\\n{_HOME_PROGRAM}\n"}, _ODD, "u.service"),
    "timer": Planted({"~/.config/systemd/user/u.timer": "[Timer]\nUnit=x.service\n"}, _OWN, "startup"),
    "path": Planted({"~/.config/systemd/user/u.path": "[Path]\nPathExists=/\n"}, _OWN, "startup"),
    "generator": Planted({"/etc/systemd/user-environment-generators/60-u": "x"}, _ADDED, "startup"),
    "linger of someone else": Planted({"/var/lib/systemd/linger/sam": ""}, _ADDED, "startup"),
    # From crontab(5), anacrontab(5), at(1).
    "@reboot": Planted({"/etc/cron.d/u": f"@reboot me {_HOME_PROGRAM}\n"}, _ODD, "~/.cache/u/run"),
    "crontab with a program of /usr/local": Planted(
        {"/etc/crontab": "*/5 * * * * root /usr/local/sbin/u\n"}, _ADDED, "startup"
    ),
    "anacron": Planted({"/etc/anacrontab": f"1 5 u {_HOME_PROGRAM}\n"}, _ODD, "~/.cache/u/run"),
    "daily script that no package brought": Planted(
        {
            "/etc/cron.daily/u": "#!/bin/sh\n",
            "/var/lib/dpkg/status": "Package: a\nStatus: install ok installed\nConffiles:\n"
            f" /etc/xdg/autostart/agent.desktop {'0' * 32}\n\n",
        },
        _ADDED,
        "startup",
    ),
    "daily link": Planted(
        {"/etc/cron.daily/u": "x"}, _ODD, "u", links={"/etc/cron.daily/u": _HOME_PROGRAM}
    ),
    "at": Planted({"/var/spool/cron/atjobs/a0000101c0ffee": "#!/bin/sh\n"}, _ADDED, "startup"),
    "crontab of Fedora": Planted({"/var/spool/cron/me": f"* * * * * {_HOME_PROGRAM}\n"}, _ODD, "~/.cache/u/run"),
    # From what shells and plain desktops start.
    "left running by a shell": Planted({"~/.profile": "(~/.cache/u/run >/dev/null 2>&1 &)\n"}, _ODD, "(~/.cache/u/run >/dev/null 2>&1 &)"),
    "nohup": Planted({"~/.bashrc": "nohup upd\n", "~/.local/bin/upd": "x"}, _ODD, "nohup upd"),
    "i3": Planted({"~/.config/i3/config": f"exec --no-startup-id {_HOME_PROGRAM}\n"}, _ODD, "~/.cache/u/run"),
    "i3, by a shell": Planted(
        {"~/.config/sway/config": f"exec sh -c 'sleep 9; A=1 {_HOME_PROGRAM}'\n"}, _ODD, "sh -c 'sleep 9; A=1 ~/.cache/u/run'"
    ),
    "behind a setting": Planted({"~/.xprofile": f"A=1 {_HOME_PROGRAM} &\n"}, _ODD, "A=1 ~/.cache/u/run &"),
    "script of KDE": Planted({"~/.config/plasma-workspace/env/u.sh": "x"}, _OWN, "startup"),
    # From ld.so(8), environment.d(5), pam_env(8), systemd-system.conf(5).
    "environment.d": Planted({"~/.config/environment.d/u.conf": "LD_PRELOAD=/x.so\n"}, "computer-preload", "LD_PRELOAD"),
    "pam_env": Planted({"/etc/security/pam_env.conf": "LD_PRELOAD DEFAULT=/x.so\n"}, "computer-preload", "LD_PRELOAD"),
    "pam_env of the home": Planted({"~/.pam_environment": "LD_AUDIT OVERRIDE=/x.so\n"}, "computer-preload", "LD_AUDIT"),
    "second in its line": Planted({"~/.profile": "A=1; export LD_PRELOAD=/x.so\n"}, "computer-preload", "LD_PRELOAD"),
    "fish": Planted({"~/.config/fish/config.fish": "set -gx LD_PRELOAD /x.so\n"}, "computer-preload", "LD_PRELOAD"),
    "systemd's own": Planted(
        {"/etc/systemd/user.conf.d/u.conf": '[Manager]\nDefaultEnvironment="LD_PRELOAD=/x.so"\n'}, "computer-preload", "LD_PRELOAD"
    ),
    # From sshd(8), sshd_config(5).
    "second file": Planted({"~/.ssh/authorized_keys2": f"{_KEY}\n"}, "computer-key", "me"),
    "options and no comment": Planted({"~/.ssh/authorized_keys": f'restrict,command="a b" {_KEY}\r\n'}, "computer-key", "me"),
    "another place, whole": Planted(
        {"/etc/ssh/sshd_config.d/u.conf": "AuthorizedKeysFile=/etc/ssh/k\n", "/etc/ssh/k": _KEY}, "computer-key", "?"
    ),
    "another place, of each": Planted(
        {"/etc/ssh/sshd_config": "authorizedkeysfile .ssh/authorized_keys /etc/k/%u\n", "/etc/k/me": _KEY}, "computer-key", "me"
    ),
    "another place in the home": Planted(
        {"/etc/ssh/sshd_config": 'AuthorizedKeysFile "%h/.config/k"\n', "~/.config/k": _KEY}, "computer-key", "me"
    ),
    "an authority for people": Planted(
        {"/etc/ssh/sshd_config": "TrustedUserCAKeys /etc/ssh/ca.pub\n", "/etc/ssh/ca.pub": _KEY}, "computer-key", "?"
    ),
    "home of a service": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}upd:x:990:990::/var/lib/upd:/bin/bash\n", "/var/lib/upd/.ssh/authorized_keys": _KEY},
        "computer-key",
        "upd",
    ),
    # From names and proxies.
    "hosts with tabs and CRLF": Planted({"/etc/hosts": "127.0.0.1\tlocalhost\r\n8.9.10.11\twww.bank.example\r\n"}, "computer-hosts", "www.bank.example (8.9.10.11)"),
    "hosts, newer address": Planted({"/etc/hosts": "::1 localhost\n2a02::1 bank.example\n"}, "computer-hosts", "bank.example (2a02::1)"),
    "hosts, older address written as a newer": Planted(
        {"/etc/hosts": "::1 localhost\n::ffff:8.9.10.11 bank.example\n"}, "computer-hosts", "bank.example (::ffff:8.9.10.11)"
    ),
    "script of KDE for proxies": Planted(
        {"~/.config/kioslaverc": "[Proxy Settings]\nProxyType=2\nProxy Config Script=http://x.example/p\n"}, "computer-pac", "http://x.example/p"
    ),
    "proxy of KDE that may not be changed": Planted(
        {"/etc/xdg/kioslaverc": "[Proxy Settings][$i]\nProxyType[$i]=1\nhttpsProxy[$i]=http://x.example 8080\n"}, "computer-proxy", "http://x.example 8080"
    ),
    "proxy of Firefox": Planted(
        {"~/.mozilla/firefox/a.b/prefs.js": 'user_pref("network.proxy.type", 2);\nuser_pref("network.proxy.autoconfig_url", "http://x.example/p");\n'},
        "computer-pac", "http://x.example/p",
    ),
    "proxy in an entry": Planted(
        {"~/.local/share/applications/b.desktop": entry('google-chrome --proxy-server="http://u:p@x.example:8080"')}, "computer-proxy", "http://x.example:8080"
    ),
    # From browsers.
    **{
        f"rules of {folder}": Planted({f"{folder}/managed/p.json": _FORCED}, "computer-extension-forced", "c" * 32)
        for folder in (
            "/etc/opt/chrome/policies", "/etc/chromium/policies", "/etc/chromium-browser/policies", "/etc/brave/policies",
            "/etc/opt/edge/policies", "/etc/vivaldi/policies", "/etc/opt/opera/policies", "/var/snap/chromium/current/policies",
        )
    },
    "two in one setting": Planted(
        {"/etc/opt/chrome/policies/managed/p.json": json.dumps({"ExtensionSettings": {f"{'d' * 32},{'c' * 32}": {"installation_mode": "force_installed"}}})},
        "computer-extension-forced", "c" * 32,
    ),
    "rules of Firefox's flatpak": Planted(
        {"/var/lib/flatpak/extension/org.mozilla.firefox.systemconfig/x86_64/stable/policies/policies.json": json.dumps(
            {"policies": {"Extensions": {"Install": ["https://x.example/a.xpi"]}}})},
        "computer-extension-forced", "https://x.example/a.xpi",
    ),
    "an authority by a rule": Planted(
        {"/etc/opt/chrome/policies/managed/p.json": json.dumps({"CACertificates": ["".join(_CA.split("\n")[1:-2])]})},
        "computer-certificate-browser", _MARK,
    ),
    **{
        f"unpacked in {folder}": Planted({f"{folder}/Preferences": _HAND}, "computer-extension-hand", "Notes")
        for folder in (
            "~/.config/google-chrome/Profile 1", "~/.config/BraveSoftware/Brave-Browser/Default", "~/.config/vivaldi/Default",
            "~/.config/opera", "~/snap/chromium/common/chromium/Default", "~/.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/Default",
            "~/.var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium/Default",
        )
    },
    **{
        f"add-on in {folder}": Planted({f"{folder}/a.default/extensions.json": _ADDONS}, "computer-extension-hand", "Notes")
        for folder in (
            "~/.mozilla/firefox", "~/.config/mozilla/firefox", "~/snap/firefox/common/.mozilla/firefox",
            "~/.var/app/org.mozilla.firefox/.mozilla/firefox", "~/.var/app/org.mozilla.firefox/config/mozilla/firefox", "~/.librewolf", "~/.waterfox",
        )
    },
    "loaded by an entry, in quotes": Planted(
        {"~/.local/share/applications/b.desktop": entry('/usr/bin/google-chrome --load-extension="/home/me/.x" %U')}, "computer-extension-hand", "~/.x"
    ),
    "loaded by a script with a browser's name": Planted(
        {"~/.local/bin/google-chrome": '#!/bin/sh\nexec /usr/bin/google-chrome --load-extension=/home/me/.x "$@"\n'}, "computer-extension-hand", "~/.x"
    ),
    "flags of a flatpak": Planted(
        {"~/.var/app/org.chromium.Chromium/config/chromium-flags.conf": "--load-extension=/home/me/.x\n"}, "computer-extension-hand", "~/.x"
    ),
    # From certificates.
    **{
        f"authority in {place}": Planted({place: _CA}, "computer-certificate-system", _MARK)
        for place in (
            "/usr/local/share/ca-certificates/u.crt", "/usr/share/ca-certificates/extra/u.crt", "/etc/pki/ca-trust/source/anchors/u.pem",
            "/etc/ca-certificates/trust-source/u.p11-kit", "/etc/pki/ca-trust/source/u.p11-kit",
        )
    },
    # From ways in.
    "SSH under another name": Planted(
        {"/etc/systemd/system/multi-user.target.wants/upd.service": ""}, "computer-door-login", "SSH",
        links={"/etc/systemd/system/multi-user.target.wants/upd.service": "/usr/lib/systemd/system/ssh.service"},
    ),
    "SSH under another name, by its unit": Planted(
        {"/etc/systemd/system/upd.service": ""}, "computer-door-login", "SSH", links={"/etc/systemd/system/upd.service": "/lib/systemd/system/ssh.service"}
    ),
    **{
        f"{name} running": Planted({}, "computer-door-screen", subject, running=(Running(name, f"/usr/bin/{name}", (name,), "me"),))
        for name, subject in {"x11vnc": "x11vnc", "wayvnc": "wayvnc", "rustdesk": "RustDesk", "anydesk": "AnyDesk", "Xvnc": "VNC", "sunshine": "Sunshine"}.items()
    },
    # From passwd(5), sudoers(5).
    "a second root": Planted({"/etc/passwd": f"{_ACCOUNTS}toor:x:0:0::/root:/bin/sh\n"}, "computer-people-hidden", "toor"),
    "a hidden account": Planted({"/etc/passwd": f"{_ACCOUNTS}upd:x:990:990::/home/upd:/bin/bash\n"}, "computer-people-unseen", "upd"),
    "an account above all": Planted({"/etc/passwd": f"{_ACCOUNTS}upd:x:65000:990::/home/upd:/bin/zsh\n"}, "computer-people-unseen", "upd"),
    "an administrator by first group": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}upd:x:990:27::/:/usr/sbin/nologin\n"}, "computer-people-hidden", "upd"
    ),
    "two in one rule": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}sam:x:1001:1001::/home/sam:/bin/bash\n", "/etc/sudoers.d/x": "me, sam ALL = (ALL:ALL) NOPASSWD: ALL\n"},
        "computer-people-admins", "sam",
    ),
    "a name for people": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}sam:x:1001:1001::/home/sam:/bin/bash\n", "/etc/sudoers.d/x": "User_Alias X = sam\nX ALL=(ALL) ALL\n"},
        "computer-people-admins", "sam",
    ),
    "a number": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}sam:x:1001:1001::/home/sam:/bin/bash\n", "/etc/sudoers.d/x": "#1001 ALL=(ALL) ALL\n"},
        "computer-people-admins", "sam",
    ),
    "everybody": Planted(
        {"/etc/passwd": f"{_ACCOUNTS}sam:x:1001:1001::/home/sam:/bin/bash\n", "/etc/sudoers.d/x": "ALL ALL=(ALL) NOPASSWD: ALL\n"},
        "computer-people-admins", "sam",
    ),
    "who may read the keyboard": Planted({"/etc/group": "root:x:0:\nsudo:x:27:me\ninput:x:101:me\n"}, "computer-people-keyboard", "me"),
    # From programs that run.
    "a system's name, from the home": Planted({}, "computer-borrowed-name", "systemd", running=(Running("systemd", "/home/me/.x/systemd", ("systemd",), "me"),)),
    "a system's name that it gave itself": Planted({}, "computer-borrowed-name", "systemd-logind", running=(Running("systemd-logind", "/home/me/.x/u", ("u",), "me"),)),
    "a name of the kernel": Planted({}, "computer-borrowed-name", "[kworker/0:1]", running=(Running("u", "/home/me/.x/u", ("[kworker/0:1]",), "me"),)),
    "a name of the kernel, seen by nobody": Planted({}, "computer-borrowed-name", "kworker/0:1", running=(Running("kworker/0:1", "", ("[kworker/0:1]",), "root"),)),
    "in memory alone": Planted({}, "computer-no-file", "u", running=(Running("u", "/memfd:u (deleted)", ("u",), "me"),)),
    "its file is gone": Planted({}, "computer-no-file", "u", running=(Running("u", "/dev/shm/u (deleted)", ("u",), "me"),)),  # noqa: S108
}  # fmt: skip


def looked(planted: Planted) -> Looked:
    """Look at an ordinary Linux with something planted in it."""
    files = {f"/{path}": data for path, data in ROOT.items()}
    files |= {"/etc/passwd": _ACCOUNTS, "/etc/group": _GROUP} | dict(planted.files)
    return look_at(MadeUp(System.LINUX, files, running=planted.running, links=planted.links))


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_shows(name: str) -> None:
    planted = PLANTED[name]
    found = looked(planted)
    assert planted.subject in found.about(planted.kind), [(one.kind, one.subject) for one in found.findings]
    assert all(finding.severity != "act" for finding in found.findings)
