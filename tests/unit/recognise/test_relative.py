"""Expressions that tell a place by other places."""

import pytest

from mapper.language import LanguageModel
from mapper.model import Article, Mention, MentionKind, Parsed, Relation, Span
from mapper.recognise.relative import relative_mentions


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


def expressions(
    model: LanguageModel, text: str, *names: str, kind: MentionKind = MentionKind.LITERAL
) -> tuple[Mention, ...]:
    parsed: Parsed = model.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))
    mentions = []
    start = 0
    for name in names:
        start = text.index(name, start)
        mentions.append(Mention(Span(start, start + len(name)), name, kind))
        start += len(name)
    return relative_mentions(parsed, mentions)


@pytest.mark.parametrize(
    ("text", "written", "km", "bearing"),
    [
        ("It fell 30 km east of Kapan.", "30 km east of Kapan", 30.0, 90.0),
        ("It fell 12.5 kilometres north-west of the town of Kapan.",
         "12.5 kilometres north-west of the town of Kapan", 12.5, 315.0),
        ("It fell about five miles south of Kapan.", "five miles south of Kapan", 8.047, 180.0),
        ("It fell twenty-five kilometers to the northeast of Kapan.",
         "twenty-five kilometers to the northeast of Kapan", 25.0, 45.0),
        ("Shots rang out just north of Kapan.", "north of Kapan", None, 0.0),
        ("They stopped two dozen kilometres from Kapan.",
         "two dozen kilometres from Kapan", 24.0, None),
        ("Shots rang out to the north of Kapan.", "to the north of Kapan", None, 0.0),
        ("They stopped half a mile outside Kapan.", "half a mile outside Kapan", 0.805, None),
        ("A post 1,500 metres west of Kapan burned.", "1,500 metres west of Kapan", 1.5, 270.0),
        ("They stopped a kilometre short of Kapan.", "a kilometre short of Kapan", 1.0, None),
    ],
)  # fmt: skip
def test_distance_and_bearing(
    model: LanguageModel, text: str, written: str, km: float | None, bearing: float | None
) -> None:
    (found,) = expressions(model, text, "Kapan")
    assert found.text == written
    assert found.kind is MentionKind.RELATIVE
    assert found.relative is not None
    assert found.relative.relation is Relation.OFFSET
    assert found.relative.distance_km == (km if km is None else pytest.approx(km, abs=0.001))
    assert found.relative.bearing == bearing


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A mine lay between Goris and Kapan.", "between Goris and Kapan"),
        ("A mine lay on the Goris-Kapan road.", "Goris-Kapan road"),
        ("Lorries wait on the road from Goris to Kapan.", "road from Goris to Kapan"),
    ],
)
def test_between(model: LanguageModel, text: str, written: str) -> None:
    (found,) = expressions(model, text, "Goris", "Kapan")
    assert found.text == written
    assert found.relative is not None
    assert found.relative.relation is Relation.BETWEEN
    assert len(found.relative.anchors) == 2


def test_relations_are_no_ground(model: LanguageModel) -> None:
    assert expressions(model, "Talks between Goris and Kapan failed.", "Goris", "Kapan") == ()
    assert expressions(
        model, "Rivalry grew between Baku and Paris.", "Baku", "Paris", kind=MentionKind.METONYMIC
    ) == ()  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "written"),
    [
        ("Fire at the Armenia-Iran border.", ("Armenia", "Iran"), "Armenia-Iran border"),
        ("The border between Armenia and Iran is shut.", ("Armenia", "Iran"),
         "border between Armenia and Iran"),
        ("Armenia's border with Iran is shut.", ("Armenia", "Iran"), "Armenia's border with Iran"),
        ("A post at the border with Iran burned.", ("Iran",), "border with Iran"),
        ("Fire at the Iranian border.", ("Iranian",), "Iranian border"),
    ],
)  # fmt: skip
def test_borders(model: LanguageModel, text: str, names: tuple[str, ...], written: str) -> None:
    (found,) = expressions(model, text, *names)
    assert found.text == written
    assert found.relative is not None
    assert found.relative.relation is Relation.BORDER
    assert len(found.relative.anchors) == len(names)


def test_words_that_only_look_like_it(model: LanguageModel) -> None:
    assert expressions(model, "The north of Armenia is cold.", "Armenia") == ()
    assert expressions(model, "The east of Kapan saw rain.", "Kapan") == ()
    assert expressions(model, "Five men from Kapan left.", "Kapan") == ()
