"""What the numbers of dead, or hurt, of one event come to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.toll_people import WORD, is_people

if TYPE_CHECKING:
    from mapper.events.casualties import Toll
    from mapper.grammar import Grammar
    from mapper.model import Quantity

__all__ = ["is_later", "marked", "number_of"]

# Who dies after the others: "two of the wounded", "a fourth man", "another".
_LATER = re.compile(
    r"\W*(?:(?:one|two|three|four|five|\d+)\s+of\s+(?:them|those|the\s+(?:wounded|injured|hurt))\b|"
    r"another\b|an?\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|further)\b)",
    re.I,
)
# What counts some of those already counted.
_PART = re.compile(r"^\W*(?:\w+\s+)?(?:of\s+(?:them|whom|those|the)\b|among|including)", re.I)
_SAID = re.compile(
    r"\b(?:says?|said|speaks?|spoke|according|claims?|claimed|reports?|reported|puts?|counts?|"
    r"tells?|told|announced?|insists?|asserts?)\b",
    re.I,
)
_WHILE = re.compile(r"\b(?:as|after|when|while|before|since)\b", re.I)
_REMAINS = re.compile(r"\b(?:bod(?:y|ies)|corpses?)\b", re.I)
_FOES = frozenset(
    ["attacker", "assailant", "gunman", "militant", "terrorist", "rebel", "insurgent", "guerrilla",
     "bandit", "enemy", "infiltrator", "saboteur", "jihadist", "raider", "hitman", "bomber"]
)  # fmt: skip


def is_later(toll: Toll) -> bool:
    """Whether a toll counts who died after the others: "a fourth", "two of the wounded"."""
    return _LATER.match(toll.quantity.text) is not None


def number_of(tolls: list[Toll], *, deaths: bool) -> Quantity | None:
    """Give what the tolls of an event come to; zero only where they tell of nobody.

    The last number that is told as the whole counts, else the first, with those who died later
    and with the other victims.

    Parameters
    ----------
    tolls
        Of one event, in text order.
    deaths
        Deaths, or injuries.
    """
    mine = [t for t in tolls if t.deaths == deaths]
    told = [t for t in mine if t.quantity.minimum > 0]
    if not told:
        return mine[0].quantity if mine else None
    whole = [t for t in told if t.whole]
    if whole:
        return whole[-1].quantity
    total = told[0].quantity
    for more in told[1:]:
        if more.added or (deaths and is_later(more)):
            total = _added(total, more.quantity)
    return total


def marked(grammar: Grammar, tolls: list[Toll]) -> list[Toll]:
    """Mark what counts other victims than the first toll of its kind does.

    They are of two sides ("two soldiers were killed; the enemy left four bodies"), or stand side
    by side ("nine people bruised and a conductor stabbed").

    Parameters
    ----------
    grammar
        The parsed article.
    tolls
        Of one event, in text order.
    """
    counted: dict[bool, list[Toll]] = {}
    marked = []
    for toll in tolls:
        before = counted.setdefault(toll.deaths, [])
        if toll.quantity.minimum and not toll.total:
            if before and all(_are_others(grammar, one, toll) for one in before):
                toll = replace(toll, added=True)
            if toll.added or not before:
                before.append(toll)
        marked.append(toll)
    return marked


def _are_others(grammar: Grammar, one: Toll, more: Toll) -> bool:
    if grammar.paragraph(one.token) != grammar.paragraph(more.token):
        return False
    if _PART.search(more.quantity.text):
        return False
    between = grammar.text[one.token.end : more.token.start]
    first, second = _people(one.quantity.text), _people(more.quantity.text)
    if not second and _REMAINS.search(more.quantity.text):
        second = _people(between) & _FOES  # "the enemy withdrew, leaving four bodies"
    if not first or not second:
        return False
    if bool(first & _FOES) != bool(second & _FOES):
        return True
    if one.token.sentence != more.token.sentence or first & second:
        return False
    if one.quantity.minimum == more.quantity.minimum > 1:
        return False  # told again in other words
    if _SAID.search(between) or _WHILE.search(between):
        return False
    verb = grammar.parsed.tokens[grammar.clause_head[more.token.index]]
    if verb.dep == "conj" and not grammar.kids(verb, "nsubj", "nsubjpass"):
        return True  # "killed a rebel and lost one man"
    return not any(
        t.entity in ("DATE", "TIME") or own_place(grammar, t)
        for t in grammar.clause_tokens(more.token)
    )


def _people(words: str) -> set[str]:
    """Give the words of people in the words of a toll, in the singular as far as that is easy."""
    return {
        word.lower().removesuffix("s").replace("men", "man")
        for word in WORD.findall(words)
        if is_people(word) or word.lower() in ("enemy", "jihadis", "members")
    }


def _added(one: Quantity, more: Quantity) -> Quantity:
    """Give the sum of two numbers, in the words and by the authority of the first."""
    top = None
    if one.maximum is not None and more.maximum is not None:
        top = one.maximum + more.maximum
    return replace(one, minimum=one.minimum + more.minimum, maximum=top)
