"""What no list may ever name, whoever made it: a list that did would raise an alarm on nearly every phone or computer.

It stands in code, not in the list, so that a broken or poisoned list cannot take it away.
"""

# Keys that anyone can sign with: they name a toolchain, never a product. SHA-1 and SHA-256 of certificates, computed
# from the Android source tree (build/target/product/security and build/tools/releasetools/testdata) where it is named.
PUBLIC_KEYS = frozenset(
    {
        # AOSP testkey, platform, shared, media, networkstack, bluetooth, sdk_sandbox, nfc, cts_uicc_2021, verity
        "61ED377E85D386A8DFEE6B864BD85B0BFAA5AF81",
        "A40DA80A59D170CAA950CF15C18C454D47A39B26989D8B640ECD745BA71BF5DC",
        "27196E386B875E76ADF700E7EA84E4C6EEE33DFA",
        "C8A2E9BCCF597C2FB6DC66BEE293FC13F2FC47EC77BC6B2B0D52C11F51192AB8",
        "5B368CFF2DA2686996BC95EAC190EAA4F5630FE5",
        "28BBFE4A7B97E74681DC55C2FBB6CCB8D6C74963733F6AF6AE74D8C3A6E879FD",
        "B79DF4A82E90B57EA76525AB7037AB238A42F5D3",
        "465983F7791F2ABEB43EA2CBDC7F21A8260B72BC08A55C839FC1A43BC741A81E",
        "7C8BDABD21F953A1B18CCBE7B91393D9FDF94830",
        "E1DBADCE60DC080D15B58A014B0DCF9400E24DE23FA00B287A5A982BFEBDA2EE",
        "DC0605CDD6552D84481D8FCCE4A8D28E294E570B",
        "A6CCC500FF0E7421200EB66A7FE174EF1B00E52CA91727070CBEDF061FF76C35",
        "74847689BD67577964AE628AF2301ACF8910B499",
        "ABF21F9E2AF1D881CC673FDDCEFA6ED9C269A437BD64B279CF45844CFD589126",
        "2CDC0BE9A0B9EC3D4A0D3A958023A770BA5A0A6D",
        "FAE9122A8721D6E2A196D2224DFFCF773C9127E2BB956CBDDB40B009192FFDFD",
        "0697713921E865D01C45C4A88D457A9D96F43927",
        "CE7B2B47AE2B7552C8F92CC29124279883041FB623A5F194A82C9BF15D492AA0",
        "14A33CEBE3E8667B409EF8142A9D56259EC8328E",
        "8AD127ABAE8285B582EA36745F220AB8FE397FFB3B068DF19CA22D122C7B3B86",
        # AOSP test data of the release tools: testkey, testkey_with_passwd
        "D7EBFF76364893F3A678EAE692F2A9BDD6432086",
        "B2CCC7CD4AF221536B59514F4B21E760604243729959DE6A56C56A9C7AD4BC54",
        "7CE51646B3442192EC76A9D3FEB976A7A73986C9",
        "9C10A9909D9D351F3E6C478A8789FF5070BB093A05F003AFAD0BAE402B566D3C",
        # the debug key in the templates of React Native and Expo
        "5E8F16062EA3CD2C4A0D547876BAA6F38CABF625",
        # a key of no known owner: Echap's samples of two unrelated products are signed with it
        "09DCEB70D91DE79335B6C143D05F9A6B6DE9E59C",
        # "Internet Widgits Pty Ltd", a key that several kits hand out: public rules name it for SpyNote, Mazar and
        # Marcher, and one of Echap's samples of CatWatchful has it
        "219D542F901D8DB85C729B0F7AE32410096077CB",
    }
)

