"""Run as `python -m safecheck`."""

from safecheck.cli import run

if __name__ == "__main__":
    run()
