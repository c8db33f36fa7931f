"""Clauses that only tell more of an event: its aim, its course, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.factuality import judge
from mapper.events.grouping import own_place
from mapper.events.lexicon import lexicon
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["join_parts"]

_WHEN = frozenset(["when", "as", "while"])
_TIMES = frozenset(["DATE", "TIME"])


def join_parts(grammar: Grammar, triggers: list[Trigger]) -> list[Trigger]:
    """Absorb clauses of a sentence that are part of the event above them.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        In text order.

    Returns
    -------
    list of Trigger
        Those that stay events of their own.
    """
    hosts: dict[int, Trigger] = {}
    for trigger in triggers:
        for token in trigger.tokens():
            hosts.setdefault(grammar.clause_head[token.index], trigger)
    gone: set[int] = set()
    for trigger in triggers:
        host = _host(grammar, trigger, hosts)
        if host is None or host is trigger or host.token.index in gone:
            continue
        host.absorbed.append(trigger)
        gone.add(trigger.token.index)
        for token in trigger.tokens():
            head = grammar.clause_head[token.index]
            if hosts[head] is trigger:
                hosts[head] = host
    return [t for t in triggers if t.token.index not in gone]


def _host(grammar: Grammar, trigger: Trigger, hosts: dict[int, Trigger]) -> Trigger | None:
    verb = trigger.support or trigger.token
    own = hosts.get(grammar.clause_head[verb.index])
    if own is not None and own.frame.name == "threat" and own.token.index == verb.head:
        return own if verb.dep == "xcomp" else None
    if grammar.clause_head[verb.index] != verb.index or verb.head == verb.index:
        return _outer_noun(grammar, trigger, hosts)
    host = hosts.get(grammar.clause_head[verb.head])
    if host is None:
        return None
    if verb.dep == "acl" and host.token.index == verb.head:  # "an exercise announced for the 7th"
        alike = verb.tag == "VBN" and host.frame.name == trigger.frame.name
        return host if alike or lexicon().cue(lemma(verb), "plan") else None
    if _is_aim(grammar, verb) or _is_course(grammar, verb):
        return host if host.lexical and host.frame.physical else None
    if verb.dep == "conj":
        return host if _goes_on(grammar, trigger, verb, host) else None
    if verb.dep == "advcl" and {lemma(k) for k in grammar.kids(verb, "mark", "advmod")} & _WHEN:
        placed = own_place(grammar, trigger.token) and own_place(grammar, host.token)
        return host if host.frame.physical and not placed else None
    return None


def _is_aim(grammar: Grammar, verb: Token) -> bool:
    """Read "gathered on Sunday to demand": the parser hangs the aim on the verb or the day."""
    if verb.tag != "VB" or not any(k.tag == "TO" for k in grammar.kids(verb, "aux")):
        return False
    above = grammar.parsed.tokens[verb.head]
    return verb.dep == "advcl" or (verb.dep == "relcl" and above.entity in _TIMES)


def _is_course(grammar: Grammar, verb: Token) -> bool:
    """Read "blocked the road, cutting them off": a participle without a word of time before it."""
    before = [k for k in grammar.kids(verb, "mark", "advmod", "prep") if k.index < verb.index]
    return (
        verb.tag == "VBG" and verb.dep == "advcl" and not before and not grammar.kids(verb, "nsubj")
    )


def _goes_on(grammar: Grammar, trigger: Trigger, verb: Token, host: Trigger) -> bool:
    """Whether the same subject goes on, at no other place or time, as really as before."""
    if grammar.kids(verb, "nsubj", "nsubjpass"):
        return False
    same = any(o.pos == "PRON" for o in grammar.kids(verb, "dobj"))  # "and took them to X"
    if own_place(grammar, trigger.token) and not same:
        return False
    if any(t.entity in _TIMES for t in grammar.clause_tokens(verb)):
        return False
    return judge(grammar, trigger).factuality is judge(grammar, host).factuality


def _outer_noun(grammar: Grammar, trigger: Trigger, hosts: dict[int, Trigger]) -> Trigger | None:
    """Read "the next round of border talks": a noun inside the phrase of one of its kind."""
    if not trigger.nominal or trigger.support is not None:
        return None
    host = hosts.get(grammar.clause_head[trigger.token.index])
    if host is None or not host.nominal or host.frame.name != trigger.frame.name:
        return None
    above = {t.index for t in grammar.parsed.ancestors(trigger.token)}
    return host if host.token.index in above else None
