"""Run as `python -m safecheck`, and as `safecheck`."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is loaded ends it without a word."""
    try:
        from safecheck.cli import run
    except KeyboardInterrupt:
        sys.exit(1)
    run()


if __name__ == "__main__":
    main()
