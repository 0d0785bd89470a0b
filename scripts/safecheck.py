"""Run safecheck from a checkout: `python3 scripts/safecheck.py scan`. Sets everything up the first time."""

import sys

import bootstrap

if __name__ == "__main__":
    # -I: neither the folder this is called from nor the user's own packages may stand in for ours.
    bootstrap.leave([str(bootstrap.prepare()), "-I", "-m", "safecheck", *sys.argv[1:]])
