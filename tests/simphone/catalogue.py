"""Names of the apps that ready-made phones carry."""

from __future__ import annotations

from .description import AccessibilityService, App

_INTERNET = ("android.permission.INTERNET", "android.permission.WAKE_LOCK")
_PRIVILEGED = ("android.permission.INTERACT_ACROSS_USERS", "android.permission.DUMP")


def _part(  # noqa: PLR0913 - one call per app reads best
    package: str,
    label: str,
    path: str,
    *,
    shared_user: str | None = None,
    launcher: bool = False,
    granted: tuple[str, ...] = _PRIVILEGED,
) -> App:
    """Return a preinstalled app that was never updated."""
    return App(
        package=package,
        label=label,
        system=True,
        factory_path=path,
        shared_user=shared_user,
        launcher=launcher,
        granted=granted,
    )


def _updated(  # noqa: PLR0913 - the same
    package: str,
    label: str,
    path: str,
    *,
    launcher: bool = True,
    granted: tuple[str, ...] = _INTERNET,
    appop_permissions: tuple[str, ...] = (),
    accessibility: tuple[AccessibilityService, ...] = (),
    account_types: tuple[str, ...] = (),
) -> App:
    """Return a preinstalled app that the store has updated since."""
    return App(
        package=package,
        label=label,
        system=True,
        updated_system=True,
        factory_path=path,
        version_code=240_000,
        version_name="24.0",
        installer="com.android.vending",
        initiating="com.android.vending",
        launcher=launcher,
        granted=granted,
        appop_permissions=appop_permissions,
        accessibility=accessibility,
        account_types=account_types,
        last_update=1_740_000_000,
        signature=0x38D26F5A,
    )


_SYSTEM = "android.uid.system"
_PHONE = "android.uid.phone"

