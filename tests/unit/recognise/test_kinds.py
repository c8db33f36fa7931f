"""Clues in words, and the models that read them."""

import json
from pathlib import Path

import pytest

from mapper.errors import DataError
from mapper.language import LanguageModel
from mapper.model import Article, Span
from mapper.recognise.candidates import CandidateSpan
from mapper.recognise.kinds import WordModel, clues, is_ground


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


def clues_of(model: LanguageModel, text: str, name: str) -> tuple[str, ...]:
    parsed = model.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))
    start = text.index(name)
    span = Span(start, start + len(name))
    inside = parsed.tokens_in(span)
    return clues(parsed, CandidateSpan(span, inside[0].index, inside[-1].index + 1, name, ""))


@pytest.mark.parametrize(
    ("text", "name", "clue"),
    [
        ("Tehran denied the claim.", "Tehran", "nsubj>deny"),
        ("A bomb went off in Baku.", "Baku", "prep=in"),
        ("A bomb went off in Ganja and Baku.", "Baku", "prep=in"),
        ("Armenia's ministry spoke.", "Armenia", "poss#institution"),
        ("The war between Armenia and Azerbaijan ended.", "Azerbaijan", "prep=between#relation"),
        ("A Tehran-based group spoke.", "Tehran", "hyphen+based"),
    ],
)
def test_clues(model: LanguageModel, text: str, name: str, clue: str) -> None:
    assert clue in clues_of(model, text, name)


def test_word_model_adds_weights(tmp_path: Path) -> None:
    stored = tmp_path / "words.json"
    stored.write_text(
        json.dumps({"bias": -1.0, "weights": {"a": 2.5, "b": -0.5}}), encoding="utf-8"
    )
    assert WordModel(stored).margin(["a", "b", "unknown"]) == 1.0


def test_damaged_word_model_is_one_line(tmp_path: Path) -> None:
    stored = tmp_path / "words.json"
    stored.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.json is missing or damaged"):
        WordModel(stored)


def ground(model: LanguageModel, text: str, name: str, *, state: bool = False) -> bool:
    parsed = model.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))
    start = text.index(name)
    row = {"g_country": float(state), "g_capital": 0.0}
    return is_ground(parsed, Span(start, start + len(name)), row)


@pytest.mark.parametrize(
    ("text", "name", "state", "expected"),
    [
        ("The group had shelled Uvira from the hills.", "Uvira", False, True),
        ("The army shelled Jermuk, Sotk and Vardenis.", "Vardenis", False, True),
        ("Kupiansk was hit by three drones.", "Kupiansk", False, True),
        ("A man was taken from a neighbourhood of Niamey.", "Niamey", False, True),
        ("New sanctions hit Iran on Monday.", "Iran", True, False),
        ("The minister criticised Baku on Monday.", "Baku", False, False),
        ("The government of Niamey resigned.", "Niamey", False, False),
    ],
)
def test_what_is_struck_is_ground(
    model: LanguageModel, text: str, name: str, *, state: bool, expected: bool
) -> None:
    assert ground(model, text, name, state=state) is expected
