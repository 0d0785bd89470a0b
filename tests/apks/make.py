"""Make the APKs of this folder anew, with new keys: real files from real tools, signed in every way apksigner knows.

Needs `aapt`, `android-framework-res`, `apksigner`, `openssl` (Debian's packages). The keys are thrown away.
"""

import subprocess
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent
_FRAMEWORK = "/usr/share/android-framework-res/framework-res.apk"
_MANIFEST = """<manifest xmlns:android="http://schemas.android.com/apk/res/android"
 package="org.example.test" android:versionCode="1" android:versionName="1">
 <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="29"/>
 <application android:label="{label}" android:hasCode="false"/>
</manifest>"""
_STRINGS = {"values": "Test app", "values-en": "Test app in English", "values-de": "Testprogramm"}
_KEYS = {  # name: how openssl makes the key
    "one": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "two": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "three": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "rsa": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
}
_SCHEMES = ("v1", "v2", "v3")
APKS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {  # file: schemes, signers, lineage
    "v1-rsa": (("v1",), ("rsa",), ""),
    "v1-ec": (("v1",), ("one",), ""),
    "v1-two-signers": (("v1",), ("one", "rsa"), ""),
    "v1-v2": (("v1", "v2"), ("rsa",), ""),
    "v1-v2-v3": (("v1", "v2", "v3"), ("rsa",), ""),
    "v2": (("v2",), ("one",), ""),
    "v2-two-signers": (("v2",), ("one", "rsa"), ""),
    "v3": (("v3",), ("one",), ""),
    "v2-v3": (("v2", "v3"), ("one",), ""),
    "rotated": (("v1", "v2", "v3"), ("one", "two"), "two"),
    "rotated-twice": (("v2", "v3"), ("one", "three"), "three"),
}


def run(*command: object) -> None:
    """Run one tool, and stop where it fails."""
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def unsigned(folder: Path, label: str) -> Path:
    """Build an app that holds nothing but its name."""
    (folder / "AndroidManifest.xml").write_text(_MANIFEST.format(label=label))
    for values, text in _STRINGS.items():
        (folder / "res" / values).mkdir(parents=True, exist_ok=True)
        (folder / "res" / values / "strings.xml").write_text(
            f'<resources><string name="name">{text}</string></resources>'
        )
    file = folder / "unsigned.apk"
    run(
        *("aapt", "package", "-f", "-M", folder / "AndroidManifest.xml", "-S", folder / "res"),
        *("-I", _FRAMEWORK, "-F", file),
    )
    return file


def keys(folder: Path) -> None:
    """Make the keys, and a certificate for each."""
    for name, how in _KEYS.items():
        run("openssl", "genpkey", *how, "-out", folder / f"{name}.key")
        form = ("-topk8", "-nocrypt", "-outform", "DER")
        run("openssl", "pkcs8", *form, "-in", folder / f"{name}.key", "-out", folder / f"{name}.pk8")
        subject = f"/O=safecheck test key, not secret/CN={name}"
        run(
            *("openssl", "req", "-new", "-x509", "-key", folder / f"{name}.key"),
            *("-days", "9999", "-subj", subject, "-out", folder / f"{name}.pem"),
        )


def signer(folder: Path, name: str) -> tuple[str, ...]:
    """Give the options that name one signer."""
    return "--key", str(folder / f"{name}.pk8"), "--cert", str(folder / f"{name}.pem")


def lineages(folder: Path) -> None:
    """Let key two follow key one, and key three key two; each file is named after its last key."""
    first = ("--old-signer", *signer(folder, "one"), "--new-signer", *signer(folder, "two"))
    run("apksigner", "rotate", "--out", folder / "two.lineage", *first)
    second = ("--old-signer", *signer(folder, "two"), "--new-signer", *signer(folder, "three"))
    run("apksigner", "rotate", "--in", folder / "two.lineage", "--out", folder / "three.lineage", *second)


def sign(folder: Path, app: Path, name: str) -> None:
    """Sign `app` as the table says, into this folder."""
    schemes, signers, lineage = APKS[name]
    enabled = [f"--{scheme}-signing-enabled={str(scheme in schemes).lower()}" for scheme in _SCHEMES]
    options = [*enabled, "--v4-signing-enabled=false", "--min-sdk-version", "28" if schemes == ("v3",) else "24"]
    if schemes == ("v1",):
        options += ["--max-sdk-version", "23", "--min-sdk-version", "21"]
    for place, each in enumerate(signers):
        options += [*(("--next-signer",) if place else ()), *signer(folder, each)]
    options += ["--lineage", str(folder / f"{lineage}.lineage")] if lineage else []
    run("apksigner", "sign", *options, "--in", app, "--out", _HERE / f"{name}.apk")


def main() -> None:
    """Make everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys(folder)
        lineages(folder)
        app = unsigned(folder, "@string/name")
        for each in APKS:
            sign(folder, app, each)
        app.replace(_HERE / "unsigned.apk")
        (folder / "plain").mkdir()
        unsigned(folder / "plain", "Plain name").replace(_HERE / "unsigned-plain-label.apk")


if __name__ == "__main__":
    main()