SYSTEM_APPS: tuple[App, ...] = (
    _part("android", "Android System", "/system/framework/framework-res.apk", shared_user=_SYSTEM),
    _part("com.android.systemui", "System UI", "/system_ext/priv-app/SystemUI"),
    _part(
        "com.android.settings",
        "Settings",
        "/system_ext/priv-app/Settings",
        shared_user=_SYSTEM,
        launcher=True,
    ),
    _part("com.android.shell", "Shell", "/system/priv-app/Shell", shared_user="android.uid.shell"),
    _part("com.android.phone", "Phone", "/system/priv-app/TeleService", shared_user=_PHONE),
    _part("com.android.providers.telephony", "", "/system/priv-app/TelephonyProvider"),
    _part("com.android.providers.contacts", "", "/system/priv-app/ContactsProvider"),
    _part("com.android.providers.media", "", "/system/priv-app/MediaProvider"),
    _part("com.android.providers.settings", "", "/system/priv-app/SettingsProvider"),
    _part("com.android.bluetooth", "", "/system/app/Bluetooth"),
    _part("com.android.nfc", "", "/system/app/NfcNci", shared_user="android.uid.nfc"),
    _part("com.android.server.telecom", "", "/system/priv-app/Telecom", shared_user=_SYSTEM),
    _part("com.android.keychain", "", "/system/app/KeyChain", shared_user=_SYSTEM),
    _part("com.android.location.fused", "", "/system/priv-app/FusedLocation", shared_user=_SYSTEM),
    _part("com.android.vpndialogs", "", "/system/priv-app/VpnDialogs"),
    _part("com.android.certinstaller", "", "/system/app/CertInstaller"),
    _part("com.android.printspooler", "", "/system/app/PrintSpooler"),
    _part("com.android.managedprovisioning", "", "/system/priv-app/ManagedProvisioning"),
    _part("com.android.wallpaperbackup", "", "/system/app/WallpaperBackup", shared_user=_SYSTEM),
    _part("com.android.inputdevices", "", "/system/priv-app/InputDevices", shared_user=_SYSTEM),
    _part("com.android.emergency", "Emergency", "/product/priv-app/EmergencyInfo"),
    _part("com.android.stk", "SIM toolkit", "/system/app/Stk", shared_user=_PHONE),
    _part("com.google.android.packageinstaller", "", "/system/priv-app/PackageInstaller"),
    _part("com.google.android.permissioncontroller", "", "/system/priv-app/PermissionController"),
    _part("com.google.android.networkstack", "", "/system/priv-app/NetworkStack"),
    _part("com.google.android.setupwizard", "", "/system_ext/priv-app/SetupWizard"),
    _part("com.google.android.gsf", "", "/system_ext/priv-app/GoogleServicesFramework"),
    _updated(
        "com.google.android.gms",
        "Google Play services",
        "/product/priv-app/PrebuiltGmsCore",
        launcher=False,
        granted=_INTERNET + _PRIVILEGED,
        appop_permissions=(
            "android.permission.PACKAGE_USAGE_STATS",
            "android.permission.SYSTEM_ALERT_WINDOW",
        ),
        account_types=("com.google",),
    ),
    _updated(
        "com.android.vending",
        "Play Store",
        "/product/priv-app/Phonesky",
        granted=(*_INTERNET, "android.permission.INSTALL_PACKAGES"),
        appop_permissions=("android.permission.PACKAGE_USAGE_STATS",),
    ),
    _updated("com.google.android.webview", "WebView", "/product/app/WebViewGoogle", launcher=False),
    _updated(
        "com.android.chrome",
        "Chrome",
        "/product/app/Chrome",
        appop_permissions=("android.permission.REQUEST_INSTALL_PACKAGES",),
    ),
    _updated("com.google.android.youtube", "YouTube", "/product/app/YouTube"),
    _updated("com.google.android.gm", "Gmail", "/product/app/PrebuiltGmail"),
    _updated("com.google.android.apps.maps", "Maps", "/product/app/Maps"),
    _updated("com.google.android.apps.photos", "Photos", "/product/app/Photos"),
    _updated("com.google.android.apps.messaging", "Messages", "/product/app/PrebuiltBugle"),
    _updated("com.google.android.dialer", "Phone", "/product/priv-app/GoogleDialer"),
    _updated("com.google.android.contacts", "Contacts", "/product/app/GoogleContacts"),
    _updated("com.google.android.calendar", "Calendar", "/product/app/CalendarGooglePrebuilt"),
    _updated("com.google.android.calculator", "Calculator", "/product/app/CalculatorGooglePrebuilt"),
    _updated("com.google.android.deskclock", "Clock", "/product/app/PrebuiltDeskClockGoogle"),
    _updated("com.google.android.googlequicksearchbox", "Google", "/product/priv-app/Velvet"),
    _updated("com.google.android.apps.nexuslauncher", "", "/system_ext/priv-app/NexusLauncher"),
    _updated("com.google.android.tts", "", "/product/app/GoogleTTS", launcher=False),
    _updated("com.google.android.inputmethod.latin", "Gboard", "/product/app/LatinIMEGooglePrebuilt"),
    _updated(
        "com.google.android.marvin.talkback",
        "Android Accessibility Suite",
        "/product/app/talkback",
        launcher=False,
        accessibility=(AccessibilityService(name=".TalkBackService", label="TalkBack", capabilities=203),),
    ),
)
"""What the maker put on the phone."""

USER_APPS: tuple[tuple[str, str], ...] = (
    ("com.whatsapp", "WhatsApp"),
    ("org.thoughtcrime.securesms", "Signal"),
    ("org.telegram.messenger", "Telegram"),
    ("com.spotify.music", "Spotify"),
    ("com.instagram.android", "Instagram"),
    ("com.netflix.mediaclient", "Netflix"),
    ("com.amazon.mShop.android.shopping", "Amazon Shopping"),
    ("com.paypal.android.p2pmobile", "PayPal"),
    ("com.booking", "Booking.com"),
    ("org.mozilla.firefox", "Firefox"),
    ("org.videolan.vlc", "VLC"),
    ("com.Slack", "Slack"),
    ("com.duolingo", "Duolingo"),
    ("com.strava", "Strava"),
)
"""What the owner took from the Play Store: package and label."""
