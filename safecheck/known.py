"""Apps that explain themselves: used to speak more calmly, never to leave something out.

What stands here only counts for an app that came with the phone or from a store: a name can be copied. Names are the
public ids of the apps' store pages, written from general knowledge; a wrong one makes a sentence more careful.
"""

PLAY_STORE = "com.android.vending"

# Shops that people set up themselves, from a file. A maker's own shop came with the phone, and needs no name here.
ADDED_STORES = frozenset(
    {
        "com.amazon.venezia",
        "com.aurora.store",
        "com.huawei.appmarket",
        "org.fdroid.basic",
        "org.fdroid.fdroid",
        "com.looker.droidify",
    }
)

# Parts of makers and of Android that move apps from an old phone, or keep a maker's own apps up to date.
MOVERS = frozenset({"com.sec.android.easyMover", "com.google.android.feedback", "com.facebook.system"})

# The way in over a cable or over Wi-Fi debugging.
COMPUTERS = frozenset({"com.android.shell"})

# Apps that need one of the special powers for what they openly do.
HELPERS = frozenset(
    {
        "com.google.android.marvin.talkback",
        "com.google.android.apps.accessibility.voiceaccess",
        "com.google.android.accessibility.switchaccess",
        "com.x8bit.bitwarden",
        "com.agilebits.onepassword",
        "com.onepassword.android",
        "com.lastpass.lpandroid",
        "com.dashlane",
        "com.callpod.android_apps.keeper",
        "proton.android.pass",
        "com.google.android.wearable.app",
        "com.google.android.apps.wear.companion",
        "com.samsung.android.app.watchmanager",
        "com.samsung.android.waterplugin",
        "com.garmin.android.apps.connectmobile",
        "com.fitbit.FitbitMobile",
        "com.xiaomi.wearable",
        "com.huami.watch.hmwatchmanager",
        "com.google.android.projection.gearhead",
        "com.touchtype.swiftkey",
        "com.google.android.inputmethod.latin",
        "org.futo.inputmethod.latin",
        "com.wireguard.android",
        "ch.protonvpn.android",
        "org.torproject.android",
        "net.mullvad.mullvadvpn",
        "com.celzero.bravedns",
    }
)

# What people call a kind of account. Other kinds are named as the phone names them.
ACCOUNT_KINDS = {
    "com.google": "Google",
    "com.osp.app.signin": "Samsung",
    "com.xiaomi": "Xiaomi",
    "com.heytap.account": "Oppo",
    "com.huawei.hwid": "Huawei",
    "com.whatsapp": "WhatsApp",
    "com.facebook.auth.login": "Facebook",
    "com.snapchat.android": "Snapchat",
    "org.telegram.messenger": "Telegram",
}

# Apps with which companies and schools manage phones.
EMPLOYERS = frozenset(
    {
        "com.google.android.apps.work.clouddpc",
        "com.google.android.apps.enterprise.dmagent",
        "com.microsoft.windowsintune.companyportal",
        "com.airwatch.androidagent",
        "com.mobileiron",
        "com.ibm.security.verifyapp",
        "com.jamf.management.android",
        "com.sec.enterprise.knox.cloudmdm.smdms",
    }
)

# Makers' own owners of profiles and phones: locked folders, double apps, payment by instalments.
MAKERS_OWNERS = frozenset(
    {"com.samsung.knox.securefolder", "com.samsung.android.kgclient", "com.android.managedprovisioning"}
)

# Apps with which parents look after a child's phone.
SUPERVISION = frozenset({"com.google.android.gms.supervision", "com.google.android.apps.kids.familylinkhelper"})
