"""Events of which a text tells nothing but the toll: "Shelling near the mill; two dead"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.events.triggers import Trigger

if TYPE_CHECKING:
    from mapper.events.casualties import Toll
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["part_of", "with_tolls"]

_VIOLENT = re.compile(
    r"kill|murder|execut|behead|decapit|slay|slain|assassin|slaughter|massac|butcher|homicid|gunned|"
    r"shot|stab|hack|asesin|ejecut|acribill|\bmat[aó]",
    re.I,
)


def with_tolls(grammar: Grammar, triggers: list[Trigger], tolls: list[Toll]) -> list[Trigger]:
    """Add triggers for tolls in stretches of text that name no deed.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        What names events, in text order.
    tolls
        Every number of dead or injured.

    Returns
    -------
    list of Trigger
        In text order.
    """
    told = {part_of(grammar, t.token) for t in triggers if _tells(t)}
    more: list[Trigger] = []
    for toll in tolls:
        part = part_of(grammar, toll.token)
        if toll.total or not toll.quantity.minimum or part in told:
            continue
        told.add(part)
        name = "killing" if toll.deaths and _VIOLENT.search(toll.quantity.text) else "casualty"
        more.append(Trigger(toll.token, lexicon().frames[name]))
    born = {t.token.index for t in more}
    kept = [t for t in triggers if t.token.index not in born]
    return sorted([*kept, *more], key=lambda t: t.token.index)


def _tells(trigger: Trigger) -> bool:
    """Whether a trigger can be the event whose toll is told beside it."""
    return trigger.lexical and trigger.frame.physical


def part_of(grammar: Grammar, token: Token) -> tuple[int, int]:
    """Give the part of a token's sentence, cut at semicolons, in which it stands."""
    start = grammar.parsed.sentences[token.sentence].span.start
    return token.sentence, grammar.text.count(";", start, token.start)
