"""The shipped data loads, and broken data is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from safecheck import canary, catalogue
from safecheck.errors import SafecheckError
from safecheck.model import Advice, Check, Confidence, Severity, Sign, Signatures

_SHIPPED = catalogue.signatures_file().read_bytes()


def _changed(**values: Any) -> bytes:  # noqa: ANN401 - any field of the list
    return msgspec.json.encode({**msgspec.json.decode(_SHIPPED), **values})


def test_the_shipped_list_loads(loaded: catalogue.LoadedList) -> None:
    assert len(loaded.signatures.listed.families) >= catalogue.FEWEST_FAMILIES
    assert len(loaded.signatures.listed.packages) >= catalogue.FEWEST_PACKAGES
    assert len(loaded.digest) == 64


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<html>",
        _SHIPPED[:-10],
        _changed(schema=2),
        _changed(families=[]),
        _changed(families=msgspec.json.decode(_SHIPPED)["families"][:20]),
        _changed(surprise=1),
        _SHIPPED.replace(b'"class":"stalkerware"', b'"class":"other"', 1),
        _SHIPPED.replace(b'"packages":[', b'"pakages":[', 1),
    ],
    ids=[
        "empty",
        "no fields",
        "html",
        "cut",
        "schema",
        "no families",
        "few families",
        "new field",
        "class",
        "misspelt",
    ],
)
def test_a_broken_list_is_refused_and_never_empty(data: bytes) -> None:
    with pytest.raises(SafecheckError) as error:
        catalogue.load_signatures(data)
    assert error.value.id == "list-broken"


def test_a_broken_data_file_names_file_and_place(tmp_path: Path) -> None:
    file = tmp_path / "step.toml"
    for text, place in (("id = 1", "$.id"), ("id = = 1", "line 1"), ('id = "a"\nsurprise = 1', "surprise")):
        file.write_text(text)
        with pytest.raises(SafecheckError) as error:
            catalogue.load_toml(file, Advice)
        assert error.value.blanks["file"] == "step.toml"
        assert place in error.value.blanks["why"]


def test_blanks_are_filled_once_and_device_text_is_not_read_as_blanks() -> None:
    assert catalogue.fill("{a} and {b}", {"a": "{b}", "b": "x"}) == "{b} and x"
    with pytest.raises(KeyError):
        catalogue.fill("{a}", {})


class TestCanary:
    """The test of itself before each scan."""

    def test_it_passes(self, checks: tuple[Check, ...], loaded: catalogue.LoadedList, words: catalogue.Words) -> None:
        canary.prove(checks, loaded.signatures, words)

    def test_a_dead_match_is_noticed(
        self,
        checks: tuple[Check, ...],
        loaded: catalogue.LoadedList,
        words: catalogue.Words,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Signatures, "families_of", lambda _self, _name: ())
        with pytest.raises(SafecheckError, match="self-test-failed"):
            canary.prove(checks, loaded.signatures, words)

    def test_a_match_of_everything_is_noticed(
        self,
        checks: tuple[Check, ...],
        loaded: catalogue.LoadedList,
        words: catalogue.Words,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Signatures, "families_of", lambda self, _name: self.listed.families[:1])
        with pytest.raises(SafecheckError, match="self-test-failed"):
            canary.prove(checks, loaded.signatures, words)

    def test_a_missing_check_is_noticed(
        self, checks: tuple[Check, ...], loaded: catalogue.LoadedList, words: catalogue.Words
    ) -> None:
        with pytest.raises(SafecheckError, match="self-test-failed"):
            canary.prove([check for check in checks if check.id != "known-app"], loaded.signatures, words)

    @pytest.mark.parametrize("broken", ["account-roots", "cameras", "sharing", "situation"])
    def test_a_check_of_answers_that_sees_nothing_or_everything_is_noticed(
        self, checks: tuple[Check, ...], loaded: catalogue.LoadedList, words: catalogue.Words, broken: str
    ) -> None:
        canary.prove_told(checks, loaded.signatures, words)
        for run in (lambda *_: iter(()), _always):
            others = [msgspec.structs.replace(check, run=run) if check.id == broken else check for check in checks]
            with pytest.raises(SafecheckError, match="self-test-failed"):
                canary.prove_told(others, loaded.signatures, words)

    @pytest.mark.parametrize("broken", ["export-sessions", "export-apps"])
    def test_a_check_of_downloads_that_sees_nothing_or_everything_is_noticed(
        self, checks: tuple[Check, ...], loaded: catalogue.LoadedList, words: catalogue.Words, broken: str
    ) -> None:
        canary.prove_downloads(checks, loaded.signatures, words)
        for run in (lambda *_: iter(()), _always):
            others = [msgspec.structs.replace(check, run=run) if check.id == broken else check for check in checks]
            with pytest.raises(SafecheckError, match="self-test-failed"):
                canary.prove_downloads(others, loaded.signatures, words)


def _always(*_: object) -> Iterator[Sign]:
    """A check that finds something in every answer."""
    yield Sign(
        kind="situation-told",
        subject="x",
        users=(),
        severity=Severity.ACT,
        confidence=Confidence.TOLD,
        advice=(),
        evidence="",
        blanks=dict.fromkeys(("name", "said", "notice", "save", "instead"), ""),
    )
