"""What the encoder says of a trigger, as named numbers for the models that weigh it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.events.sayings import only_says
from mapper.events.triggers import Trigger, ends_plot
from mapper.model import Category, EventType, Factuality, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["features", "heard", "kind_features", "told"]

# From which belief of the encoder a clause without a known word is worth weighing: that of its
# surest word, and that of its words on the whole.
_SUREST, _ON_THE_WHOLE = 0.6, 0.3
_LEAST = 1e-3
_PRESENT = ("VBP", "VBZ")
# Names of the numbers, in the order of the encoder's classes.
_FACTS = [f"e_fact_{fact}" for fact in Factuality]
_CATEGORIES = [f"e_category_{category.name.lower()}" for category in Category]
_EQUAL = [1.0 / len(Category)] * len(Category)
_PARTS = ("own", "clause")
_KINDS = {part: [f"e_{part}_{kind.name.lower()}" for kind in Category] for part in _PARTS}
_TYPES = {part: [f"e_{part}_type_{kind}" for kind in EventType] for part in _PARTS}


def told(grammar: Grammar, token: Token) -> float:
    """How likely a token belongs to the report of an incident, 0 to 1."""
    row = grammar.parsed.encoded.mean("event", Span(token.start, token.end))
    return float(1.0 - row[0]) if row.any() else 0.0


def heard(grammar: Grammar, known: Sequence[Trigger]) -> list[Trigger]:
    """Triggers for clauses that the encoder takes for a report and in which no word is known.

    Parameters
    ----------
    grammar
        The parsed article.
    known
        The triggers found by word.
    """
    scores = grammar.parsed.encoded
    generic = lexicon().frames["generic"]
    taken = {grammar.clause_head[token.index] for trigger in known for token in trigger.tokens()}
    found = []
    for head in grammar.clauses:
        if head in taken:
            continue
        token = grammar.parsed.tokens[head]
        if only_says(grammar, token) or (token.dep == "relcl" and token.tag in _PRESENT):
            continue  # "who live in the villages" describes, whatever stands around it
        if ends_plot(grammar, token) and _aimed(grammar, token, known):
            continue
        first, last = scores.reach(_clause(grammar, token))
        belief = 1.0 - scores.probabilities["event"][first:last, 0]
        if first < last and belief.max() >= _SUREST and belief.mean() >= _ON_THE_WHOLE:
            verb = token.pos in ("VERB", "AUX")
            found.append(Trigger(token, generic, nominal=not verb, lexical=False))
    return found


def _aimed(grammar: Grammar, verb: Token, known: Sequence[Trigger]) -> bool:
    """Whether what the foiled plot aimed at is a trigger already."""
    below = {
        kid.index for noun in grammar.patients(verb) for kid in grammar.kids(noun, "acl", "relcl")
    }
    return any(trigger.token.index in below for trigger in known)


def features(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Numbers that tell news from talk."""
    scores = grammar.parsed.encoded
    clause, word = _clause(grammar, trigger.token), _word(trigger)
    own, around = scores.mean("event", word), scores.mean("event", clause)
    facts = scores.mean("factuality", word)
    first, last = scores.reach(clause)
    outside = scores.probabilities["event"][first:last, 0]
    where = scores.probabilities["where"][first:last, 1]
    row: dict[str, float] = {
        "e_own": _log_odds(1.0 - float(own[0])),
        "e_clause": 1.0 - float(around[0]),
        "e_most": _log_odds(1.0 - float(outside.min(initial=1.0))),
        "e_least": 1.0 - float(outside.max(initial=0.0)),
        "e_where": float(where.max(initial=0.0)),
    }
    row.update(zip(_FACTS, facts.tolist(), strict=True))
    row.update(zip(_CATEGORIES, own[1:].tolist(), strict=True))
    return row


def kind_features(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Log-odds of the categories, given that an incident is told, and of PLOVER's types."""
    scores = grammar.parsed.encoded
    row: dict[str, float] = {}
    for name, span in (("own", _word(trigger)), ("clause", _clause(grammar, trigger.token))):
        found = scores.mean("event", span)[1:]
        total = float(found.sum())
        shares = [part / total for part in found.tolist()] if total else _EQUAL
        row.update(zip(_KINDS[name], map(_log_odds, shares), strict=True))
        types = scores.mean("type", span).tolist()
        row.update(zip(_TYPES[name], map(_log_odds, types), strict=True))
    return row


def _word(trigger: Trigger) -> Span:
    return Span(trigger.token.start, trigger.token.end)


def _clause(grammar: Grammar, token: Token) -> Span:
    return grammar.clause_span(token)


def _log_odds(probability: float) -> float:
    if probability < _LEAST:  # most are: these bounds are quicker than min() and max()
        probability = _LEAST
    elif probability > 1.0 - _LEAST:
        probability = 1.0 - _LEAST
    return math.log(probability / (1.0 - probability))
