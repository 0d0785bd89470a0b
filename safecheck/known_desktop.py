"""Things on computers that explain themselves: used to speak more calmly, never to leave something out.

Ids of extensions are those of their store pages, written from general knowledge; they only count for an extension that
came from the store, whose id cannot be copied there. A wrong one makes a sentence more careful.
"""

from safecheck.model.host import System

# Extensions that must see every page for what they openly do: against adverts, for passwords, for reading.
EXTENSIONS = frozenset(
    {
        "cjpalhdlnbpafiamejdnhcphjbkeiagm",  # uBlock Origin
        "ddkjiahejlhfcafbddmgiahcphecmpfh",  # uBlock Origin Lite
        "gighmmpiobklfepjocnamgkkbiglidom",  # AdBlock
        "cfhdojbkjhnklbpkdaibdccddilifddb",  # Adblock Plus
        "mlomiejdfkolichcflejclcbmpeaniij",  # Ghostery
        "pkehgijcmpdhfbdbbnkijodmdjhbjlgp",  # Privacy Badger
        "bkdgflcldnnnapblkhphbgpggdiikppg",  # DuckDuckGo
        "nngceckbapebfimnlniiiahkandclblb",  # Bitwarden
        "aeblfdkhhhdcdjpifhhbdiojplfjncoa",  # 1Password
        "hdokiejnpimakedhajhdlcegeplioahd",  # LastPass
        "fdjamakpfbbddfjaooikfcpapjohcfmg",  # Dashlane
        "ghmbeldphafepmbegfdlkpapadhbakde",  # Proton Pass
        "oboonakemofpalcgghocfoadofidjkkk",  # KeePassXC-Browser
        "eimadpbcbfnmbkopoojfekhnkhdbieeh",  # Dark Reader
        "kbfnbcaeplbcioakkpcpgfkobkghlhen",  # Grammarly
        "uBlock0@raymondhill.net",
        "{446900e4-71c2-419f-a6a7-df9c091e268b}",  # Bitwarden
        "addon@darkreader.org",
        "jid1-MnnxcxisBPnSXQ@jetpack",  # Privacy Badger
    }
)

# Servers for names that anybody may use: Google, Cloudflare, Quad9, OpenDNS.
NAME_SERVERS = frozenset(
    {
        "8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844",
        "1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001",
        "9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9",
        "208.67.222.222", "208.67.220.220",
    }
)  # fmt: skip

# Names of parts of each system, and the folders in which the real ones lie.
WINDOWS_PARTS = frozenset(
    {
        "csrss.exe", "services.exe", "svchost.exe", "lsass.exe", "smss.exe", "wininit.exe", "winlogon.exe", "dwm.exe",
        "explorer.exe", "taskhostw.exe", "spoolsv.exe", "conhost.exe", "runtimebroker.exe", "ctfmon.exe", "sihost.exe",
        "fontdrvhost.exe", "dllhost.exe", "rundll32.exe", "searchindexer.exe", "audiodg.exe", "wmiprvse.exe",
        "lsaiso.exe", "userinit.exe", "taskmgr.exe", "regsvr32.exe",
    }
)  # fmt: skip
MACOS_PARTS = frozenset(
    {
        "windowserver", "launchd", "loginwindow", "finder", "dock", "kernel_task", "mds", "mdworker", "cfprefsd",
        "systemuiserver", "coreaudiod", "distnoted", "usernoted", "controlcenter", "notificationcenter", "trustd",
    }
)  # fmt: skip
LINUX_PARTS = frozenset(
    {
        "systemd", "systemd-journald", "systemd-logind", "systemd-udevd", "systemd-resolved", "dbus-daemon",
        "gnome-shell", "plasmashell", "kwin_wayland", "xorg", "xwayland", "pipewire", "wireplumber", "pulseaudio",
        "crond", "sshd", "networkmanager", "wpa_supplicant", "gdm3", "sddm", "polkitd", "udisksd", "cupsd", "init",
        "dbus-broker", "cron",
    }
)  # fmt: skip
FOLDERS_OF_PARTS = {
    System.WINDOWS: ("c:\\windows\\",),
    System.MACOS: ("/system/", "/usr/", "/sbin/", "/library/apple/", "/bin/"),
    System.LINUX: (
        "/usr/",
        "/bin/",
        "/sbin/",
        "/lib/",
        "/lib64/",
        "/nix/",
        "/snap/",
        "/gnu/",
        "/run/current-system/",
        "/app/",
    ),
}
