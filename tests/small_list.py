"""A small list of invented products, so that golden reports do not change with the real list."""

from datetime import date

from safecheck.catalogue import LoadedList
from safecheck.model import Facts, Family, FamilyClass, Grade, SignatureList, Signatures, Source


def _family(name: str, kind: FamilyClass, package: str) -> Family:
    return Family(
        id=name.lower(), name=name, kind=kind, facts=(Facts(source="made-up", grade=Grade.VENDOR, packages=(package,)),)
    )


SMALL = LoadedList(
    signatures=Signatures(
        SignatureList(
            schema=1,
            version=2026112001,
            issued=date(2026, 11, 20),
            sources={
                "made-up": Source(
                    name="Made up", url="", revision="", date=date(2026, 11, 20), licence="CC0-1.0", credit="Made up"
                )
            },
            families=(
                _family("Shadower", FamilyClass.STALKERWARE, "com.systemservice"),
                _family("Familyfinder", FamilyClass.WATCHWARE, "com.life360.android.safetymapd"),
                _family("Farview", FamilyClass.REMOTE_ACCESS, "com.example.farview"),
                _family("Worklook", FamilyClass.EMPLOYEE_MONITOR, "com.example.worklook"),
            ),
        )
    ),
    digest="0" * 64,
)
