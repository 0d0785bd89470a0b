"""A clinic's computer and an organisation's host: the real command line against a real HTTPS server."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from safecheck import cli
from tests.feedhost import Host
from tests.publisher import Publisher


class Done(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str


class Clinic:
    """Runs the command line in this process, with a folder of its own."""

    def __init__(
        self, host: Host, folder: Path, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self.host, self.folder, self._capture, self._patch = host, folder, capture, patch
        self.publisher = Publisher()
        self.host.files = self.publisher.files
        self.host.asked.clear()

    def run(self, *arguments: object) -> Done:
        """Run one command as a person would, without a terminal."""
        self._capture.readouterr()
        self._patch.setattr(sys, "argv", ["safecheck", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.run()
        said = self._capture.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, said.out, said.err)

    def add(self, publisher: Publisher | None = None) -> Done:
        """Trust the publisher's first root."""
        root = self.folder / "root.json"
        root.write_bytes((publisher or self.publisher).files["/metadata/1.root.json"])
        from hashlib import sha256

        return self.run(
            "feed", "add", self.host.url, "--root", root, "--fingerprint", sha256(root.read_bytes()).hexdigest()
        )

    def update(self) -> Done:
        """Update without being asked."""
        return self.run("update", "--yes")

    def used(self) -> str:
        """Say, by a whole scan of the made-up phone, which list was used: the lines of its report that tell."""
        done = self.run("scan", "--demo")
        assert done.code == 10, done.err
        text = " ".join(done.out.split())
        return text[text.index("With list") : text.index("IN SHORT")]
