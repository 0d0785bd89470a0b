"""Every command that is ever run on this computer. All of them only read, ask nobody, and reach no network."""

from safecheck.model.host import System

_GNOME = "org.gnome.system.proxy"
COMMANDS: dict[System, tuple[str, ...]] = {
    System.LINUX: (
        f"gsettings get {_GNOME} mode",
        f"gsettings get {_GNOME} autoconfig-url",
        f"gsettings get {_GNOME}.http host",
        f"gsettings get {_GNOME}.https host",
        f"gsettings get {_GNOME}.socks host",
        "gsettings get org.gnome.desktop.remote-desktop.rdp enable",
        "gsettings get org.gnome.desktop.remote-desktop.vnc enable",
        "crontab -l",
        "rpm -qa --queryformat %{NAME}\\n",
    ),
    System.WINDOWS: (),
    System.MACOS: (
        "dscl . -read /Groups/admin GroupMembership",
        "dscl . -list /Users UniqueID",
        "dscl . -list /Users IsHidden",
        "launchctl print-disabled system",
        "profiles status -type enrollment",
        "scutil --proxy",
        "scutil --dns",
        "security find-certificate -a -p /Library/Keychains/System.keychain",
    ),
}
FOLDERS = {  # where they are looked for: never on the PATH, which anybody may have changed
    System.LINUX: ("/usr/bin", "/bin", "/usr/sbin", "/sbin"),
    System.WINDOWS: (),
    System.MACOS: ("/usr/bin", "/bin", "/usr/sbin", "/sbin"),
}
LIMIT = 10  # seconds for each
NOT_HERE = (b"No such schema", b"No such key", b"no crontab for ")  # said of what is not there, with an error's code
