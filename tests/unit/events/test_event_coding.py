"""What a clause amounts to among PLOVER's types, and which event a sentence is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper import Mapper
from mapper.errors import DataError
from mapper.events import find_events
from mapper.events.construal import construed
from mapper.events.linear import Linear
from mapper.grammar import Grammar
from mapper.model import Article, EventType, Parsed, Span


@pytest.fixture(scope="module")
def engine() -> Mapper:
    return Mapper()


def _parse(engine: Mapper, text: str) -> Parsed:
    return engine.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("The ministry demanded that the rebels release the pilot.", "release", "REQUEST"),
        ("The ministry refused to release the pilot.", "release", "REJECT"),
        ("The ministry will not release the pilot.", "release", "REJECT"),
        ("The ministry threatened to close the bridge.", "close", "THREATEN"),
        ("The ministry agreed to release the pilot.", "release", "AGREE"),
        ("The ministry will impose a curfew on Friday.", "impose", "THREATEN"),
        ("The ministry released the pilot.", "released", "CONCEDE"),
        ("The ministry lifted the curfew.", "lifted", "CONCEDE"),
        ("The ministry suspended aid to the island.", "suspended", "SANCTION"),
        ("The ministry accused the union of fraud.", "accused", "ACCUSE"),
    ],
)
def test_what_stands_above_a_deed_tells_its_type(
    engine: Mapper, text: str, word: str, told: str
) -> None:
    grammar = Grammar(_parse(engine, text))
    token = next(t for t in grammar.parsed.tokens if t.text == word)
    assert construed(grammar, token) == told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway demanded that Iceland withdraw its patrol boats.", EventType.REQUEST),
        ("Peru threatened to cut diplomatic ties with Chile.", EventType.THREATEN),
        ("Kenya rejected a proposal to reopen the talks.", EventType.REJECT),
        (
            "Georgia's foreign minister condemned the decision to close the school.",
            EventType.ACCUSE,
        ),
    ],
)
def test_the_event_that_a_sentence_is_about_is_the_surest(
    engine: Mapper, text: str, kind: EventType
) -> None:
    events = find_events(_parse(engine, text))
    assert max(events, key=lambda event: event.score).event_type is kind


def test_a_linear_model_sums_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_text('{"classes":["a","b"],"bias":[0,0],"weights":{"x":[1,0],"y":[0,3]}}')
    model = Linear(path)
    assert model.likeliest({"x": 1.0, "unknown": 9.0}) == "a"
    assert model.likeliest({"x": 1.0, "y": 1.0}) == "b"
    assert model.probabilities({}).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("text", ["", "[]", '{"classes":["a"],"bias":[0,1],"weights":{}}'])
def test_a_damaged_model_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "small.json"
    path.write_text(text)
    with pytest.raises(DataError, match=r"small\.json is missing or damaged"):
        Linear(path)
