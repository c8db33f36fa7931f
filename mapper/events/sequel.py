"""When an event was that another one led to: "following the attack, he ordered ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import lemma
from mapper.model import DatePrecision, EventDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Event, Token

__all__ = ["date_after"]

_AFTER = frozenset(["following", "after"])
_DEFINITE = frozenset(["the", "this", "that", "these", "those"])


def date_after(
    grammar: Grammar, trigger: Trigger, told: Iterable[tuple[Trigger, Event]]
) -> EventDate | None:
    """Give the day of the event that a clause says it followed, with the end left open.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The event to be dated, whose own words tell no time.
    told
        The events before it, the last first.

    Returns
    -------
    EventDate or None
        None where the clause follows no event, or one whose day is not known.
    """
    noun = _followed(grammar, trigger)
    frame = lexicon().nouns.get(lemma(noun)) if noun else None
    if noun is None or frame is None:
        return None
    category = lexicon().frames[frame].category
    for other, event in told:
        words = {lemma(token) for token in other.tokens()}
        if lemma(noun) in words or other.frame.category == category:
            known = event.date.precision is DatePrecision.DAY and event.date.start
            return EventDate(event.date.start, "", DatePrecision.DAY, "") if known else None
    return None


def _followed(grammar: Grammar, trigger: Trigger) -> Token | None:
    """Give the noun of "following the attack", where it names one that has been told."""
    verb = grammar.parsed.tokens[grammar.clause_head[trigger.token.index]]
    for prep in grammar.kids(verb, "prep"):
        if prep.text.lower() in _AFTER:
            for noun in grammar.kids(prep, "pobj"):
                if any(lemma(kid) in _DEFINITE for kid in grammar.kids(noun, "det")):
                    return noun
    return None
