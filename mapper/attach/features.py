"""What ties a site to an event, as named numbers for a small trained model."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.attach.sites import glued, is_area, is_country
from mapper.attach.wording import SAYING, is_source
from mapper.grammar import lemma
from mapper.model import Span
from mapper.trees import Forest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.attach.link import Linker
    from mapper.attach.sites import Site
    from mapper.grammar import Grammar
    from mapper.model import Event, Token

__all__ = ["features", "likelihoods"]

_MODEL = Path(__file__).with_name("links.json")
_PREPOSITIONS = frozenset(
    ["in", "at", "near", "on", "off", "of", "outside", "inside", "around", "into", "from",
     "towards", "toward", "to", "above", "below", "by", "through", "along", "over", "between",
     "within", "across", "with", "for", "against"]
)  # fmt: skip
_DEPS = frozenset(
    ["pobj", "nsubj", "dobj", "poss", "compound", "conj", "appos", "nmod", "ROOT", "nsubjpass",
     "npadvmod", "attr", "dep"]
)  # fmt: skip
_OPENING = 6  # words from the start of a sentence
_DATELINE_REACH = 200  # characters
_DATELINE = re.compile(r"^\s*(?:[–—:-]|\.(?:\s|$)|,\s+\w+[\w\s.,]{0,30}[–—:-]|\()")


def features(grammar: Grammar, linker: Linker, number: int, site: Site) -> dict[str, float]:
    """Named numbers of a pair of event and site.

    Parameters
    ----------
    grammar
        The parsed article.
    linker
        What is known of the article's ties.
    number
        Number of the event.
    site
        A site of its sentence or of one before.
    """
    event, trigger = linker.event(number), linker.trigger(number)
    assert trigger is not None
    row = _of_event(event, trigger)
    row |= _of_site(grammar, linker, site)
    row |= _of_pair(grammar, linker, number, trigger, site)
    row |= _encoded(grammar, trigger, site)
    return {name: float(value) for name, value in row.items()}


def _of_event(event: Event, trigger: Token) -> dict[str, float]:
    return {
        "event": event.score,
        f"category_{event.category.name.lower()}": 1.0,
        f"type_{event.event_type}": 1.0,
        f"fact_{event.factuality}": 1.0,
        "nominal": trigger.pos in ("NOUN", "PROPN"),
        "deaths": event.fatalities is not None and event.fatalities.minimum > 0,
        "dated": bool(event.date.text),
        "attributed": bool(event.attributed_to),
        "quote_length": event.quote.end - event.quote.start,
        f"tag_{trigger.tag}": 1.0,
        f"dep_{trigger.dep}": 1.0,
    }


def _of_site(grammar: Grammar, linker: Linker, site: Site) -> dict[str, float]:
    text, span = grammar.text, site.span
    line = grammar.line_start(span.start)
    after = text[span.end : span.end + _DATELINE_REACH].split("\n")[0]
    same = linker.sites_in(site.head.sentence)
    finer = any(
        other.index != site.index and glued(grammar, other, site) and is_area(site.place)
        for other in same
        if other.span.start < site.span.start
    )
    owns = site.governor is not None and lemma(site.governor) in SAYING
    word = site.preposition
    known = word if word in _PREPOSITIONS else "other" if word else "none"
    return {
        f"prep_{known}": 1.0,
        f"head_{site.head.dep if site.head.dep in _DEPS else 'other'}": 1.0,
        f"base_{site.base.dep if site.base.dep in _DEPS else 'other'}": 1.0,
        "governor_verb": site.governor is not None and site.governor.pos in ("VERB", "AUX"),
        "governor_noun": site.governor is not None and site.governor.pos in ("NOUN", "PROPN"),
        "owner": site.owner,
        "near": site.near,
        "relative": site.resolution.mention.relative is not None,
        "located": site.located,
        "name": site.resolution.mention.score,
        "resolved": site.resolution.score,
        "listed": site.listed,
        "country": is_country(site.place),
        f"class_{site.place.feature_class.value}": 1.0,
        "first_order": site.place.feature_code == "ADM1",
        "governor_says": owns,
        "source": is_source(grammar, site),
        "line_start": span.start - line < 6,
        "sentence_start": site.base.index - grammar.parsed.sentences[site.head.sentence].first < 3,
        "capitals": site.resolution.mention.text.isupper()
        and len(site.resolution.mention.text) > 3,
        "dateline": span.start - line < 40 and bool(_DATELINE.match(after)),
        "sites_in_sentence": len(same),
        "finer_before": finer,
        "mentioned": linker.mentioned(site),
        "reported": "reported" in text[max(0, span.start - 15) : span.start],
        "apart": bool(
            re.search(
                r"\b(?:not\s+to\s+be\s+confused|native|resident|from|born)\W+(?:\w+\W+){0,3}$",
                text[max(0, span.start - 50) : span.start],
            )
        ),
    }


def _of_pair(
    grammar: Grammar, linker: Linker, number: int, trigger: Token, site: Site
) -> dict[str, float]:
    event = linker.event(number)
    owner = linker.owner(site)
    gap = trigger.sentence - site.head.sentence
    heads = grammar.clause_head
    low, high = sorted((trigger.index, site.head.index))
    same = gap == 0
    up, down = _path(grammar, trigger, site.head) if same else (20, 20)
    own = linker.sites_in(trigger.sentence)
    distances = sorted(abs(s.head.index - trigger.index) for s in own)
    distance = abs(trigger.index - site.head.index)
    steps = sorted(sum(_path(grammar, trigger, s.head)) for s in own)
    other = linker.event(owner) if owner is not None else None
    return {
        "same_sentence": same,
        "gap": min(gap, 8),
        "owned": owner == number,
        "owned_by_other": owner is not None and owner != number,
        "owner_score": other.score if other is not None else -1.0,
        "in_quote": event.quote.contains(site.span),
        "in_more": any(q.contains(site.span) for q in event.more_quotes),
        "same_clause": same and heads[trigger.index] == heads[site.head.index],
        "up": up,
        "down": down,
        "path_rank": steps.index(up + down) if same and up + down in steps else 5,
        **_clauses(grammar, trigger, site, same=same),
        "distance": min(distance, 80),
        "before": site.head.index < trigger.index,
        "triggers_between": linker.triggers_between(low, high),
        "triggers_in_sentence": len(linker.told_in(trigger.sentence)) - 1,
        "nearest_rank": distances.index(distance) if same and distance in distances else 5,
        "own_sites": len(own),
        "own_fine_sites": sum(not is_country(s.place) for s in own),
        "same_paragraph": grammar.paragraph(trigger) == grammar.paragraph(site.head),
        "anaphor": bool(linker.anaphor(number)),
        "sites_between": 0 if same else linker.sites_between(low, high),
        "nearest_to_site": linker.nearest(site) == number,
        "site_rival_score": max(
            (linker.event(n).score for n in linker.told_in(site.head.sentence) if n != number),
            default=0.0,
        ),
    }  # fmt: skip


def _clauses(grammar: Grammar, trigger: Token, site: Site, *, same: bool) -> dict[str, float]:
    """How the clause of the site stands to that of the event, and who governs the name."""
    tokens, heads = grammar.parsed.tokens, grammar.clause_head
    names = ("governs", "governs_noun", "below", "above", "joined", "opens", "ground")
    row = dict.fromkeys(names, 0.0)
    if not same or site.governor is None:
        return row
    governor = site.governor
    mine, its = tokens[heads[trigger.index]], tokens[heads[site.head.index]]
    root = tokens[grammar.parsed.sentences[trigger.sentence].first]
    row["governs"] = governor.index == trigger.index
    row["governs_noun"] = tokens[governor.head].index == trigger.index and not row["governs"]
    row["ground"] = row["governs"] and site.base.dep in ("dobj", "nsubjpass")
    if mine.index != its.index:
        row["below"] = any(t.index == mine.index for t in grammar.parsed.ancestors(its))
        row["above"] = any(t.index == its.index for t in grammar.parsed.ancestors(mine))
        row["joined"] = row["above"] and mine.dep == "conj"
    row["opens"] = site.base.index - root.index < _OPENING and governor.pos in ("VERB", "AUX")
    return row


def _encoded(grammar: Grammar, trigger: Token, site: Site) -> dict[str, float]:
    """What the encoder says of the site, of the trigger, and of what stands between them."""
    scores = grammar.parsed.encoded
    word = Span(trigger.start, trigger.end)
    first, last = sorted((word, site.span), key=lambda span: span.start)
    start, stop = scores.reach(Span(first.start, max(first.end, last.end)))
    outside = scores.probabilities["event"][start:stop, 0]
    other, own = scores.mean("event", site.span), scores.mean("event", word)
    return {
        "e_where": float(scores.mean("where", site.span)[1]),
        "e_told": 1.0 - float(own[0]),
        "e_site_told": 1.0 - float(other[0]),
        "e_between": 1.0 - float(outside.max(initial=0.0)),
        "e_alike": float((own[1:] * other[1:]).sum()),
    }


def _path(grammar: Grammar, trigger: Token, head: Token) -> tuple[int, int]:
    """Give steps from the site, and from the trigger, up to the token that governs both."""
    above = {t.index: n for n, t in enumerate([trigger, *grammar.parsed.ancestors(trigger)])}
    for steps, token in enumerate([head, *grammar.parsed.ancestors(head)]):
        if token.index in above:
            return min(steps, 15), min(above[token.index], 15)
    return 20, 20


@cache
def _forest() -> Forest:
    return Forest(_MODEL)


def likelihoods(rows: Sequence[dict[str, float]]) -> list[float]:
    """Calibrated probabilities, one a row of `features`."""
    if not rows:
        return []
    return [float(p) for p in _forest().probabilities([defaultdict(float, row) for row in rows])]