# Name spaces of makers of phones, of Android and of the commonest apps. Products that hide use names in them, so a
# family may, but it must say so (`imitates`).
NAME_SPACES = (
    "android.",
    "androidx.",
    "com.adobe.",
    "com.android.",
    "com.asus.",
    "com.bbk.",
    "com.coloros.",
    "com.facebook.",
    "com.google.",
    "com.heytap.",
    "com.hihonor.",
    "com.htc.",
    "com.huawei.",
    "com.instagram.",
    "com.lge.",
    "com.linkedin.",
    "com.mediatek.",
    "com.miui.",
    "com.motorola.",
    "com.oneplus.",
    "com.oplus.",
    "com.oppo.",
    "com.qti.",
    "com.qualcomm.",
    "com.samsung.",
    "com.sec.",
    "com.snapchat.",
    "com.sony.",
    "com.sonyericsson.",
    "com.sonymobile.",
    "com.vivo.",
    "com.whatsapp.",
    "com.xiaomi.",
    "org.chromium.",
    "org.lineageos.",
    "org.telegram.",
)

# com.android.* and com.google.android.*: packages of the Android source tree, and Google's own apps.
_ANDROID = """
backupconfirm bips bluetooth bluetoothmidiservice bookmarkprovider calculator2 calendar calllogbackup camera camera2
captiveportallogin carrierconfig carrierdefaultapp cellbroadcastreceiver certinstaller chrome companiondevicemanager
contacts cts.priv.ctsshim defcontainer deskclock dialer documentsui dreams.basic egg email emergency externalstorage
gallery3d hotspot2.osulogin htmlviewer incallui inputdevices inputmethod.latin internal.display.cutout.emulation
keychain keyguard launcher launcher3 location.fused managedprovisioning messaging mms mms.service mtp music musicfx
networkstack nfc ons packageinstaller pacprocessor permissioncontroller phone printservice.recommendation printspooler
providers.blockednumber providers.calendar providers.contacts providers.downloads providers.downloads.ui
providers.media providers.media.module providers.partnerbookmarks providers.settings providers.telephony
providers.userdictionary provision proxyhandler quicksearchbox sdksandbox se server.telecom settings
settings.intelligence sharedstoragebackup shell simappdialog soundpicker statementservice stk storagemanager systemui
systemui.theme.dark tethering theme.icon.square timezone.updater traceur updater vending vpndialogs
wallpaper.livepicker wallpaperbackup wallpapercropper wallpaperpicker webview wifi.resources
"""
_GOOGLE = """
accessibility.switchaccess apps.accessibility.voiceaccess apps.authenticator2 apps.docs apps.fitness
apps.googleassistant apps.kids.familylink apps.kids.familylinkhelper apps.maps apps.messaging apps.nbu.files
apps.photos apps.restore apps.setupwizard.searchselector apps.tachyon apps.turbo apps.walletnfcrel apps.wellbeing as
backuptransport calculator calendar captiveportallogin configupdater contacts deskclock dialer documentsui
ext.services ext.shared feedback gm gms gms.supervision googlequicksearchbox gsf inputmethod.latin keep
marvin.talkback modulemetadata networkstack networkstack.tethering odad onetimeinitializer packageinstaller
partnersetup permissioncontroller printservice.recommendation projection.gearhead providers.media.module rkpdapp
safetycenter.resources safetycore setupwizard syncadapters.calendar syncadapters.contacts tts tvlauncher videos
wearable.app webview wifi.resources youtube
"""

