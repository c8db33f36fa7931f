"""Words of the text that name events, each with the frame it opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.events.lexicon import Frame, lexicon
from mapper.events.toll_verbs import is_taken_to_hospital
from mapper.events.verbless import headline_verb, toll_word
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.model import Token

__all__ = ["Trigger", "ends_plot", "find_triggers"]

_GENERIC = "generic"
# Auxiliaries, thoughts and states: alone they report no incident.
_STATIVE = frozenset(
    ["be", "have", "do", "seem", "appear", "become", "remain", "look", "feel", "know", "want",
     "need", "like", "love", "hate", "understand", "mean", "belong", "depend", "exist", "matter",
     "own", "think", "believe", "hope", "consider", "regard", "view", "expect", "wish", "fear",
     "doubt", "suppose", "imply", "show", "prove", "concern", "include", "contain", "involve",
     "consist", "represent", "reflect", "let", "help", "keep", "allow", "enable", "try",
     "attempt", "seek", "aim", "intend", "plan", "use", "learn", "try", "ask", "call", "name",
     "describe", "according", "follow", "base", "relate", "live", "work", "see", "hear", "watch",
     "read", "may", "can", "could", "would", "should", "must", "might", "will", "shall", "get",
     "make", "go"]
)  # fmt: skip
_WAYS = frozenset(["to", "into", "off", "over", "through", "down", "up", "across"])
# Verbs that are cues of saying, and deeds where they have an object.
_DEEDS = frozenset(["hold", "put", "set", "place"])
_CLOSING = frozenset(
    ["close", "shut", "suspend", "downgrade", "evacuate", "vacate", "leave", "withdraw"]
)  # fmt: skip
# A noun of these frames that only modifies ("fire station", "peace talks") or is a topic.
_NOT_BEFORE_NOUN = frozenset(["compound", "nmod", "amod", "poss"])
_LIGHT_NOUN_DEPS = frozenset(
    ["nsubj", "nsubjpass", "dobj", "pobj", "attr", "ROOT", "conj", "appos"]
)  # fmt: skip


@dataclass(slots=True)
class Trigger:
    """A token that names an event.

    Parameters
    ----------
    token
        The word.
    frame
        The kind of event.
    nominal
        Whether it is a noun.
    lexical
        Whether the lexicon knows the word; else a verb of any kind.
    support
        The verb that a nominal event leans on ("the shelling killed two"), or None.
    absorbed
        Triggers that tell of the same event, in text order.
    """

    token: Token
    frame: Frame
    nominal: bool = False
    lexical: bool = True
    support: Token | None = None
    absorbed: list[Trigger] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """Give the trigger's words, its own first."""
        yield self.token
        if self.support is not None:
            yield self.support
        for other in self.absorbed:
            yield from other.tokens()


def find_triggers(grammar: Grammar) -> list[Trigger]:
    """Every word that may name an event, in text order; nothing is judged yet.

    Parameters
    ----------
    grammar
        The parsed article.

    Returns
    -------
    list of Trigger
        In text order, at most one a token.
    """
    found = []
    for token in grammar.parsed.tokens:
        trigger = None
        if token.pos in ("VERB", "AUX"):
            trigger = _verb(grammar, token)
        elif token.pos == "NOUN" or (token.pos == "PROPN" and token.entity in ("", "EVENT")):
            trigger = _noun(grammar, token)
        elif token.pos == "ADJ" or token.tag == "VBN":
            trigger = _of_frame(token, toll_word(grammar, token))
        if trigger is None and token.pos in ("NOUN", "PROPN"):
            trigger = _of_frame(token, headline_verb(grammar, token))
        if trigger is not None:
            found.append(trigger)
    return found


def _of_frame(token: Token, name: str | None) -> Trigger | None:
    return Trigger(token, lexicon().frames[name]) if name else None


def _verb(grammar: Grammar, token: Token) -> Trigger | None:
    lex = lexicon()
    if token.dep in ("aux", "auxpass", "amod", "compound") or token.text.lower() == "according":
        return None
    named = [k for k in grammar.kids(token, "compound") if k.pos == "PROPN"]
    if named and token.tag == "VBG" and token.dep in _LIGHT_NOUN_DEPS:
        return None  # "the Lars crossing" is a place
    if is_taken_to_hospital(grammar, token):
        return Trigger(token, lex.frames["casualty"])
    name = _pattern(grammar, token) or _phrase(grammar, token) or _taken(grammar, token)
    name = name or lex.verbs.get(lemma(token))
    if name == "none":
        return None
    if name:
        return Trigger(token, lex.frames[name])
    if lemma(token) in _STATIVE and not _goes(grammar, token):
        return None
    if lex.cue(lemma(token), "say", "deny", "claim", "plan") and not _is_deed(grammar, token):
        return None
    if ends_plot(grammar, token):
        return None  # the plot is the event, not its end
    return Trigger(token, lex.frames[_GENERIC], lexical=False)


