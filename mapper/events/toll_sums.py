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
    r"\W*(?:(?:one|two|three|four|five|\d+)\s+of\s+(?:them|these|those|the\s+(?:wounded|injured|hurt))\b|"
    r"another\b|an?\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|further)\b)",
    re.I,
)
# Who was counted among the hurt before: "one of the wounded", "two of those", "one later died".
_DIED_OF_IT = re.compile(
    r"\W*(?:(?:one|two|three|four|five|\d+)\s+of\s+(?:them|these|those|whom|the\s+(?:wounded|injured|hurt))\b|"
    r"(?:one|two|three)\s+(?:later|has|have|had|since)\b)",
    re.I,
)
# What counts some of those already counted.
_PART = re.compile(r"^\W*(?:\w+\s+)?(?:of\s+(?:them|whom|those|the)\b|among|including)", re.I)
_ALSO = frozenset(["also", "too"])
_NEWER = re.compile(
    r"\b(?:later|now|since|updated|by\s+(?:then|\w+day|evening|night|noon))\b", re.I
)
_OWN = re.compile(r"\blos(?:e|es|ing|t)\b.*\bof\s+(?:its|their|our)\s+own\b", re.I)
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
_ANYBODY = frozenset(["people", "person", "civilian"])


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
    parts = [told[0].quantity]
    for more in told[1:]:
        if more.added or (deaths and is_later(more)):
            parts.append(more.quantity)
        elif more.rival:
            parts[-1] = _between(parts[-1], more.quantity)
    total = parts[0]
    for part in parts[1:]:
        total = _added(total, part)
    return total if deaths else _without(total, told[0], tolls)


def _between(one: Quantity, more: Quantity) -> Quantity:
    """Give the range that two counts of the same victims span."""
    top = None
    if one.maximum is not None and more.maximum is not None:
        top = max(one.maximum, more.maximum)
    return replace(one, minimum=min(one.minimum, more.minimum), maximum=top)


def _without(hurt: Quantity, first: Toll, tolls: list[Toll]) -> Quantity:
    """Take those who died of their wounds from the number of the hurt that is told before."""
    gone = sum(
        t.quantity.minimum
        for t in tolls
        if t.deaths and t.token.index > first.token.index and _DIED_OF_IT.match(t.quantity.text)
    )
    if not 0 < gone < hurt.minimum:
        return hurt
    top = None if hurt.maximum is None else hurt.maximum - gone
    return replace(hurt, minimum=hurt.minimum - gone, maximum=top)


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
        if toll.quantity.minimum and not toll.total and not toll.rival:
            if before and all(_are_others(grammar, one, toll) for one in before):
                toll = replace(toll, added=True)
            elif before and _is_rival(grammar, before[-1], toll):
                newer = _NEWER.search(_clause_text(grammar, toll))
                toll = replace(toll, rival=not newer, whole=bool(newer))
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
    if _OWN.search(more.quantity.text):
        return True  # "killing seven officers and losing two of their own"
    clause = grammar.clause_tokens(more.token)
    if one.token.sentence < more.token.sentence and any(t.text.lower() in _ALSO for t in clause):
        return True
    first, second = _people(one.quantity.text), _victims(grammar, more)
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


def _is_rival(grammar: Grammar, one: Toll, more: Toll) -> bool:
    """Whether somebody else counts the same victims: "a rights group counts three dead"."""
    if more.whole or is_later(more) or _PART.search(more.quantity.text):
        return False
    if grammar.paragraph(one.token) != grammar.paragraph(more.token):
        return False
    verb = grammar.parsed.tokens[grammar.clause_head[more.token.index]]
    above = grammar.parsed.tokens[verb.head]
    said = _SAID.search(_clause_text(grammar, more)) or _SAID.fullmatch(above.text)
    second = _victims(grammar, more)
    return bool(said) and (not second or second <= _people(one.quantity.text) | _ANYBODY)


def _victims(grammar: Grammar, toll: Toll) -> set[str]:
    """Give the words of people in a toll, or right after it ("six of the attackers")."""
    after = re.split(r"[.,;]", grammar.text[toll.token.start : toll.token.end + 40], maxsplit=1)[0]
    return _people(toll.quantity.text) or _people(after)


def _clause_text(grammar: Grammar, toll: Toll) -> str:
    clause = grammar.clause_of(toll.token).tokens
    first, last = grammar.parsed.tokens[clause[0]], grammar.parsed.tokens[clause[-1]]
    return grammar.text[first.start : last.end]


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
