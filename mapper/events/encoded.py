"""What the encoder says of a trigger, as named numbers for the models that weigh it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.lexicon import lexicon
from mapper.events.triggers import Trigger
from mapper.grammar import lemma
from mapper.model import Category, EventType, Factuality, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["features", "heard", "kind_features", "told"]

# From which belief of the encoder a clause without a known word is worth weighing: that of its
# surest word, and that of its words on the whole.
_SUREST, _ON_THE_WHOLE = 0.6, 0.3


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
        if _only_says(grammar, token):
            continue
        first, last = scores.reach(_clause(grammar, token))
        belief = 1.0 - scores.probabilities["event"][first:last, 0]
        if first < last and belief.max() >= _SUREST and belief.mean() >= _ON_THE_WHOLE:
            verb = token.pos in ("VERB", "AUX")
            found.append(Trigger(token, generic, nominal=not verb, lexical=False))
    return found


def _only_says(grammar: Grammar, verb: Token) -> bool:
    """Whether a clause is "the army said", and what it said is told in clauses of its own."""
    return (
        lexicon().cue(lemma(verb), "say")
        and bool(grammar.kids(verb, "ccomp"))
        and not own_place(grammar, verb)
    )


def features(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Numbers that tell news from talk."""
    scores = grammar.parsed.encoded
    clause, word = _clause(grammar, trigger.token), _word(trigger)
    own, around = scores.mean("event", word), scores.mean("event", clause)
    facts = scores.mean("factuality", word)
    first, last = scores.reach(clause)
    outside = scores.probabilities["event"][first:last, 0]
    where = scores.probabilities["where"][first:last, 1]
    row = {
        "e_own": _log_odds(1.0 - float(own[0])),
        "e_clause": 1.0 - float(around[0]),
        "e_most": _log_odds(1.0 - float(outside.min(initial=1.0))),
        "e_least": 1.0 - float(outside.max(initial=0.0)),
        "e_where": float(where.max(initial=0.0)),
    }
    for number, fact in enumerate(Factuality):
        row[f"e_fact_{fact}"] = float(facts[number])
    for number, category in enumerate(Category, 1):
        row[f"e_category_{category.name.lower()}"] = float(own[number])
    return row


def kind_features(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Log-odds of the categories, given that an incident is told, and of PLOVER's types."""
    scores = grammar.parsed.encoded
    row: dict[str, float] = {}
    for name, span in (("own", _word(trigger)), ("clause", _clause(grammar, trigger.token))):
        found = scores.mean("event", span)[1:]
        total = float(found.sum())
        for number, category in enumerate(Category):
            share = float(found[number]) / total if total else 1.0 / len(Category)
            row[f"e_{name}_{category.name.lower()}"] = _log_odds(share)
        types = scores.mean("type", span)
        for number, kind in enumerate(EventType):
            row[f"e_{name}_type_{kind}"] = _log_odds(float(types[number]))
    return row


def _word(trigger: Trigger) -> Span:
    return Span(trigger.token.start, trigger.token.end)


def _clause(grammar: Grammar, token: Token) -> Span:
    words = list(grammar.clause_tokens(token))
    return Span(min(t.start for t in words), max(t.end for t in words))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1.0 - 1e-3)
    return math.log(bounded / (1.0 - bounded))
