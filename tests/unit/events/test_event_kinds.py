"""Which of the ten categories an event is of: by rule for its sides, then by the model."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from mapper import Mapper
from mapper.events import senses as senses_module
from mapper.events.assemble import Draft, drafts
from mapper.events.casualties import Toll
from mapper.events.kind_model import FAVOUR, weighed
from mapper.events.kind_rules import rule_kind
from mapper.events.kinds import harm
from mapper.events.senses import sense_clues, senses
from mapper.grammar import Grammar
from mapper.model import Article, Category, Parsed, Quantity, Span


@pytest.fixture(scope="module")
def engine() -> Mapper:
    return Mapper()


def _parse(engine: Mapper, text: str) -> Parsed:
    return engine.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))


def _draft(engine: Mapper, text: str, word: str) -> tuple[Grammar, Draft]:
    parsed = _parse(engine, text)
    found = next(d for d in drafts(parsed) if word in {t.text for t in d.trigger.tokens()})
    return Grammar(parsed), found


@pytest.mark.parametrize(
    ("text", "word", "category"),
    [
        ("Heavy rain killed nine people in Gorkha on Friday.", "killed", Category.DISASTER),
        ("A lorry hit a school bus near Kapan on Friday.", "hit", Category.DISASTER),
        ("Boulders cut the road to Goris on Friday.", "cut", Category.DISASTER),
        ("A hillside gave way in Badulla on Friday.", "gave", Category.DISASTER),
        ("Warplanes struck a column of lorries near Saada.", "struck", Category.EXPLOSION),
        ("Russian forces attacked near Pokrovsk on Friday.", "attacked", Category.BATTLE),
        ("Russian forces seized the village of Kotlyne.", "seized", Category.BATTLE),
        ("Three suspects were captured near Machala.", "captured", Category.STRATEGIC),
        ("Police used stun grenades in Yerevan on Friday.", "used", Category.PROTEST),
        ("Soldiers raided a hamlet near Bria, killing two women.", "raided", Category.CIVILIANS),
        ("Aid workers were killed by rebels near Bria.", "killed", Category.CIVILIANS),
    ],
)
def test_the_sides_decide_where_the_verb_does_not(
    engine: Mapper, text: str, word: str, category: Category
) -> None:
    grammar, draft = _draft(engine, text, word)
    assert rule_kind(grammar, draft.trigger, None).category is category
    assert draft.event.category is category


@pytest.mark.parametrize(
    ("text", "word", "category"),
    [
        ("Rebels attacked villagers near Bria on Friday.", "attacked", Category.CIVILIANS),
        ("The army captured the town of Bria on Friday.", "captured", Category.BATTLE),
        ("Farmers blocked the road to Goris on Friday.", "blocked", Category.PROTEST),
    ],
)
def test_the_same_verb_with_other_sides_is_something_else(
    engine: Mapper, text: str, word: str, category: Category
) -> None:
    _, draft = _draft(engine, text, word)
    assert draft.event.category is category


def test_clues_name_who_does_what_to_whom(engine: Mapper) -> None:
    grammar, draft = _draft(engine, "The river swept away two lorries near Goris.", "swept")
    row = sense_clues(grammar, draft.trigger)
    assert {"doer~slope", "done~road_vehicle", "verb~drench", "drench>doer~slope"} <= set(row)
    assert "slope>>road_vehicle" in row


def test_in_a_passive_the_subject_suffers(engine: Mapper) -> None:
    grammar, draft = _draft(engine, "Two shepherds were shot by gunmen near Bria.", "shot")
    row = sense_clues(grammar, draft.trigger)
    assert {"doer~gunman", "done~civilian"} <= set(row)
    assert "doer~civilian" not in row


def test_a_favoured_category_wins_what_is_close_only() -> None:
    close = {"Battle": 0.4, "Protest": 0.4 - FAVOUR / 2}
    far = {"Battle": 0.4, "Protest": 0.4 - 2 * FAVOUR}
    assert weighed(close, None) is Category.BATTLE
    assert weighed(close, Category.PROTEST) is Category.PROTEST
    assert weighed(far, Category.PROTEST) is Category.BATTLE


def test_harm_tells_of_the_dead_and_whether_they_were_many(engine: Mapper) -> None:
    token = _parse(engine, "Ten people died.").tokens[0]
    ten = Toll(token, deaths=True, quantity=Quantity(10, 10, "ten"))
    assert harm([ten]) == {"dead": 1.0, "dead_many": 1.0}
    one = replace(ten, deaths=False, quantity=Quantity(1, 1, "one"))
    assert harm([one]) == {"hurt": 1.0, "hurt_many": 0.0}
    assert harm([replace(ten, quantity=Quantity(0, 0, "nobody"))]) == {}


def test_sorts_are_whole_and_no_word_stands_twice_in_one() -> None:
    raw = tomllib.loads(files(senses_module.__package__).joinpath("senses.toml").read_text("utf-8"))
    for part in raw.values():
        for name, words in part.items():
            told = words.split()
            assert len(told) == len(set(told)), name
    assert senses() is senses()
    assert senses().nouns["lorry"] == {"road_vehicle"}
