"""``mapper train`` says what it needs."""

import pytest
from click.testing import CliRunner

import mapper.cli.train as module
from mapper.errors import OptionError


def test_no_model_named_prints_help() -> None:
    result = CliRunner().invoke(module.train, [])
    assert result.exit_code == 0
    assert "encoder, filter, kinds, ranker, events" in result.output


def test_an_unknown_model_is_refused() -> None:
    result = CliRunner().invoke(module.train, ["oracle"])
    assert isinstance(result.exception, OptionError)
    assert "no model called oracle" in str(result.exception)


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NEEDED", ("click", "no_such_package"))
    result = CliRunner().invoke(module.train, ["filter", "x.jsonl"])
    assert isinstance(result.exception, OptionError)
    assert "training needs no_such_package:" in str(result.exception)


def test_hands_arguments_to_the_trainer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_NEEDED", ())
    monkeypatch.setattr(module, "_TRAINERS", {"filter": "json.tool"})
    result = CliRunner().invoke(module.train, ["filter", "--help"])
    assert result.exit_code == 0
    assert "usage" in capfd.readouterr().out
