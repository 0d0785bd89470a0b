"""What a recording of a Linux holds of other people, of documents and of passwords: nothing that nobody needs (synthetic)."""

import json

import pytest

from safecheck.model.host import Running, System
from tests.computers.looking import look_at
from tests.computers.made_up import MadeUp
from tests.computers.throwaway import ROOT

_S = "S3CRET"
PRIVATE: dict[str, str] = {
    "~/.config/autostart/a.desktop": f"[Desktop Entry]\nName=A\nComment={_S}\nIcon=/x/{_S}\nExec=/usr/bin/a http://me:{_S}@x.example/\n",
    "~/.config/systemd/user/a.service": f"[Unit]\nDescription={_S}\n[Service]\nEnvironment=TOKEN={_S}\nExecStart=/usr/bin/a\n",
    "/var/spool/cron/me": f"MAILTO={_S}@x.example\n# call {_S}\n0 8 * * * curl https://me:{_S}@x.example/\n",
    "/etc/rc.local": f"#!/bin/sh\n# {_S}\n/usr/bin/a\n",
    "~/.bashrc": f"export TOKEN={_S}\nalias s='ssh {_S}@x.example'\n/usr/bin/a &\n",
    "~/.config/i3/config": f"# {_S}\nexec a\nbindsym x exec_{_S}\n",
    "~/.profile": f"export LD_PRELOAD=/x.so\nexport http_proxy=http://me:a@{_S}@x.example:1\nexport OTHER={_S}\n",
    f"~/Desktop/{_S}.odt": "x",
    f"~/Desktop/{_S}.desktop.txt": "x",
    f"~/.local/bin/{_S}": "x",
    "/etc/resolv.conf": f"search {_S}.example\n# {_S}\nnameserver 192.168.1.1\n",
    "/etc/hosts": f"127.0.0.1 localhost\n8.9.10.11 www.bank.example # {_S}\n192.168.1.7 {_S}.lan\n",
    f"~/MobileSync/Backup/00008{_S}/Info.plist": "x",
    "~/.mozilla/firefox/a.b/prefs.js": f'user_pref("network.proxy.type", 2);\nuser_pref("network.proxy.autoconfig_url", "http://me:{_S}@x.example/");\nuser_pref("browser.startup.homepage", "{_S}");\n',
    "~/.mozilla/firefox/a.b/extensions.json": json.dumps({"addons": [{"id": "a", "type": "extension", "name": "A", "sourceURI": f"https://{_S}/"}]}),
    "/etc/opt/chrome/policies/managed/p.json": json.dumps(
        {
            "ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": "x.example", "ProxyBypassList": _S},
            "ExtensionSettings": {"c" * 32: {"installation_mode": "force_installed", "runtime_blocked_hosts": [_S]}},
            "RestrictSigninToPattern": _S, "CloudManagementEnrollmentToken": _S, "URLBlocklist": [_S],
        }
    ),
    "/etc/firefox/policies/policies.json": json.dumps({"policies": {"Proxy": {"HTTPProxy": "x.example", "Passthrough": _S}, "Homepage": _S}}),
    "/etc/passwd": f"root:x:0:0:{_S}:/root:/bin/bash\nme:x:1000:1000:{_S},,{_S}:/home/me:/bin/bash\n",
    "/etc/sudoers": f'# {_S}\nDefaults passprompt="{_S}"\nme ALL=(ALL) ALL\n',
    "/etc/ssh/sshd_config": f"# {_S}\nAllowUsers {_S}\nBanner {_S}\n",
    "~/.ssh/authorized_keys": f"# {_S}\nssh-rsa AAAA{_S}AAAAAAAAAA me@laptop\n",
    "~/.local/share/applications/a.desktop": f"[Desktop Entry]\nName={_S}\nExec=chrome --load-extension=/x --user={_S} --proxy-server=http://me:{_S}@x.example:1\n",
    "/var/spool/cron/atjobs/a1": f"TOKEN={_S}; export TOKEN\n",
}  # fmt: skip
_RUNNING = (
    Running("postgres", "/usr/bin/postgres", (f"postgres: {_S} 192.168.1.9 idle",), "postgres"),
    Running("libreoffice", "/usr/bin/libreoffice", ("libreoffice", f"/home/me/{_S}.odt", f"--password={_S}"), "me"),
)


@pytest.mark.parametrize("place", [*PRIVATE, "programs"])
def test_nothing_private_is_kept(place: str) -> None:
    root = {f"/{path}": data for path, data in ROOT.items()}
    files = root | ({place: PRIVATE[place]} if place in PRIVATE else {})
    running = _RUNNING if place == "programs" else ()
    commands = {"gsettings get org.gnome.system.proxy autoconfig-url": f"'http://me:{_S}@x.example/'\n"}
    looked = look_at(MadeUp(System.LINUX, files, running=running, commands=commands))
    assert [answer.question.fact for answer in looked.answers if _S.encode() in answer.output] == []
