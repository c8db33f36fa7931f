"""Nouns that name events, and the verbs that they lean on: "the shelling killed two"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["is_recalled", "lean_on_verbs"]

_PLACE = frozenset(["GPE", "LOC", "FAC"])
_ANNOUNCE = frozenset(["call", "announce", "plan", "schedule"])
# Frames that tell the outcome of something else.
_OUTCOME = frozenset(["casualty", "killing", "destruction", "generic", "outage", "rescue"])
# What has no will: all that it does is the same event ("a landslide buried two houses").
_BLIND = frozenset(["weather", "quake", "fire", "blast", "accident"])
_STRUCK = frozenset(
    ["strike", "destruction", "casualty", "killing", "generic", "fire", "outage", "accident"]
)  # fmt: skip
_BACKGROUND = frozenset(
    ["after", "following", "follow", "before", "since", "despite", "over", "about", "amid", "for",
     "because", "until", "against"]
)  # fmt: skip
_SETTINGS = frozenset(
    ["area", "zone", "region", "place", "scene", "site", "line", "history", "period", "era", "risk",
     "danger", "fear", "memory"]
)  # fmt: skip
_SUBJECT = frozenset(["nsubj", "nsubjpass", "agent"])


def lean_on_verbs(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Tie nominal events to the verb of their clause; drop the weaker of the two.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        In text order.

    Returns
    -------
    list of Trigger
        Those that stay, the others absorbed or dropped.
    """
    by_token = {t.token.index: t for t in triggers}
    gone: set[int] = set()
    for trigger in triggers:
        if trigger.nominal and trigger.token.index not in gone:
            _lean(grammar, trigger, by_token, gone)
    return [t for t in triggers if t.token.index not in gone]


def is_recalled(grammar: Grammar, trigger: Trigger) -> bool:
    """Read "The clash comes a week after ministers met in Bor": known, and told for the other.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        Its noun, or the verb that the noun is the subject of.
    """
    verb = grammar.parsed.tokens[trigger.token.head] if trigger.nominal else trigger.token
    nouns = grammar.kids(verb, "nsubj")
    if lemma(verb) not in ("come", "follow") or not nouns:
        return False
    if trigger.nominal and trigger.token.index != nouns[-1].index:
        return False
    known = any(lemma(kid) == "the" for kid in grammar.kids(nouns[-1], "det"))
    if not known or lemma(nouns[-1]) not in lexicon().nouns:
        return False
    clauses = grammar.kids(verb, "advcl", "prep")
    marks = [k for c in clauses for k in (c, *grammar.kids(c, "mark", "advmod"))]
    return any(lemma(mark) in ("after", "before", "amid", "as", "while") for mark in marks)


def _lean(grammar: Grammar, trigger: Trigger, by_token: dict[int, Trigger], gone: set[int]) -> None:
    """Tie one noun to its verb; what is dropped goes into `gone`."""
    verb, arc, prep = _governing_verb(grammar, trigger.token)
    if _is_setting(grammar, trigger.token):
        gone.add(trigger.token.index)
        return
    if verb is None:
        return
    rival = by_token.get(verb.index)
    announced = prep == "for" and lemma(verb) in _ANNOUNCE
    if announced or (prep not in _BACKGROUND and lexicon().cue(lemma(verb), "perceive")):
        trigger.support = verb
        gone |= {verb.index} if rival is not None else set()
        return
    if prep in _BACKGROUND:
        # "Following the attack, he ordered ...": another event, told by its own phrase only.
        if not _phrase_has_place(grammar, trigger.token):
            gone.add(trigger.token.index)
        return
    if rival is None or rival.token.index in gone:
        if _is_light(grammar, verb) or verb.pos == "AUX":
            trigger.support = verb
        return
    _settle(grammar, trigger, rival, (verb, arc, prep), gone)


def _settle(
    grammar: Grammar,
    trigger: Trigger,
    rival: Trigger,
    tie: tuple[Token, str, str],
    gone: set[int],
) -> None:
    """Decide between a noun and the event that its verb names: one, the other, or both."""
    verb, arc, prep = tie
    weak = rival.frame.name in (_STRUCK if arc in _SUBJECT else _OUTCOME)
    weak |= arc == "nsubj" and trigger.frame.name in _BLIND
    by_subject = arc in _SUBJECT and (weak or _breaks_out(grammar, verb))
    by_object = arc in ("dobj", "attr") and (_is_light(grammar, verb) or not rival.lexical)
    by_means = prep in ("in", "during", "by", "with") and weak and trigger.frame.physical
    placed = _phrase_has_place(grammar, trigger.token)
    if rival.frame.name == trigger.frame.name or by_subject or by_object or by_means:
        trigger.support = verb
        trigger.absorbed.append(rival)
        gone.add(verb.index)
    elif trigger.frame.physical and not rival.frame.physical and rival.lexical:
        if arc == "dobj" and not placed:
            gone.add(trigger.token.index)  # else talk about a deed: two events
    elif not placed or arc in ("dobj", "nsubjpass"):
        if rival.lexical:
            gone.add(trigger.token.index)
        else:
            trigger.support = verb
            gone.add(verb.index)


def _is_light(grammar: Grammar, verb: Token) -> bool:
    return lexicon().cue(lemma(verb), "light") or _breaks_out(grammar, verb)


def _is_setting(grammar: Grammar, noun: Token) -> bool:
    """Read "an area of clashes": what a place is known for is no news."""
    above = grammar.parsed.tokens[noun.head]
    if noun.dep != "pobj" or lemma(above) != "of":
        return False
    return lemma(grammar.parsed.tokens[above.head]) in _SETTINGS


def _breaks_out(grammar: Grammar, verb: Token) -> bool:
    return lemma(verb) == "break" and any(lemma(k) == "out" for k in grammar.kids(verb, "prt"))


def _governing_verb(grammar: Grammar, noun: Token) -> tuple[Token | None, str, str]:
    """Give the verb that a noun depends on, the noun's arc to it, and the preposition between."""
    here, prep, arc = noun, "", noun.dep
    for _ in range(6):
        if here.head == here.index:
            return None, "", ""
        above = grammar.parsed.tokens[here.head]
        if here.dep == "prep":
            prep = lemma(here)
            arc = "prep"
        elif here.dep == "agent":
            arc = "agent"
        elif here.dep in ("nsubj", "nsubjpass", "dobj", "attr"):
            arc = here.dep
        if above.pos in ("VERB", "AUX") and above.dep != "prep":
            return above, arc, prep
        if here.dep in ("relcl", "acl", "appos"):
            return None, "", ""
        here = above
    return None, "", ""


def _phrase_has_place(grammar: Grammar, noun: Token) -> bool:
    return any(
        (t.entity in _PLACE or (t.pos == "PROPN" and t.entity not in ("DATE", "NORP")))
        and t.dep in ("pobj", "conj", "compound", "appos")
        for t in grammar.parsed.subtree(noun)
        if t.index != noun.index
    )
