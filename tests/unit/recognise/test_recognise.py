"""Toponyms and their kinds in small texts of our own, with the real model and gazetteer."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from mapper import Mapper
from mapper.model import Article, Mention, MentionKind, Span
from mapper.recognise import recognise


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


@pytest.fixture(scope="module")
def model() -> Mapper:
    return Mapper()


class Reader:
    def __init__(self, model: Mapper, gazetteer: Gazetteer) -> None:
        self._model, self._gazetteer = model, gazetteer

    def __call__(self, text: str, *body: Span) -> tuple[Mention, ...]:
        article = Article(id="t", text=text, body=body or (Span(0, len(text)),))
        return recognise(self._model.parse(article), self._gazetteer)

    def kinds(self, text: str) -> dict[str, MentionKind]:
        return {m.text: m.kind for m in self(text) if m.kind is not MentionKind.RELATIVE}


@pytest.fixture(scope="module")
def read(model: Mapper, gazetteer: Gazetteer) -> Reader:
    return Reader(model, gazetteer)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Two men were hurt in Stepanakert and one in Lachin on Friday.",
            {"Stepanakert", "Lachin"},
        ),
        ("The studio in Qom was closed by police.", {"Qom"}),
        ("Snow fell on Goris, Martakert and Kapan.", {"Goris", "Martakert", "Kapan"}),
        ("A fire broke out near Lake Sevan in Gegharkunik.", {"Lake Sevan", "Gegharkunik"}),
        ("The ferry sank in the Caspian\u00a0 Sea off Astara.", {"Caspian\u00a0 Sea", "Astara"}),
    ],
)
def test_finds_places_that_taggers_miss(read: Reader, text: str, names: set[str]) -> None:
    found = {m.text for m in read(text) if m.kind is MentionKind.LITERAL}
    assert names <= found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tehran denied the claim on Monday.", "Tehran"),
        ("Baku accused Yerevan of breaking the truce.", "Baku"),
        ("Baku accused Yerevan of breaking the truce.", "Yerevan"),
        ("Armenia's defence ministry said that two posts were hit.", "Armenia"),
        ("Ankara wants talks, a diplomat said.", "Ankara"),
        ("Talks between Baku and Yerevan failed.", "Baku"),
        ("The war between Baku and Yerevan lasted six weeks.", "Yerevan"),
        ("He praised the treaty with Georgia.", "Georgia"),
    ],
)
def test_governments_are_no_places(read: Reader, text: str, name: str) -> None:
    assert read.kinds(text)[name] is MentionKind.METONYMIC


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb went off in Baku on Monday.", "Baku"),
        ("The minister flew to Tehran.", "Tehran"),
        ("Gunmen attacked the embassy in Tehran.", "Tehran"),
        ("Three shells fell on the village of Chakten in Armenia.", "Armenia"),
    ],
)
def test_ground_is_ground(read: Reader, text: str, name: str) -> None:
    assert read.kinds(text)[name] is MentionKind.LITERAL


def test_peoples_are_demonyms(read: Reader) -> None:
    found = read.kinds("Iranian forces met several Georgians near Tabriz.")
    assert found["Iranian"] is MentionKind.DEMONYM
    assert found["Georgians"] is MentionKind.DEMONYM


def test_furniture_is_left_alone(read: Reader) -> None:
    text = "Read also: Paris. A bridge in Tbilisi was closed."
    assert {m.text for m in read(text, Span(18, len(text)))} == {"Tbilisi"}


def test_an_inner_mention_comes_before_the_outer(read: Reader) -> None:
    found = read("Smoke rose 30 km east of Kapan and between Goris and Tegh.")
    assert [(m.span.end, -m.span.start) for m in found] == sorted(
        (m.span.end, -m.span.start) for m in found
    )
    assert [m.text for m in found][:2] == ["Kapan", "30 km east of Kapan"]


def test_empty_texts_have_no_mentions(read: Reader) -> None:
    assert read("") == ()
    assert read("\x00\ud800 \u200b") == ()


_WORDS = [
    "Baku", "in", "said", "the", "Georgia", ",", "-", "Paris", "north of", "between", "and", "X.",
    "\n\n", "\u00a0", "\x00", "U.S.-led", "30 km east of", "border", "’s", "al-Bab",
]  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(_WORDS),
        max_size=25,
    )
)  # fmt: skip
def test_laws_of_mentions(read: Reader, words: list[str]) -> None:
    text = " ".join(words)
    found = read(text)
    plain = [m for m in found if m.kind is not MentionKind.RELATIVE]
    spans = [m.span for m in plain]
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.text
        assert 0.0 <= mention.score <= 1.0
        assert (mention.relative is not None) == (mention.kind is MentionKind.RELATIVE)
        if mention.relative:
            assert set(mention.relative.anchors) <= set(spans)
            assert all(mention.span.contains(a) for a in mention.relative.anchors)
    ordered = sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(ordered))
    assert read(text) == found


@pytest.mark.parametrize(
    "name",
    ["Sistan and Baluchestan", "Sistan and Balochistan", "Sistan and Baluchistan Province"],
)
def test_a_division_with_and_is_one_name(read: Reader, name: str) -> None:
    found = read.kinds(f"Gunmen killed an officer near Saravan, in {name}, on Monday.")
    assert name in found
    assert "Sistan" not in found


def test_two_countries_with_and_are_two(read: Reader) -> None:
    found = read.kinds("Horses may not travel between Australia and New Zealand for a month.")
    assert {"Australia", "New Zealand"} <= found.keys()


def test_whom_a_report_cites_is_no_place(read: Reader) -> None:
    text = "The bridge in Agarak was opened (Armenpress, March 12; Azertag, 14 March)."
    assert read.kinds(text).keys() == {"Agarak"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks were held in Ankara in March and in May 2021.", {"Ankara"}),
        ("THU: Shots were fired in Bannu. Sat: calm in Quetta.", {"Bannu", "Quetta"}),
        ("Fourteen miners were shot dead in Mon district, in Nagaland.", {"Mon", "Nagaland"}),
        ("A van of the Red Cross reached Mykolaiv on Monday.", {"Mykolaiv"}),
        ("In Yerevan a man called Sevan was held.", {"Yerevan"}),
        ("He is called Karaj and lives in Qom.", {"Qom"}),
        ("Shells fell on a village called Talish in Tartar district.", {"Talish", "Tartar"}),
        (
            "They drove to Akhalgori, which the other side calls Leningor.",
            {"Akhalgori", "Leningor"},
        ),
    ],
)
def test_what_is_called_like_a_place(read: Reader, text: str, names: set[str]) -> None:
    assert {m.text for m in read(text) if m.kind is MentionKind.LITERAL} == names
