"""Say which list scans use, in one place for all commands."""


def say_list() -> None:
    """Say which list is in use, where it came from, and what was passed over."""
    from datetime import UTC, datetime

    from safecheck.catalogue import load_words
    from safecheck.cli.talk import label, say
    from safecheck.engine import list_info
    from safecheck.feed.load import load_list
    from safecheck.formats._page import list_lines

    now = datetime.now(UTC)
    say(label("list-in-use"))
    for line in list_lines(list_info(now, load_list(now)), load_words()):
        say(f"  {line}")
