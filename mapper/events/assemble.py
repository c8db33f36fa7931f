"""From a parse to events: triggers, their reality, their grouping, their facts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.events.actors import find_actors
from mapper.events.agenda import is_on_agenda
from mapper.events.attribution import attribution
from mapper.events.belief import Circumstances, beliefs, features
from mapper.events.casualties import Toll, find_tolls
from mapper.events.encoded import heard, told
from mapper.events.factuality import Verdict, judge
from mapper.events.grouping import group, own_place
from mapper.events.kinds import (
    Kind,
    circumstances,
    harm,
    kind_of,
    settings,
    type_clues,
    type_of,
)
from mapper.events.leads import lead_features, lifted
from mapper.events.lexicon import lexicon
from mapper.events.nominals import is_recalled
from mapper.events.parts import join_parts
from mapper.events.passages import join_sentences
from mapper.events.sayings import only_says
from mapper.events.sequel import date_after
from mapper.events.speakers import speaker
from mapper.events.sports import is_sport
from mapper.events.timeline import Timeline
from mapper.events.toll_shares import share_tolls
from mapper.events.toll_sums import number_of
from mapper.events.toll_triggers import with_tolls
from mapper.events.triggers import Trigger, find_triggers
from mapper.grammar import Grammar
from mapper.model import Event, Factuality, Span

if TYPE_CHECKING:
    from mapper.model import Parsed, Token

__all__ = ["HARDLY", "Draft", "drafts", "find_events"]

_OUTCOME = frozenset(["casualty", "killing", "destruction"])
# Frames of words: who says them is who takes part.
_TALK = frozenset(["statement", "threat", "accuse", "request", "reject"])
_ACTORS = ("soldier", "police", "crowd", "civilian", "transport", "official")
_REAL = frozenset([Factuality.OCCURRED, Factuality.ONGOING])
_UNREAL = frozenset([Factuality.PLANNED, Factuality.FOILED, Factuality.THREATENED])
# What stands before the words of a list's item.
_BULLET = re.compile(r"[^\S\n]*(?:[•●▪▫◦■*»>–—-]+|\(?\d{1,2}[.)]|\([a-z]\))[^\S\n]+(?=\S)")
_PRESENT = frozenset(["is", "are", "'s", "’s"])
_PERFECT = frozenset(["been", "was", "were", "has", "have", "had"])
_LONGEST_UNION = 220
HARDLY = 0.1
# From which belief of the encoder a verb that the lexicon does not know is worth weighing.
_TOLD = 0.25


def find_events(parsed: Parsed) -> tuple[Event, ...]:
    """Find the events that an article reports.

    Parameters
    ----------
    parsed
        The article with its dependency trees; ``article.published`` anchors relative dates.

    Returns
    -------
    tuple of Event
        In text order. Imagined events, totals of whole wars and what is hardly an incident are
        left out; planned, foiled, threatened and denied ones are told by their factuality.

    Raises
    ------
    DataError
        If the shipped lexicon or model is damaged.
    """
    found = drafts(parsed)
    scored = zip(found, beliefs([draft.row for draft in found]), strict=True)
    kept = [(d, score) for d, score in scored if score >= HARDLY or _harmed(d.event)]
    scores = lifted(
        [draft.trigger.token.sentence for draft, _ in kept],
        [lead_features(draft.row, draft.around, score) for draft, score in kept],
        [score for _, score in kept],
        [not (draft.trigger.frame.physical and draft.row["own_place"]) for draft, _ in kept],
    )
    return tuple(
        replace(draft.event, score=round(score, 3))
        for (draft, _), score in zip(kept, scores, strict=True)
    )


def _harmed(event: Event) -> bool:
    """Whether somebody was killed or hurt: kept however little else speaks for it."""
    tolls = (event.fatalities, event.injuries)
    return any(toll is not None and toll.minimum > 0 for toll in tolls)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event, the features that tell how likely it is one, and what it was made from.

    Parameters
    ----------
    event
        The event, not yet scored.
    row
        Features of `mapper.events.belief`.
    trigger
        The trigger with what it has absorbed.
    told
        Kind of the event told just before in the paragraph.
    around
        What tells its kind: `mapper.events.kinds.circumstances` and `type_clues`.
    """

    event: Event
    row: dict[str, float]
    trigger: Trigger
    told: Kind | None
    around: dict[str, float]


def drafts(parsed: Parsed) -> list[Draft]:
    """Every event that the rules see, not yet judged; what the model is trained on.

    Parameters
    ----------
    parsed
        The article with its dependency trees.
    """
    if not parsed.tokens:
        return []
    grammar = Grammar(parsed)
    tolls = find_tolls(grammar)
    triggers = with_tolls(grammar, find_triggers(grammar), tolls)
    real = [t for t in triggers if _is_news(grammar, t, judge(grammar, t))]
    heard_too = [t for t in heard(grammar, real) if not is_recalled(grammar, t)]
    real = sorted([*real, *heard_too], key=lambda t: t.token.index)
    real = [t for t in real if not is_sport(grammar, t.token)]
    grouped = join_sentences(grammar, join_parts(grammar, group(grammar, real)))
    shares = share_tolls(grammar, grouped, tolls)
    timeline = Timeline(grammar)
    rivals = Counter(t.token.sentence for t in grouped)
    ranks: Counter[int] = Counter()
    found: list[Draft] = []
    before: tuple[int, Kind] | None = None
    for trigger, setting in zip(grouped, settings(grammar, grouped), strict=True):
        paragraph = grammar.paragraph(trigger.token)
        told = before[1] if before and before[0] == paragraph else None
        mine = shares.get(trigger.token.index, [])
        tells = circumstances(grammar, trigger, told, setting | harm(mine))
        kind = kind_of(grammar, trigger, told, tells)
        if trigger.frame.physical:
            before = (paragraph, kind)
        verdict = judge(grammar, trigger)
        number = trigger.token.sentence
        around = Circumstances(verdict, mine, ranks[number], rivals[number])
        ranks[number] += 1
        tells |= type_clues(kind, tells)
        event = replace(
            _event(grammar, trigger, kind, verdict, timeline, mine),
            event_type=type_of(trigger, kind, tells),
        )
        if not event.date.text:
            date = date_after(grammar, trigger, ((d.trigger, d.event) for d in reversed(found)))
            event = replace(event, date=date or event.date)
        row = features(grammar, trigger, timeline, around)
        found.append(Draft(event, row, trigger, told, tells))
    return found


