"""Whether two clauses of one sentence tell of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["foils", "is_part", "is_retold"]

# Who does this to a plot, an attempt or a team has done no more than foil it.
_FOILS = frozenset(
    ["foil", "thwart", "prevent", "avert", "disrupt", "frustrate", "dismantle", "uncover",
     "smash", "bust"]
)  # fmt: skip

# Clauses that only say more of a noun: "a blast that tore open a bus", "an attack killing two".
_SAYS_MORE = frozenset(["acl", "relcl"])


def is_part(grammar: Grammar, inner: Token, outer: Token) -> bool:
    """Whether a clause hangs on another one's noun and only says more of it.

    Parameters
    ----------
    grammar
        The parsed article.
    inner, outer
        The triggers.
    """
    if inner.sentence != outer.sentence:
        return False
    head = grammar.clause_head[inner.index]
    top = grammar.clause_head[outer.index]
    while head != top:
        token = grammar.parsed.tokens[head]
        if token.dep not in _SAYS_MORE:
            return False
        above = grammar.clause_head[token.head]
        if above == head:
            return False
        head = above
    # In one clause a noun after a preposition tells the setting of the verb.
    return inner.index != outer.index and (
        grammar.clause_head[inner.index] != top or inner.dep == "pobj"
    )


def foils(grammar: Grammar, outer: Token, inner: Token) -> bool:
    """Whether a clause prevents what hangs on it: "dismantled a team that planned to bomb".

    Parameters
    ----------
    grammar
        The parsed article.
    outer, inner
        The triggers of the prevention and of what was prevented.
    """
    return lemma(outer) in _FOILS and is_part(grammar, inner, outer)


def is_retold(grammar: Grammar, one: Token, other: Token) -> bool:
    """Whether two clauses of a sentence speak of the same things ("sent trucks: "trucks came"").

    Parameters
    ----------
    grammar
        The parsed article.
    one, other
        The triggers.
    """
    return one.sentence == other.sentence and bool(_things(grammar, one) & _things(grammar, other))


def _things(grammar: Grammar, trigger: Token) -> set[str]:
    """Nouns of the trigger's clause that are no names."""
    return {lemma(t) for t in grammar.clause_tokens(trigger) if t.pos == "NOUN" and not t.entity}
