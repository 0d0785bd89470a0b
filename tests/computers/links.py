"""Links of Windows (.lnk), made up after Microsoft's [MS-SHLLINK]; LnkParse3 reads them alike (tried by hand)."""

import struct

_CLASS = b"\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
_UNICODE, _INFO, _ARGUMENTS, _ID_LIST, _ENVIRONMENT = 128, 2, 32, 1, 512


def link(target: str, arguments: str = "", *, environment: str = "", wide: bool = True) -> bytes:
    """Write a link as Explorer does: with a path on this computer's disk, and with arguments."""
    flags = _UNICODE | _ID_LIST | (_INFO if target else 0)
    flags |= (_ARGUMENTS if arguments else 0) | (_ENVIRONMENT if environment else 0)
    head = (
        struct.pack("<I", 76)
        + _CLASS
        + struct.pack("<II", flags, 32)
        + bytes(24)
        + struct.pack("<IIIHHII", 0, 0, 1, 0, 0, 0, 0)
    )
    body = struct.pack("<H", 2) + bytes(2)
    body += _info(target, wide=wide) if target else b""
    body += struct.pack("<H", len(arguments)) + arguments.encode("utf-16-le") if arguments else b""
    if environment:
        ansi = environment.encode("cp1252", errors="replace").ljust(260, b"\0")
        body += struct.pack("<II", 788, 0xA0000001) + ansi + environment.encode("utf-16-le").ljust(520, b"\0")
    return head + body + bytes(4)


def _info(target: str, *, wide: bool) -> bytes:
    header = 36 if wide else 28
    disk = struct.pack("<IIII", 17, 3, 0, 16) + b"\0"
    ansi = target.encode("cp1252", errors="replace") + b"\0"
    base, suffix = header + len(disk), header + len(disk) + len(ansi)
    more = struct.pack("<II", suffix + 1, suffix + 1 + 2 * len(target) + 2) if wide else b""
    text = target.encode("utf-16-le") + bytes(4) if wide else b""
    whole = struct.pack("<6I", header, 1, header, base, 0, suffix) + more + disk + ansi + b"\0" + text
    return struct.pack("<I", len(whole) + 4) + whole
