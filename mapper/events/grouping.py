"""One event from the words that tell of it: the noun and its verb, the blow and its toll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.nominals import lean_on_verbs
from mapper.events.toll_grammar import harmed
from mapper.events.toll_triggers import part_of
from mapper.events.toll_verbs import is_person
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from collections.abc import Container

    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["group", "is_outcome", "own_place"]

# Frames that are no blow: what died there did not die of it.
_NO_BLOW = frozenset(
    ["arrest", "raid", "release", "find", "aid", "movement", "rescue", "displacement"]
)  # fmt: skip
_PLACE = frozenset(["GPE", "LOC", "FAC"])
_LOCATIVE = frozenset(
    ["in", "at", "near", "on", "off", "outside", "inside", "around", "into", "from", "towards",
     "toward", "to", "above", "below", "across", "through", "along", "over", "between", "of",
     "by", "within", "beyond", "behind", "under", "against"]
)  # fmt: skip
_NEVER_WHO = frozenset(["in", "near", "outside", "inside", "into", "across", "towards"])
_DIES = frozenset(["die", "bleed", "perish", "drown", "succumb"])
_HOSPITALS = frozenset(["Hospital", "Clinic", "Infirmary", "hospital", "clinic"])
_JOINED = frozenset(["advcl", "relcl", "conj", "acl", "ccomp", "parataxis", "xcomp", "pcomp"])


def own_place(grammar: Grammar, token: Token, beside: Container[int] = ()) -> bool:
    """Whether the clause of a token seems to name a place: an entity, or "in" and a capital.

    The words whose numbers are in `beside` do not count.
    """
    for word in grammar.clause_tokens(token):
        if word.index in beside:
            continue
        above = grammar.parsed.tokens[word.head]
        beyond = grammar.parsed.tokens[above.head]
        there = beyond.text in _HOSPITALS and beyond.dep == "pobj"
        aside = grammar.parsed.tokens[above.index - 1].text in _HOSPITALS if above.index else False
        if above.text in _HOSPITALS or there or (above.pos == "ADP" and aside):
            continue  # where the wounded were taken is not where they were hurt
        if _is_home(grammar, word):
            continue  # "a welder from Bor was hit": he was hit elsewhere
        if word.entity in _PLACE and word.dep != "poss":
            return True
        if word.pos == "PROPN" and word.dep == "pobj" and word.entity not in ("DATE", "TIME"):
            prep = grammar.parsed.tokens[word.head]
            hospital = word.text in _HOSPITALS
            # Taggers take rare towns for people, but nobody is hit "in" a person.
            plain = word.entity not in ("PERSON", "NORP") or lemma(prep) in _NEVER_WHO
            if lemma(prep) in _LOCATIVE and plain and not hospital:
                return True
    return False


def _is_home(grammar: Grammar, name: Token) -> bool:
    """Whether a name only says where a person comes from."""
    prep = grammar.parsed.tokens[name.head]
    if name.dep != "pobj" or lemma(prep) != "from":
        return False
    noun = grammar.parsed.tokens[prep.head]
    dies = noun.dep == "nsubj" and lemma(grammar.parsed.tokens[noun.head]) in _DIES
    return (dies or noun.dep in ("nsubjpass", "dobj")) and is_person(grammar, noun)


def group(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Join triggers that tell of the same event within a sentence.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        In text order.

    Returns
    -------
    list of Trigger
        The main triggers in text order, the others absorbed in them.
    """
    kept = lean_on_verbs(grammar, triggers)
    return _join_clauses(grammar, _join_aims(grammar, kept))


def _join_aims(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Join the aims of one plot: "to kill the envoy and attack a school"."""
    by_token = {t.token.index: t for t in triggers}
    gone: set[int] = set()
    for trigger in triggers:
        token = trigger.token
        first = by_token.get(token.head)
        if token.dep != "conj" or first is None or first is trigger:
            continue
        aims = token.tag == first.token.tag == "VB"
        if aims and first.frame.physical and trigger.frame.physical:
            first.absorbed.append(trigger)
            gone.add(token.index)
    return [t for t in triggers if t.token.index not in gone]


def is_outcome(grammar: Grammar, trigger: Trigger) -> bool:
    """Whether a trigger tells what came of something: deaths, wounds, damage, bodies found."""
    if trigger.frame.name in ("casualty", "killing", "destruction", "mishap"):
        return True
    token = trigger.token
    if trigger.nominal or token.pos not in ("VERB", "AUX"):
        return False
    moved = grammar.patients(token) or grammar.subjects(token)
    if {lemma(noun) for noun in moved} & {"body", "corpse"}:
        return True
    if trigger.frame.name in ("strike", "gunfire", "attack"):
        return grammar.is_passive(token) and any(is_person(grammar, n) for n in moved)
    return trigger.frame.name == "generic" and bool(harmed(grammar, token))


def _join_clauses(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Join an outcome ("killed two") to the blow in a clause that is tied to its own."""
    kept: list[Trigger] = []
    gone: set[int] = set()
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(trigger.token.sentence, []).append(trigger)
    for row in by_sentence.values():
        for one in row:
            if one.token.index in gone or not is_outcome(grammar, one):
                continue
            for other in row:
                if other is one or other.token.index in gone or not _compatible(one, other):
                    continue
                if part_of(grammar, one.token) != part_of(grammar, other.token) and (
                    is_outcome(grammar, other) or own_place(grammar, one.token)
                ):
                    continue  # "two killed in the north; six killed in the south"
                if not any(_tied(grammar, one, part) for part in (other, *other.absorbed)):
                    continue
                apart = own_place(grammar, one.token) and own_place(grammar, other.token)
                later = other.token.index > one.token.index
                if apart and later and not _subordinate(grammar, one, other):
                    continue
                main, rest = other, one
                if is_outcome(grammar, other) and one.token.index < other.token.index:
                    main, rest = one, other  # of two outcomes the one told first
                main.absorbed.append(rest)
                gone.add(rest.token.index)
                break
    for trigger in triggers:
        if trigger.token.index not in gone:
            kept.append(trigger)
    return kept


def _compatible(outcome: Trigger, other: Trigger) -> bool:
    if not other.frame.physical:
        return False
    if other.frame.name == "generic":
        return False
    if other.frame.name in _NO_BLOW:
        return False
    return not (other.frame.name == outcome.frame.name == "generic")


def _anchor(trigger: Trigger) -> Token:
    return trigger.support or trigger.token


def _subordinate(grammar: Grammar, one: Trigger, other: Trigger) -> bool:
    """Whether one clause hangs below the other (when, as, after, a participle)."""
    a, b = grammar.clause_head[_anchor(one).index], grammar.clause_head[_anchor(other).index]
    for low, high in ((a, b), (b, a)):
        token = grammar.parsed.tokens[low]
        if token.dep in ("advcl", "acl", "relcl") and any(
            t.index == high for t in grammar.parsed.ancestors(token)
        ):
            return True
    return False


def _tied(grammar: Grammar, one: Trigger, other: Trigger) -> bool:
    a, b = grammar.clause_head[_anchor(one).index], grammar.clause_head[_anchor(other).index]
    if a == b:
        return True
    for low, high in ((a, b), (b, a)):
        token = grammar.parsed.tokens[low]
        if token.dep not in _JOINED:
            continue
        above = grammar.clause_head[token.head]
        if above == high:
            return True
    return False
