"""One event over several sentences: the toll told later, the blow told again."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from mapper.events.grouping import is_outcome, own_place
from mapper.events.lexicon import lexicon
from mapper.events.toll_triggers import part_of
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["HARMFUL", "harmful_before", "join_sentences"]

HARMFUL = frozenset(
    ["attack", "killing", "shelling", "airstrike", "blast", "suicide_bombing", "strike",
     "gunfire", "clash", "riot", "mob", "abduction", "destruction", "casualty", "accident", "fire",
     "weather", "quake", "mishap", "sabotage", "protest", "dispersal", "interception", "capture",
     "raid", "epidemic", "sexual_violence", "robbery"]
)  # fmt: skip
# Frames that may hide harm: "the hill slid on to houses; 22 bodies were found".
_NEUTRAL = frozenset(["generic", "movement"])
_REACH = 3  # sentences
_MEMORY = 8  # sentences over which a landmark is remembered
_DEFINITE = frozenset(["the", "this", "that", "both", "these", "those"])


def join_sentences(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Absorb what later sentences add to an event: tolls, and mentions of it as known.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        In text order, already joined within their sentences.

    Returns
    -------
    list of Trigger
        Those that stay events of their own.
    """
    kept: list[Trigger] = []
    for trigger in triggers:
        host = _host(grammar, kept, trigger)
        if host is None:
            kept.append(trigger)
        else:
            host.absorbed.append(trigger)
    return kept


def _host(grammar: Grammar, kept: list[Trigger], trigger: Trigger) -> Trigger | None:
    if own_place(grammar, trigger.token):
        return None
    if is_outcome(grammar, trigger):
        return harmful_before(grammar, kept, trigger.token)
    if _is_retold(grammar, trigger):
        host = harmful_before(grammar, kept, trigger.token)
        if host is not None and _alike(host, trigger):
            return host
    return _same_landmark(grammar, kept, trigger)


def harmful_before(grammar: Grammar, triggers: list[Trigger], token: Token) -> Trigger | None:
    """Give the last harmful event of the paragraph before a token, rather one with a place."""
    before = _told_before(triggers, token, _REACH)
    paragraph = grammar.paragraph(token)
    near = [t for t in before if grammar.paragraph(t.token) == paragraph]
    if not near and _points_back(grammar, token):
        near = before
    harmful = [t for t in near if t.frame.name in HARMFUL]
    same = [t for t in harmful if part_of(grammar, t.token) == part_of(grammar, token)]
    if same:
        return same[-1]
    placed = [t for t in harmful if own_place(grammar, t.token)]
    other = [t for t in near if t.frame.name in _NEUTRAL and own_place(grammar, t.token)]
    found = placed or harmful or other or [t for t in near if t.frame.name in _NEUTRAL]
    return found[-1] if found else None


def _told_before(triggers: list[Trigger], token: Token, reach: int) -> list[Trigger]:
    """Give the triggers before a token, not more than so many sentences back."""
    end = start = bisect_left(triggers, token.index, key=lambda t: t.token.index)
    while start and token.sentence - triggers[start - 1].token.sentence <= reach:
        start -= 1
    return triggers[start:end]


def _points_back(grammar: Grammar, token: Token) -> bool:
    """Whether the clause goes on from the paragraph before ("eleven were killed there")."""
    return any(lemma(t) == "there" and t.dep == "advmod" for t in grammar.clause_tokens(token))


def _alike(one: Trigger, other: Trigger) -> bool:
    return one.frame.name == other.frame.name or one.frame.category == other.frame.category


def _is_retold(grammar: Grammar, trigger: Trigger) -> bool:
    if not trigger.nominal or trigger.frame.name not in HARMFUL:
        return False
    return any(lemma(kid) in _DEFINITE for kid in grammar.kids(trigger.token, "det"))


def _same_landmark(grammar: Grammar, kept: list[Trigger], trigger: Trigger) -> Trigger | None:
    """Give the last violent act at the same kind of landmark.

    "The attack on the embassy in X ... a person who broke into an embassy and killed one."
    """
    marks = _landmarks(grammar, trigger)
    if trigger.frame.name not in HARMFUL or not marks:
        return None
    told = [
        t
        for t in _told_before(kept, trigger.token, _MEMORY)
        if t.frame.name in HARMFUL
        and t.token.sentence < trigger.token.sentence
        and own_place(grammar, t.token)
        and marks & _landmarks(grammar, t)
    ]
    return told[-1] if told else None


def _landmarks(grammar: Grammar, trigger: Trigger) -> set[str]:
    words = {lemma(w) for t in trigger.tokens() for w in grammar.clause_tokens(t)}
    return words & lexicon().classes["landmark"]
