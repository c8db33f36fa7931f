"""What kind of event it is: told by rule, then weighed by a small model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.clues import clues
from mapper.events.encoded import kind_features
from mapper.events.grouping import own_place
from mapper.events.kind_model import likeliest, likeliest_type
from mapper.events.kind_rules import (
    Kind,
    clause_words,
    explosion,
    parties,
    rule_kind,
    sentence_words,
    usual_kind,
)
from mapper.events.kind_sides import by_sides
from mapper.events.lexicon import lexicon
from mapper.events.senses import sense_clues
from mapper.events.toll_sums import number_of
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.events.casualties import Toll
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar

__all__ = [
    "FIRM",
    "Kind",
    "circumstances",
    "favoured",
    "harm",
    "is_unsure",
    "kind_of",
    "rule_kind",
    "settings",
    "settle",
    "type_clues",
    "type_of",
]

# Frames whose words say little of the kind: there the model alone decides.
_UNSURE = frozenset(
    ["generic", "casualty", "strike", "destruction", "fire", "outage", "travel", "find", "seize",
     "gunfire", "raid", "displacement", "rescue", "movement", "crime", "opening", "accident"]
)  # fmt: skip
# Frames that only a verb or noun with its object opens: they are of one type.
_CERTAIN = frozenset(["embassy_open", "embassy_close"])
_MANY = 10
# Frames whose words name the thing itself: there the rule stands.
_FIRM = frozenset(
    ["agreement", "ceasefire", "court", "dispersal", "drill", "quake", "shelling", "weather"]
)
# Name of the number that says that the rule stands.
FIRM = "firm"


def is_unsure(trigger: Trigger) -> bool:
    """Whether a trigger's frame says so little of the kind that the rule is not favoured."""
    return trigger.frame.name in _UNSURE


def kind_of(
    grammar: Grammar, trigger: Trigger, before: Kind | None, row: Mapping[str, float]
) -> Kind:
    """Code an event: by rule where its sides or words decide, else weighed by a small model.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    before
        The kind of the event told just before in the same paragraph: an outcome without a cause of
        its own ("two died") takes that.
    row
        The event's `circumstances`.

    Returns
    -------
    Kind
        With the type that is usual for its category; `type_of` then gives its own.
    """
    rule = rule_kind(grammar, trigger, before)
    if FIRM in row:
        return rule
    category = likeliest(row, favoured(trigger, rule))
    return settle(rule, category, clause_words(grammar, trigger))


def favoured(trigger: Trigger, rule: Kind) -> Category | None:
    """Give the category by rule, if the trigger's frame leaves little doubt."""
    return None if is_unsure(trigger) else rule.category


def type_of(trigger: Trigger, kind: Kind, row: Mapping[str, float]) -> EventType:
    """Give the PLOVER type of an event: by rule where its frame leaves no doubt, else by model.

    Parameters
    ----------
    trigger
        The trigger with what it has absorbed.
    kind
        As `kind_of` has coded it.
    row
        The event's `circumstances` and `type_clues`.
    """
    return kind.event_type if trigger.frame.name in _CERTAIN else likeliest_type(row)


def type_clues(kind: Kind, row: Mapping[str, float]) -> dict[str, float]:
    """Clues to the type that the coding gives, apart for events on the ground and for talk."""
    ground = "talk"
    if row["physical"]:
        ground = "placed" if row["own_place"] else "physical"
    told = next(name for name in row if name.startswith("told="))
    usual = f"usual={kind.event_type}"
    return {
        f"ground={ground}": 1.0,
        usual: 1.0,
        f"category={kind.category}": 1.0,
        f"{usual} {ground}": 1.0,
        f"{told} {ground}": 1.0,
    }


def settle(rule: Kind, category: Category, near: set[str]) -> Kind:
    """Give the rule's kind if the category agrees with it, else the usual kind of that category."""
    if category is rule.category:
        return rule
    if category is Category.EXPLOSION:
        return explosion(near)
    frames = lexicon().frames
    usual = {
        Category.BATTLE: "clash",
        Category.CIVILIANS: "attack",
        Category.PROTEST: "protest",
        Category.RIOT: "mob",
        Category.STRATEGIC: "checkpoint",
        Category.DIPLOMACY: "meeting",
        Category.AGREEMENT: "agreement",
        Category.DISASTER: "accident",
        Category.OTHER: "find",
    }
    return usual_kind(frames[usual[category]])


def circumstances(
    grammar: Grammar, trigger: Trigger, before: Kind | None, setting: Mapping[str, float]
) -> dict[str, float]:
    """Named numbers of what tells the kind of an event: words, frame, means, sufferers, story.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    before
        The kind of the event told just before in the same paragraph.
    setting
        The event's row of `settings` and its `harm`.
    """
    row = _parts(grammar, trigger)
    rule = rule_kind(grammar, trigger, before)
    row[f"frame_{trigger.frame.name}"] = 1.0
    row[f"rule_{rule.category}"] = 1.0
    row[f"rule={rule.event_type}"] = 1.0
    sides = by_sides(grammar, trigger, clause_words(grammar, trigger))
    if sides or trigger.frame.name in _FIRM:
        row[FIRM] = 1.0
    row |= kind_features(grammar, trigger)
    row |= clues(grammar, trigger)
    row |= sense_clues(grammar, trigger)
    row |= setting
    row["nominal"] = float(trigger.nominal)
    row["lexical"] = float(trigger.lexical)
    row["physical"] = float(trigger.frame.physical)
    row["own_place"] = float(own_place(grammar, trigger.support or trigger.token))
    for other in trigger.absorbed:
        row[f"also_{other.frame.name}"] = 1.0
    if before is not None:
        row[f"before_{before.category}"] = 1.0
    return row


def harm(tolls: list[Toll]) -> dict[str, float]:
    """Say whether people died or were hurt in an event, and whether they were many.

    Parameters
    ----------
    tolls
        Of the event, in text order.
    """
    row: dict[str, float] = {}
    for name, deaths in (("dead", True), ("hurt", False)):
        number = number_of(tolls, deaths=deaths)
        if number is not None and number.minimum > 0:
            row[name] = 1.0
            row[f"{name}_many"] = float(number.minimum >= _MANY)
    return row


def _parts(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Classes of words in the clauses, in the sentence, and among those who suffer and do it."""
    near = clause_words(grammar, trigger)
    parts = {
        "near": near,
        "wide": near | sentence_words(grammar, trigger.token),
        "victim": parties(grammar, trigger, victims=True),
        "doer": parties(grammar, trigger, victims=False),
    }
    lex = lexicon()
    row: dict[str, float] = {}
    for part, words in parts.items():
        told = frozenset[str]().union(*map(lex.classes_of, words))
        row |= {f"{part}_{name}": 1.0 for name in lex.classes if name in told}
    return row


def settings(grammar: Grammar, triggers: Sequence[Trigger]) -> list[dict[str, float]]:
    """Say for each event what is told before, after and in the same sentence, by category.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        All events of an article, in text order.
    """
    usual = [rule_kind(grammar, trigger, None).category for trigger in triggers]
    rows: list[dict[str, float]] = [{} for _ in triggers]
    for number, trigger in enumerate(triggers):
        row = rows[number]
        if number:
            row[f"prev_{usual[number - 1]}"] = 1.0
        if number + 1 < len(triggers):
            row[f"next_{usual[number + 1]}"] = 1.0
        for step in (-1, 1):
            other = number + step
            while (
                0 <= other < len(triggers)
                and triggers[other].token.sentence == trigger.token.sentence
            ):
                row[f"same_{usual[other]}"] = 1.0
                other += step
    return rows