def ends_plot(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb tells the end of a plot: "thwarted a plot to kill"."""
    lex = lexicon()
    plots = [n for n in grammar.patients(verb) if grammar.heads(n) & lex.cues["plot"]]
    return lex.cue(lemma(verb), "foil") and bool(plots)


def _goes(grammar: Grammar, verb: Token) -> bool:
    """Read "the envoy went to Lima", "the bus went into a ditch": a way gone, not a state."""
    subjects = grammar.subjects(verb)
    ways = {lemma(kid) for kid in grammar.kids(verb, "prep", "prt", "advmod")}
    told = lemma(verb) == "go" and verb.tag in ("VBD", "VBZ", "VBN") and bool(ways & _WAYS)
    return told and bool(subjects) and all(s.pos in ("NOUN", "PROPN") for s in subjects)


def _is_deed(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb that also means saying does something here: "was held at a checkpoint"."""
    if lemma(verb) not in _DEEDS or grammar.kids(verb, "ccomp", "parataxis"):
        return False
    held = lemma(verb) == "hold" and grammar.is_passive(verb)
    return held or bool(grammar.kids(verb, "dobj"))


def _phrase(grammar: Grammar, token: Token) -> str | None:
    """Give a verb with its particle, object or preposition: the longest that fits."""
    options = lexicon().phrases.get(lemma(token), ())
    best: tuple[int, str] | None = None
    if not options:
        return None
    near = {lemma(t) for t in grammar.parsed.tokens[token.index + 1 : token.index + 5]}
    near |= {t.text.lower() for t in grammar.parsed.tokens[token.index + 1 : token.index + 5]}
    close = {lemma(t) for t in grammar.arguments(token)} | {
        lemma(kid) for kid in grammar.kids(token, "prt", "prep", "dobj", "advmod")
    }
    for words, name in options:
        fits = all(word in close or word in near for word in words) and any(
            word in close for word in words
        )
        if fits and (best is None or len(words) > best[0]):
            best = (len(words), name)
    return best[1] if best else None


def _taken(grammar: Grammar, token: Token) -> str | None:
    """Troops that "took Harib": a named place taken, held or lost is ground."""
    if lemma(token) not in ("take", "seize", "capture", "retake", "hold", "lose", "enter", "storm"):
        return None
    objects = grammar.patients(token)
    if not any(o.pos == "PROPN" and o.entity in ("GPE", "LOC", "FAC", "ORG", "") for o in objects):
        return None
    doers = {word for noun in grammar.agents(token) for word in grammar.heads(noun)}
    return "capture" if doers & lexicon().classes["soldier"] else None


def _pattern(grammar: Grammar, token: Token) -> str | None:
    word = lemma(token)
    options = [p for p in lexicon().patterns if word in p.verbs]
    if not options:
        return None
    objects: set[str] = set()
    for noun in grammar.patients(token):
        objects |= grammar.heads(noun)
    subjects: set[str] = set()
    for noun in grammar.subjects(token):
        subjects |= grammar.heads(noun)
    for pattern in options:
        if pattern.objects and not pattern.objects & objects:
            continue
        if pattern.subjects and not pattern.subjects & subjects:
            continue
        if pattern.closing and word in _CLOSING:
            return pattern.closing
        return pattern.frame
    return None


def _noun(grammar: Grammar, token: Token) -> Trigger | None:
    lex = lexicon()
    word = lemma(token)
    before = grammar.parsed.tokens[token.index - 1] if token.index else None
    if before is not None and before.sentence == token.sentence:
        joined = f"{lemma(before)}-{word}"
        if before.text == "-" and token.index > 1:
            joined = f"{lemma(grammar.parsed.tokens[token.index - 2])}-{word}"
        name = lex.nouns.get(joined)
        if name:
            return Trigger(token, lex.frames[name], nominal=True)
    name = lex.nouns.get(word)
    if name is None or token.dep in _NOT_BEFORE_NOUN:
        return None
    if (
        token.pos == "PROPN"
        and token.text[:1].isupper()
        and not token.text.isupper()
        and (before is not None and before.text[:1].isupper() and before.pos == "PROPN")
    ):
        return None  # a proper name: "Storm Shadow", "Red Cross Congress"
    name = _firing(grammar, token) or _closing_noun(grammar, token, name)
    return Trigger(token, lex.frames[name], nominal=True)


def _firing(grammar: Grammar, token: Token) -> str | None:
    """Fire of guns, not of houses; an exchange of it is a clash."""
    word = lemma(token)
    lex = lexicon()
    near = [t for t in grammar.parsed.subtree(token) if t.index != token.index]
    words = {lemma(t) for t in near}
    if word == "exchange":
        return "clash" if words & {"fire", "gunfire", "shot", "shooting", "blow"} else None
    if word != "fire":
        return None
    sides = {lemma(t) for t in near if t.dep in ("compound", "amod", "nmod")}
    above = grammar.parsed.tokens[token.head]
    if "exchange" in sides or lemma(above) == "exchange":
        return "clash"
    if sides & lex.classes["explosive"]:
        return "shelling"
    armed = sides & (lex.classes["gun"] | {"automatic", "heavy", "arm", "arms", "small", "sniper"})
    heard = lemma(above) in ("hear", "open", "return", "under", "draw", "fall", "take")
    return "gunfire" if armed or heard else None


def _closing_noun(grammar: Grammar, token: Token, name: str) -> str:
    """Give an opening or closure of an embassy is diplomacy, expulsions of diplomats too."""
    objects: set[str] = set()
    for prep in grammar.kids(token, "prep"):
        for noun in grammar.kids(prep, "pobj"):
            objects |= grammar.heads(noun)
    lex = lexicon()
    if any(lex.is_a(word, "institution") for word in objects):
        if name == "opening":
            return "embassy_open"
        if name in ("blockade", "outage", "withdrawal"):
            return "embassy_close"
    if name == "expulsion" and any(lex.is_a(word, "diplomat") for word in objects):
        return "expel_diplomat"
    return name