def _is_news(grammar: Grammar, trigger: Trigger, verdict: Verdict) -> bool:
    if not trigger.nominal and only_says(grammar, trigger.token):
        return False
    if is_recalled(grammar, trigger):
        return False
    if verdict.hypothetical and verdict.factuality is not Factuality.THREATENED:
        return False
    if verdict.hypothetical and not (
        trigger.lexical
        and not trigger.nominal  # "an increase in attacks in X" that is feared
        and trigger.frame.physical
        and own_place(grammar, trigger.token)
    ):
        return False
    if verdict.negated and (trigger.frame.name in _OUTCOME or not trigger.frame.physical):
        return False
    if trigger.lexical or own_place(grammar, trigger.token) or _is_acted(grammar, trigger.token):
        return True
    return told(grammar, trigger.token) > _TOLD


def _is_acted(grammar: Grammar, verb: Token) -> bool:
    """Whether a plain verb tells what people did to something, as news does."""
    if verb.tag not in ("VBD", "VBN") or verb.dep not in ("ROOT", "conj", "ccomp"):
        return False
    doers = grammar.agents(verb)
    acted = {word for noun in doers for word in grammar.heads(noun)}
    more = grammar.patients(verb) or any(
        t.entity in ("DATE", "TIME") for t in grammar.clause_tokens(verb)
    )
    return bool(more) and lexicon().is_any(acted, *_ACTORS)


def _event(
    grammar: Grammar,
    trigger: Trigger,
    kind: Kind,
    verdict: Verdict,
    timeline: Timeline,
    tolls: list[Toll],
) -> Event:
    quote, more = _quotes(grammar, trigger)
    tolls = _really_told(trigger, verdict, tolls)
    date = timeline.date_of(trigger, verdict.factuality)
    factuality = verdict.factuality
    past = _is_past(grammar, trigger.support or trigger.token)
    to_come = timeline.is_to_come(date) or is_on_agenda(grammar, trigger.token.start)
    if factuality in _REAL and not past and to_come:
        factuality = Factuality.PLANNED
    return Event(
        category=kind.category,
        event_type=kind.event_type,
        acled_type=kind.acled_type,
        acled_sub_type=kind.acled_sub_type,
        quote=quote,
        more_quotes=more,
        trigger=Span(trigger.token.start, trigger.token.end),
        date=date,
        actors=find_actors(grammar, trigger),
        fatalities=number_of(tolls, deaths=True),
        injuries=number_of(tolls, deaths=False),
        factuality=factuality,
        attributed_to=attribution(grammar, trigger.support or trigger.token)
        or next((t.quantity.attributed_to for t in tolls if t.quantity.attributed_to), "")
        or (speaker(grammar, trigger.token) if trigger.frame.name in _TALK else ""),
    )


def _really_told(trigger: Trigger, verdict: Verdict, tolls: list[Toll]) -> list[Toll]:
    """Give the tolls of what happened: those of a plot are none, those of foiling it are some."""
    if verdict.factuality not in _UNREAL:
        return tolls
    if verdict.factuality is not Factuality.FOILED:
        return []
    return [t for t in tolls if t.token.sentence != trigger.token.sentence]


def _is_past(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb tells of the past: "closed", "was closed", but not "is closed on Friday"."""
    if verb.tag == "VBN":
        helpers = {kid.text.lower() for kid in grammar.kids(verb, "auxpass", "aux")}
        return not helpers & _PRESENT or bool(helpers & _PERFECT)
    return verb.tag == "VBD"


def _quotes(grammar: Grammar, trigger: Trigger) -> tuple[Span, tuple[Span, ...]]:
    """Give the clause, joined with the clauses of the same sentence where that stays short."""
    main = _own_quote(grammar, trigger)
    more: list[Span] = []
    for other in trigger.absorbed:
        span = _own_quote(grammar, other)
        start, end = min(main.start, span.start), max(main.end, span.end)
        same = other.token.sentence == trigger.token.sentence
        if same and end - start <= _LONGEST_UNION:
            main = Span(start, end)
        elif not main.contains(span):
            more.append(span)
    return main, tuple(span for span in dict.fromkeys(more) if not main.contains(span))


def _own_quote(grammar: Grammar, trigger: Trigger) -> Span:
    span = _clause_quote(grammar, trigger)
    bullet = _BULLET.match(grammar.text, grammar.line_start(span.start), trigger.token.start)
    if bullet and span.start < bullet.end():
        return Span(bullet.end(), span.end)
    return span


def _clause_quote(grammar: Grammar, trigger: Trigger) -> Span:
    if trigger.nominal and trigger.support is None:
        head = grammar.parsed.tokens[grammar.clause_head[trigger.token.index]]
        return grammar.quote(trigger.token, nominal=head.pos in ("VERB", "AUX"))
    return grammar.quote(trigger.support or trigger.token)
