"""What kind of event it is: told by rule, then weighed by a small model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.encoded import category_features
from mapper.events.kind_model import likeliest
from mapper.events.kind_rules import (
    Kind,
    clause_words,
    explosion,
    parties,
    rule_kind,
    sentence_words,
    usual_kind,
)
from mapper.events.lexicon import lexicon
from mapper.model import Category

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar

__all__ = ["Kind", "circumstances", "kind_of", "rule_kind", "settle"]

# Frames whose words say little of the kind: there the model may overrule.
_UNSURE = frozenset(
    ["generic", "casualty", "strike", "destruction", "fire", "outage", "travel", "find", "seize",
     "gunfire", "raid", "displacement", "rescue", "movement", "crime", "opening", "accident"]
)  # fmt: skip


def kind_of(grammar: Grammar, trigger: Trigger, before: Kind | None) -> Kind:
    """Code an event: by rule, then weighed by a small model.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.
    before
        The kind of the event told just before in the same paragraph: an outcome without a cause of
        its own ("two died") takes that.
    """
    rule = rule_kind(grammar, trigger, before)
    if trigger.frame.name not in _UNSURE:
        return rule
    category = likeliest(circumstances(grammar, trigger, before))
    return settle(rule, category, clause_words(grammar, trigger))


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


def circumstances(grammar: Grammar, trigger: Trigger, before: Kind | None) -> dict[str, float]:
    """Named numbers of what tells the kind of an event: frame, means, sufferers, doers, story."""
    lex = lexicon()
    near = clause_words(grammar, trigger)
    wide = near | sentence_words(grammar, trigger.token)
    parts = {
        "near": near,
        "wide": wide,
        "victim": parties(grammar, trigger, victims=True),
        "doer": parties(grammar, trigger, victims=False),
    }
    row = {
        f"{part}_{name}": 1.0
        for part, words in parts.items()
        for name, members in lex.classes.items()
        if words & members
    }
    row[f"frame_{trigger.frame.name}"] = 1.0
    row[f"rule_{rule_kind(grammar, trigger, before).category}"] = 1.0
    row |= category_features(grammar, trigger)
    row["nominal"] = float(trigger.nominal)
    for other in trigger.absorbed:
        row[f"also_{other.frame.name}"] = 1.0
    if before is not None:
        row[f"before_{before.category}"] = 1.0
    return row
