"""Who takes part in an event, as written, and in which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.events.senses import senses
from mapper.events.speakers import noun_phrase
from mapper.grammar import Grammar, lemma
from mapper.model import Actor, ActorRole, Span

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["find_actors"]

_PRONOUNS = frozenset(
    ["he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "this", "him", "her",
     "them", "us", "me", "one"]
)  # fmt: skip
_BOTH = frozenset(
    ["clash", "battle", "firefight", "skirmish", "fighting", "meeting", "talk", "negotiation",
     "summit", "war", "agreement", "ceasefire", "truce", "exchange", "accord", "deal"]
)  # fmt: skip
_SOMEBODY = (
    "soldier", "police", "civilian", "crowd", "official", "diplomat", "person", "captive",
    "institution",
)  # fmt: skip
# Sorts of nouns that stand for people.
_PEOPLE = frozenset(
    ["state_force", "armed_group", "gunman", "criminal", "police", "suspect", "protester", "rowdy",
     "workers", "civilian", "exposed", "official", "observers", "rescuer", "displaced"]
)  # fmt: skip
_THINGS = frozenset(
    ["rocket", "missile", "shell", "mine", "bomb", "drone", "explosion", "blast", "mortar",
     "fire", "flood", "earthquake", "quake", "storm", "bus", "train", "car", "road", "house",
     "building", "bullet", "shot", "attack", "strike", "round", "attempt", "plot",
     "tunnel", "bridge", "river", "rain", "wall", "snow", "wind", "footage", "video", "picture",
     "photo", "lightning", "tsunami", "hillside", "landslide", "avalanche", "wave", "violence"]
)  # fmt: skip


_SUFFERED = frozenset(["die", "perish", "drown", "succumb", "starve", "suffocate", "freeze"])
_HARM = frozenset(["injury", "wound", "burn", "cut", "bruise", "fracture", "concussion"])
_DONE_TO = frozenset(
    ["wound", "injure", "hurt", "kill", "arrest", "detain", "hospitalise", "hospitalize",
     "displace", "martyr", "abduct", "kidnap", "jail", "evacuate"]
)  # fmt: skip


def find_actors(grammar: Grammar, trigger: Trigger) -> tuple[Actor, ...]:
    """Agents and patients of the trigger and of the verbs that tell of the same event.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The event's trigger with what it has absorbed.
    """
    found: dict[str, Actor] = {}
    for part in [trigger, *trigger.absorbed]:
        for noun, role in _roles(grammar, part):
            actor = _actor(grammar, noun, role)
            if actor is not None:
                found.setdefault(actor.name.casefold(), actor)
    return tuple(found.values())


def _roles(grammar: Grammar, trigger: Trigger) -> list[tuple[Token, ActorRole]]:
    verb = None if trigger.nominal else trigger.token
    found: list[tuple[Token, ActorRole]] = []
    if trigger.nominal:
        found += _of_noun(grammar, trigger.token)
        verb = trigger.support
    if verb is not None:
        suffers = _suffers(grammar, verb)
        role = ActorRole.TARGET if suffers else ActorRole.SOURCE
        found += [(n, role) for n in grammar.agents(verb)]
        found += [(n, ActorRole.TARGET) for n in grammar.patients(verb)]
        found += [
            (noun, ActorRole.TARGET)
            for prep in grammar.kids(verb, "prep")
            if lemma(prep) in ("against", "on", "at", "with")
            for noun in grammar.kids(prep, "pobj")
            if lexicon().is_a(lemma(noun), "soldier", "police", "civilian", "official")
        ]
    return [(n, role) for n, role in found if n.index != trigger.token.index]


def _suffers(grammar: Grammar, verb: Token) -> bool:
    """Whether the subject of a verb has not done, but suffered it: "died", "five wounded"."""
    if lemma(verb) in _SUFFERED or (
        lemma(verb) in ("suffer", "sustain", "receive")
        and any(lemma(o) in _HARM for o in grammar.kids(verb, "dobj"))
    ):
        return True
    helpers = grammar.kids(verb, "aux", "dobj")
    return verb.tag in ("VBN", "VBD") and lemma(verb) in _DONE_TO and not helpers


def _of_noun(grammar: Grammar, noun: Token) -> list[tuple[Token, ActorRole]]:
    """Read "Iran's attack on the embassy by gunmen", "clashes between X and Y"."""
    found = [(poss, ActorRole.SOURCE) for poss in grammar.kids(noun, "poss")]
    role = {
        "by": ActorRole.SOURCE,
        "on": ActorRole.TARGET,
        "against": ActorRole.TARGET,
        "of": ActorRole.TARGET,
        "between": ActorRole.OTHER,
        "with": ActorRole.OTHER,
    }
    for prep in grammar.kids(noun, "prep", "agent"):
        if lemma(prep) not in role:
            continue
        for pobj in grammar.kids(prep, "pobj"):
            found.append((pobj, role[lemma(prep)]))
            if lemma(prep) in ("between", "with"):
                found += [(c, ActorRole.OTHER) for c in grammar.kids(pobj, "conj")]
    return found


def _actor(grammar: Grammar, noun: Token, role: ActorRole) -> Actor | None:
    word = lemma(noun)
    if noun.pos == "PRON" or word in _PRONOUNS:
        earlier = _antecedent(grammar, noun)
        if earlier is None:
            return None
        noun = earlier
        word = lemma(noun)
    if noun.pos not in ("NOUN", "PROPN", "NUM", "ADJ") or word in _THINGS:
        return None
    if grammar.dateline_end(noun.start):
        return None
    if lexicon().nouns.get(word) or noun.entity in ("DATE", "TIME", "PERCENT", "MONEY"):
        return None
    if role is ActorRole.TARGET and noun.entity in ("GPE", "LOC", "FAC"):
        return None  # a place that is hit is a place
    if role is not ActorRole.SOURCE and not _is_somebody(noun, word):
        return None
    name = noun_phrase(grammar, noun)
    start = grammar.text.find(name, max(0, noun.start - len(name)), noun.end + len(name))
    if not name or start < 0:
        return None
    dateline = grammar.dateline_end(start)
    if start < dateline < start + len(name):
        name, start = name[dateline - start :], dateline
    if name.endswith(("'s", "’s")):
        name = name[:-2]
    words = grammar.parsed.tokens_in(Span(start, start + len(name)))
    bare = all(word.pos == "NUM" or word.tag in ("CD", "HYPH", ":") for word in words)
    if bare and (noun.dep != "nsubjpass" or any(letter.isdigit() for letter in name)):
        return None  # "twenty-two were detained" tells whom; a figure is of anything
    return Actor(name, role, Span(start, start + len(name)))


def _is_somebody(noun: Token, word: str) -> bool:
    """Whether a noun stands for people, by its sort, its name or its number."""
    named = noun.entity in ("PERSON", "NORP", "ORG", "GPE") and noun.pos == "PROPN"
    return (
        named
        or noun.pos == "NUM"
        or word.endswith("year-old")
        or lexicon().is_a(word, *_SOMEBODY)
        or not _PEOPLE.isdisjoint(senses().nouns.get(word, ()))
    )


def _antecedent(grammar: Grammar, pronoun: Token) -> Token | None:
    """Give the nearest earlier subject that a personal pronoun can mean."""
    word = lemma(pronoun)
    if word not in ("he", "she", "they", "him", "her", "them", "who"):
        return None
    if word == "who":
        clause = grammar.parsed.tokens[grammar.clause_head[pronoun.index]]
        return grammar.parsed.tokens[clause.head] if clause.dep == "relcl" else None
    sentence = grammar.parsed.sentences[pronoun.sentence]
    first = grammar.parsed.sentences[max(0, sentence.index - 1)].first
    for token in reversed(grammar.parsed.tokens[first : pronoun.index]):
        if token.dep not in ("nsubj", "nsubjpass") or token.pos not in ("NOUN", "PROPN"):
            continue
        plural = token.tag in ("NNS", "NNPS")
        person = token.entity == "PERSON" or lexicon().is_a(
            lemma(token), "civilian", "official", "soldier", "police", "person", "crowd"
        )
        if person and plural == (word in ("they", "them")):
            return token
    return None
