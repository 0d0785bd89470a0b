"""Ordinary computers are no alarm: at most one question on a usual home, and nothing that leads the plan.

Synthetic: trees as the documentation and packages of these distributions and programs leave them.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from safecheck.model.host import Running, System
from tests.computers.looking import look_at
from tests.computers.made_up import MadeUp

_ME = "me:x:1000:1000:Me:/home/me:/bin/bash\n"


class Ordinary(NamedTuple):
    """What lies there, what runs, and which questions are asked all the same."""

    files: Mapping[str, str | bytes]
    running: tuple[Running, ...] = ()
    asks: tuple[str, ...] = ()
    links: Mapping[str, str] = {}
    commands: Mapping[str, str] = {}


def _entry(name: str, command: str, more: str = "") -> str:
    return f"[Desktop Entry]\nType=Application\nName={name}\nExec={command}\n{more}"


def _unit(command: str) -> str:
    return f"[Service]\nExecStart={command}\n"


def _run(path: str, user: str = "root", *arguments: str) -> Running:
    return Running(path.rpartition("/")[2], path, (path, *arguments), user)


def _browser(**extensions: dict[str, object]) -> str:
    return json.dumps({"extensions": {"settings": extensions}})


_STORE = {
    "location": 1,
    "from_webstore": True,
    "path": "x/1_0",
    "active_permissions": {"explicit_host": ["<all_urls>"], "api": ["webRequest"]},
    "manifest": {"name": "uBlock Origin", "update_url": "https://clients2.google.com/service/update2/crx"},
}
_COMPONENT = {"location": 5, "path": "/opt/google/chrome/resources/pdf", "manifest": {"name": "PDF Viewer"}}
_AMO = {
    "id": "uBlock0@raymondhill.net", "type": "extension", "location": "app-profile", "foreignInstall": False, "name": "uBlock Origin",
    "installTelemetryInfo": {"source": "amo"}, "userPermissions": {"permissions": ["webRequest"], "origins": ["<all_urls>"]},
}  # fmt: skip
_DISTRIBUTION = {**_AMO, "location": "app-system-share", "foreignInstall": True, "installTelemetryInfo": {}}
_BASE = {
    "/etc/os-release": 'PRETTY_NAME="Example"\n',
    "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 laptop\n::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n",
    "/etc/resolv.conf": "nameserver 127.0.0.53\noptions edns0\n",
    "/run/systemd/resolve/resolv.conf": "nameserver 192.168.178.1\nnameserver fd00::1\n",
    "/etc/ssl/certs/ca.pem": "",
    "/usr/lib/systemd/system/cron.service": _unit("/usr/sbin/cron"),
    "/proc/1/comm": "systemd\n",
    "/proc/bus/input/devices": 'I: Bus=0011\nN: Name="AT Keyboard"\nB: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n\n',
}  # fmt: skip
_CONFFILES = (
    "/etc/cron.d/e2scrub_all", "/etc/cron.daily/apt-compat", "/etc/cron.daily/dpkg", "/etc/cron.daily/man-db", "/etc/cron.d/anacron",
    "/etc/cron.d/php", "/etc/cron.d/sysstat", "/etc/init.d/cron", "/etc/init.d/ssh", "/etc/crontab", "/etc/anacrontab",
    "/etc/xdg/autostart/orca-autostart.desktop", "/etc/xdg/autostart/print-applet.desktop", "/etc/xdg/autostart/im-launch.desktop",
    "/etc/xdg/autostart/snap-userd-autostart.desktop", "/etc/xdg/autostart/at-spi-dbus-bus.desktop",
)  # fmt: skip
_PACKAGES = "".join(f" {place} {'0' * 32}\n" for place in _CONFFILES)
_DEBIAN = {
    **_BASE,
    "/var/lib/dpkg/status": f"Package: base-files\nStatus: install ok installed\nConffiles:\n{_PACKAGES}\n",
    "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin:/usr/sbin/nologin\nsync:x:4:65534::/bin:/bin/sync\n"
    "systemd-network:x:998:998::/:/usr/sbin/nologin\npostgres:x:120:125::/var/lib/postgresql:/bin/bash\n"
    "gdm:x:115:122::/var/lib/gdm3:/bin/false\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n" + _ME,
    "/etc/group": "root:x:0:\nsudo:x:27:me\ninput:x:101:\ndocker:x:999:me\nlpadmin:x:120:me\n",
    "/etc/sudoers": 'Defaults\tenv_reset\nDefaults\tsecure_path="/usr/sbin"\nroot\tALL=(ALL:ALL) ALL\n%admin ALL=(ALL) ALL\n'
    "%sudo\tALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
    "/etc/crontab": "SHELL=/bin/sh\n#  *  *  *  *  * user-name  command to be executed\n17 * * * * root cd / && run-parts --report /etc/cron.hourly\n"
    "25 6 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }\n",
    "/etc/cron.d/e2scrub_all": "30 3 * * 0 root test -e /run/systemd/system || SERVICE_MODE=1 /usr/lib/x86_64-linux-gnu/e2fsprogs/e2scrub_all_cron\n",
    "/etc/cron.d/php": "09,39 * * * * root [ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi\n",
    "/etc/cron.daily/apt-compat": "x", "/etc/cron.daily/dpkg": "x", "/etc/cron.daily/man-db": "x", "/etc/init.d/cron": "x", "/etc/init.d/ssh": "x",
    "/etc/anacrontab": "SHELL=/bin/sh\n1\t5\tcron.daily\trun-parts --report /etc/cron.daily\n@monthly 15 cron.monthly run-parts --report /etc/cron.monthly\n",
    "/etc/xdg/autostart/orca-autostart.desktop": _entry("Orca screen reader", "orca"),
    "/usr/share/gnome/autostart/x.desktop": _entry("X", "x"),
    "/etc/xdg/autostart/im-launch.desktop": _entry("im-launch", "sh -c 'if [ \"x$XDG_SESSION_TYPE\" = \"xwayland\" ]; then exec env IM_CONFIG_CHECK_ENV=1 im-launch true; fi'"),
    "/etc/xdg/autostart/print-applet.desktop": _entry("Print Queue Applet", "system-config-printer-applet"),
    "/etc/chromium.d/extensions": "# x\nexport CHROMIUM_FLAGS=\"$CHROMIUM_FLAGS --load-extension=`ls -dm /usr/share/chromium/extensions/* 2>/dev/null | tr -d '\\n'`\"\n",
    "/etc/ssh/sshd_config": "#AuthorizedKeysFile .ssh/authorized_keys\nInclude /etc/ssh/sshd_config.d/*.conf\n",
    "~/.bashrc": "[ -z \"$PS1\" ] && return\nalias ls='ls --color=auto'\n[ -f ~/.fzf.bash ] && source ~/.fzf.bash\n",
    "~/.profile": 'if [ -d "$HOME/.local/bin" ] ; then\n    PATH="$HOME/.local/bin:$PATH"\nfi\n. "$HOME/.cargo/env"\n',
    "~/.mozilla/firefox/a.default-esr/extensions.json": json.dumps({"addons": [_AMO, _DISTRIBUTION]}),
    "~/.mozilla/firefox/a.default-esr/prefs.js": 'user_pref("network.proxy.type", 5);\n',
    "~/.config/google-chrome/Default/Preferences": _browser(**{"c" * 32: _STORE, "m" * 32: _COMPONENT}),
}  # fmt: skip
_PARTS = (
    _run("/usr/lib/systemd/systemd"), _run("/usr/bin/dbus-daemon", "me"), _run("/usr/bin/gnome-shell", "me"), _run("/usr/lib/systemd/systemd-resolved"),
    Running("kworker/0:1", "", (), "root"), Running("rcu_preempt", "", (), "root"), Running("(sd-pam)", "/usr/lib/systemd/systemd", ("(sd-pam)",), "me"),
    Running("firefox", "/snap/firefox/4173/usr/lib/firefox/firefox", ("firefox",), "me"), _run("/usr/bin/brltty"), _run("/usr/bin/orca", "me"),
    Running("cron", "/usr/sbin/cron (deleted)", ("/usr/sbin/cron",), "root"),
)  # fmt: skip
ORDINARY = {
    "Debian with GNOME": Ordinary(_DEBIAN, _PARTS),
    "Ubuntu with snaps and everyday programs": Ordinary(
        _DEBIAN | {
            "~/.config/autostart/discord.desktop": _entry("Discord", "/usr/share/discord/Discord"),
            "~/.config/autostart/steam.desktop": _entry("Steam", "/usr/bin/steam %U -silent"),
            "~/.config/autostart/dropbox.desktop": _entry("Dropbox", "dropbox start -i"),
            "~/.config/autostart/org.keepassxc.KeePassXC.desktop": _entry("KeePassXC", "keepassxc"),
            "~/.config/autostart/Nextcloud.desktop": _entry("Nextcloud", "/usr/bin/nextcloud --background"),
            "~/.config/autostart/Zoom.desktop": _entry("Zoom", "/opt/zoom/ZoomLauncher"),
            "~/.config/autostart/signal.desktop": _entry("Signal", "flatpak run org.signal.Signal"),
            "~/.config/autostart/off.desktop": _entry("Off", "/home/me/.x/off", "X-GNOME-Autostart-enabled=false\n"),
            "~/.config/systemd/user/default.target.wants/syncthing.service": "",
            "~/snap/firefox/common/.mozilla/firefox/a.default/extensions.json": json.dumps({"addons": [_AMO]}),
            "~/.local/share/applications/chrome-app.desktop": _entry("App", "/opt/google/chrome/google-chrome --profile-directory=Default --app-id=x"),
            "/etc/systemd/system/snap.x.service": "", "/etc/systemd/system/docker.service.d/http.conf": "[Service]\nEnvironment=A=1\n",
            "/etc/systemd/system/multi-user.target.wants/docker.service": "", "/etc/cron.daily/google-chrome": "x",
        },
        (*_PARTS, _run("/usr/bin/dockerd"), _run("/home/me/.local/share/Steam/ubuntu12_32/steam", "me"), _run("/usr/bin/syncthing", "me"),
         _run("/tmp/.mount_NextcXa1b2/usr/bin/nextcloud", "me"), Running("exe", "/memfd:runc_cloned:/proc/self/exe (deleted)", ("runc",), "root")),  # noqa: S108 - a name only
        links={"~/.config/systemd/user/default.target.wants/syncthing.service": "/usr/lib/systemd/user/syncthing.service",
               "/etc/cron.daily/google-chrome": "/opt/google/chrome/cron/google-chrome"},
    ),
    "many programs in the home": Ordinary(
        _DEBIAN | {
            "~/.config/autostart/jetbrains-toolbox.desktop": _entry("JetBrains Toolbox", '"/home/me/.local/share/JetBrains/Toolbox/bin/jetbrains-toolbox" --minimize'),
            "~/.config/autostart/dropbox.desktop": _entry("Dropbox", "/home/me/.dropbox-dist/dropboxd"),
            "~/.config/autostart/appimage.desktop": _entry("Nextcloud", "/home/me/Applications/Nextcloud.AppImage"),
            "~/.config/systemd/user/emacs.service": _unit("%h/.local/bin/emacs --daemon"),
            "~/.bashrc": 'eval "$(~/.pyenv/bin/pyenv init -)"\n',
        },
        asks=("computer-startup-several",),
    ),
    "Fedora": Ordinary(
        _BASE | {
            "/etc/passwd": "root:x:0:0:Super User:/root:/bin/bash\nsync:x:5:0:sync:/sbin:/bin/sync\nshutdown:x:6:0:shutdown:/sbin:/sbin/shutdown\n"
            "halt:x:7:0:halt:/sbin:/sbin/halt\noperator:x:11:0:operator:/root:/usr/sbin/nologin\ngdm:x:42:42::/var/lib/gdm:/usr/sbin/nologin\n" + _ME,
            "/etc/group": "root:x:0:\nwheel:x:10:me\ninput:x:104:\n",
            "/etc/sudoers": "## Allows people in group wheel\n%wheel\tALL=(ALL)\tALL\n# %wheel ALL=(ALL) NOPASSWD: ALL\nroot ALL=(ALL) ALL\n",
            "/etc/cron.d/0hourly": "01 * * * * root run-parts /etc/cron.hourly\n", "/etc/cron.hourly/0anacron": "x",
            "/etc/xdg/autostart/orca-autostart.desktop": _entry("Orca", "orca --disable main-window,splash-window"),
            "/etc/xdg/autostart/liveinst-setup.desktop": _entry("liveinst", "/usr/libexec/liveinst-setup.sh"),
            "/etc/pki/ca-trust/source/anchors/README": "x", "/etc/pki/ca-trust/source/ca-bundle.legacy.crt": "x", "/etc/pki/tls/certs/x": "",
        },
        commands={"rpm -qa --queryformat %{NAME}\\n": "glibc\nbash\n"},
    ),
    "KDE": Ordinary(
        _DEBIAN | {
            "/usr/bin/plasmashell": "x", "~/.config/kioslaverc": "[Proxy Settings]\nProxyType=0\nhttpProxy=http://x 8080\n",
            "~/.config/plasma-workspace/env/ssh-agent.sh": "export SSH_ASKPASS=/usr/bin/ksshaskpass\n",
            "~/.config/autostart/org.kde.yakuake.desktop": _entry("Yakuake", "yakuake"), "~/.config/kdeconnect/config": "",
        },
        (_run("/usr/bin/plasmashell", "me"), _run("/usr/bin/kwin_wayland", "me"), _run("/usr/lib/x86_64-linux-gnu/libexec/kdeconnectd", "me")),
    ),
    "Linux Mint": Ordinary(
        _DEBIAN | {
            "/etc/xdg/autostart/mintupdate.desktop": _entry("Update Manager", "mintupdate-launcher"),
            "/etc/xdg/autostart/mintreport.desktop": _entry("System Reports", "mintreport-tray"),
            "/var/lib/dpkg/status": f"Package: a\nStatus: install ok installed\nConffiles:\n{_PACKAGES} /etc/xdg/autostart/mintupdate.desktop {'1' * 32}\n"
            f" /etc/xdg/autostart/mintreport.desktop {'2' * 32}\n\n",
        },
    ),
    "NixOS": Ordinary(
        _BASE | {
            "/etc/passwd": "root:x:0:0::/root:/run/current-system/sw/bin/bash\nnixbld1:x:30001:30000::/var/empty:/run/current-system/sw/bin/nologin\n"
            "me:x:1000:100::/home/me:/run/current-system/sw/bin/zsh\n",
            "/etc/group": "root:x:0:\nwheel:x:1:me\n", "/etc/sudoers": "root ALL=(ALL:ALL) SETENV: ALL\n%wheel ALL=(ALL:ALL) SETENV: ALL\n",
            "/etc/systemd/system/sshd.service.d/overrides.conf": '[Service]\nEnvironment="PATH=/nix/store/x/bin"\nExecStart=/nix/store/x/bin/sshd\n',
        },
        (_run("/nix/store/abc-systemd-257/lib/systemd/systemd"), _run("/nix/store/abc-dbus/bin/dbus-daemon")),
    ),
    "Raspberry Pi OS": Ordinary(_DEBIAN | {"/etc/ld.so.preload": "/usr/lib/arm-linux-gnueabihf/libarmmem-${PLATFORM}.so\n"}),
    "openSUSE": Ordinary(
        _DEBIAN | {"/etc/sudoers": "Defaults targetpw   # ask for the password of the target user\nALL   ALL=(ALL) ALL\nroot ALL=(ALL) ALL\n",
                   "/etc/passwd": "root:x:0:0::/root:/bin/bash\n" + _ME + "kid:x:1001:100::/home/kid:/bin/bash\nnobody:x:65534:65534:nobody:/var/lib/nobody:/bin/bash\n"},
    ),
    "Windows' Linux": Ordinary(_DEBIAN, (Running("init(Ubuntu)", "/init", ("/init",), "root"), Running("init", "/init", ("/init",), "root"))),
    "VPNs, virtual machines and containers": Ordinary(
        _DEBIAN | {
            "/run/systemd/resolve/resolv.conf": "nameserver 100.100.100.100\nnameserver 10.64.0.1\nnameserver 103.86.96.100\n",
            "/etc/hosts": "127.0.0.1 localhost\n192.168.99.100 kubernetes.docker.internal\n10.0.0.5 git.company.example\n0.0.0.0 ads.example\n",
            "/etc/systemd/system/vboxdrv.service": "", "/etc/systemd/system/multi-user.target.wants/libvirtd.service": "",
        },
        (_run("/usr/sbin/dnsmasq", "libvirt-dnsmasq"), _run("/usr/sbin/tailscaled"), _run("/usr/bin/mullvad-daemon"), _run("/usr/sbin/nordvpnd"),
         Running("docker-init", "/sbin/docker-init", ("/sbin/docker-init",), "root")),
        links={"/etc/systemd/system/vboxdrv.service": "/usr/lib/virtualbox/vboxdrv.sh",
               "/etc/systemd/system/multi-user.target.wants/libvirtd.service": "/usr/lib/systemd/system/libvirtd.service"},
    ),
    "people who build programs": Ordinary(
        _DEBIAN | {"/usr/local/bin/chromedriver": b"\0" * 6_000_000, "~/.local/bin/brave-search": "x", "/etc/cron.d/anacron": "30 7 * * * root [ -x /etc/init.d/anacron ] && x\n",
                   "/usr/share/ca-certificates/mozilla/x.crt": "x"},
        (_run("/home/me/.nvm/versions/node/v22/bin/node", "me"), _run("/home/me/.cache/puppeteer/chrome/chrome", "me")),
    ),
    "sway": Ordinary(
        _DEBIAN | {
            "~/.config/sway/config": "set $mod Mod4\nexec swaybg -i ~/Pictures/wall.jpg -m fill\nexec waybar -c ~/.config/waybar/config\n"
            "exec_always --no-startup-id mako\nbindsym $mod+Return exec foot\noutput * bg ~/x.png fill\n",
            "~/.config/openbox/autostart": "feh --bg-scale ~/.wallpaper.png &\npicom --config ~/.config/picom.conf &\n",
            "~/.xprofile": "xset r rate 200 40 &\nsxhkd -c $HOME/.config/sxhkd/sxhkdrc &\n",
        },
    ),
    "a company's": Ordinary(
        _DEBIAN | {
            "/opt/CrowdStrike/falconctl": "x", "/etc/opt/chrome/policies/managed/p.json": json.dumps({"HomepageLocation": "https://x.example"}),
            "/etc/environment": "http_proxy=http://proxy.company.example:3128\n", "/usr/share/ca-certificates/company/x.crt": "",
        },
        asks=("computer-managed-work", "computer-proxy"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_computer_is_no_alarm(name: str) -> None:
    tree = ORDINARY[name]
    host = MadeUp(System.LINUX, tree.files, running=tree.running, links=tree.links, commands=tree.commands)
    looked = look_at(host)
    above = [finding for finding in looked.findings if finding.severity != "note"]
    assert sorted(finding.kind for finding in above) == sorted(tree.asks), [(one.kind, one.evidence) for one in above]
    assert all(finding.severity == "ask" for finding in above)
    assert {gap.fact for gap in looked.gaps} <= {"computer-startup", "computer-programs"}, looked.gaps


@pytest.mark.parametrize("name", ["Debian with GNOME", "Fedora", "Linux Mint"])
def test_what_packages_bring_is_not_called_added(name: str) -> None:
    tree = ORDINARY[name]
    looked = look_at(MadeUp(System.LINUX, tree.files, running=tree.running, commands=tree.commands))
    added = [finding for finding in looked.findings if finding.kind == "computer-startup-added"]
    assert added == []