# Parts of Android and of phones, and apps that very many people have: names given in their own sources and stores.
PACKAGES = frozenset(
    {
        "android",
        *(f"com.android.{name}" for name in _ANDROID.split()),
        *(f"com.google.android.{name}" for name in _GOOGLE.split()),
        "com.google.ar.core",
        "com.samsung.accessibility",
        "com.samsung.android.app.find",
        "com.samsung.android.app.talkback",
        "com.samsung.android.app.watchmanager",
        "com.samsung.android.dialer",
        "com.samsung.android.fmm",
        "com.samsung.android.incallui",
        "com.samsung.android.kgclient",
        "com.samsung.android.messaging",
        "com.samsung.android.oneconnect",
        "com.samsung.knox.securefolder",
        "com.sec.android.app.clockpackage",
        "com.sec.android.app.launcher",
        "com.sec.android.app.sbrowser",
        "com.sec.android.app.samsungapps",
        "com.sec.android.daemonapp",
        "com.huawei.appmarket",
        "com.huawei.systemmanager",
        "com.lbe.security.miui",
        "com.miui.home",
        "com.miui.securitycenter",
        "com.xiaomi.finddevice",
        "com.qualcomm.qti.telephonyservice",
        "org.codeaurora.ims",
        # apps
        "com.amazon.mShop.android.shopping",
        "com.discord",
        "com.facebook.katana",
        "com.facebook.lite",
        "com.facebook.orca",
        "com.facebook.services",
        "com.facebook.system",
        "com.facebook.appmanager",
        "com.instagram.android",
        "com.linkedin.android",
        "com.microsoft.office.outlook",
        "com.microsoft.skydrive",
        "com.microsoft.teams",
        "com.netflix.mediaclient",
        "com.pinterest",
        "com.reddit.frontpage",
        "com.skype.raider",
        "com.snapchat.android",
        "com.spotify.music",
        "com.tencent.mm",
        "com.twitter.android",
        "com.ubercab",
        "com.viber.voip",
        "com.waze",
        "com.whatsapp",
        "com.whatsapp.w4b",
        "com.zhiliaoapp.musically",
        "de.seemoo.at_tracking_detection",
        "de.seemoo.at_tracking_detection.release",
        "org.fdroid.fdroid",
        "org.mozilla.firefox",
        "org.telegram.messenger",
        "org.thoughtcrime.securesms",
        "org.torproject.android",
        "us.zoom.videomeetings",
        # people who cannot see well need these
        "com.google.android.apps.accessibility.reveal",
        "com.bemyeyes.bemyeyes",
    }
)

# Programs of Windows, and names so common that they tell nothing: never a mark without a folder of the product's own.
PROGRAMS = frozenset(
    {
        "7z.exe",
        "agent.exe",
        "cmd.exe",
        "conhost.exe",
        "connect.exe",
        "csrss.exe",
        "ctfmon.exe",
        "dwm.exe",
        "explorer.exe",
        "installer.exe",
        "lsass.exe",
        "mstsc.exe",
        "notepad.exe",
        "nvda.exe",
        "powershell.exe",
        "quickassist.exe",
        "rdp.exe",
        "regsvr32.exe",
        "rundll32.exe",
        "services.exe",
        "setup.exe",
        "smss.exe",
        "spoolsv.exe",
        "svchost.exe",
        "tar.exe",
        "taskhostw.exe",
        "taskmgr.exe",
        "teams.exe",
        "update.exe",
        "updater.exe",
        "userinit.exe",
        "wininit.exe",
        "winlogon.exe",
    }
)

# Companies whose signature is on nearly every computer, or that sign for others.
SIGNERS = frozenset(
    {
        "Adobe Inc.",
        "Adobe Systems Incorporated",
        "Apple Inc.",
        "Google LLC",
        "Microsoft Corporation",
        "Microsoft Windows",
        "Mozilla Corporation",
        "Symantec Corporation",
        "VeriSign, Inc.",
        "win.rar GmbH",
    }
)

# Folders that every computer has: a mark must lie below them.
FOLDERS = frozenset(
    {
        "/Applications",
        "/Library",
        "/Library/Application Support",
        "/Library/LaunchAgents",
        "/Library/LaunchDaemons",
        "/Library/PrivilegedHelperTools",
        "/System",
        "/bin",
        "/etc",
        "/etc/systemd/system",
        "/opt",
        "/usr",
        "/usr/bin",
        "/usr/lib",
        "/usr/libexec",
        "/usr/local",
        "/usr/local/bin",
        "/usr/sbin",
        "/usr/share",
        "/var",
        "/var/log",
    }
)
