"""How many die or are hurt, by the grammar of the sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.numbers import NUMBER, Range, quantity_of, read_quantity
from mapper.events.toll_verbs import dead, hurt, is_person, person_behind
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["harmed", "with_more"]

_THINGS = frozenset(
    ["drone", "helicopter", "plane", "aircraft", "plant", "base", "tank", "position", "post",
     "village", "town", "building", "house", "car", "vehicle", "bus", "school", "hospital",
     "bridge", "convoy", "ship", "boat", "market", "road", "cow", "sheep", "dog", "goat", "horse",
     "cattle", "animal", "engine", "crop", "tree", "forest", "calf", "buffalo", "camel", "pig",
     "hen", "bird", "fish", "tent", "shop", "it", "which", "that", "this", "these", "there",
     "column", "site", "ambulance", "lorry", "truck", "minibus", "train", "tanker", "ferry",
     "coach", "tractor", "motorcycle", "centre", "center", "station", "mine", "factory", "church",
     "mosque", "embassy", "camp", "shelter"]
)  # fmt: skip
_DEATHS = frozenset(
    ["death", "killing", "murder", "assassination", "slaying", "beheading", "execution",
     "drowning"]
)  # fmt: skip
_BODIES = frozenset(["body", "corpse"])
_FOUND = frozenset(
    ["find", "recover", "discover", "pull", "wash", "bury", "retrieve", "dig", "unearth", "bring",
     "fish", "spot", "take"]
)  # fmt: skip

# "killing a couple and their two children", where the parser parts the two.
_FAMILY = re.compile(
    rf"\s+and\s+(?:their|his|her)\s+(?P<n>{NUMBER})\s+(?:\w+\s+)?"
    r"(?:child|children|sons?|daughters?|brothers?|sisters?|guards?|bodyguards?)\b",
    re.I,
)

_BOUND = r"(?P<bound>(?:at\s+least|over|more\s+than|about|some)\s+)?"
# "died at the spot and three more in a hospital"
_MORE = re.compile(
    rf"\w+\b[^,;.]{{0,60}}?,?\s+and\s+{_BOUND}(?P<n>{NUMBER})\s+(?:more|others?)\s+"
    r"(?:in|at|on|later|since|overnight|of)\b",
    re.I,
)
_ELSEWHERE = re.compile(
    rf"\w+\s+(?:\w+\s+){{0,3}}?{NUMBER}\s+(?:\w+\s+){{0,2}}?in\s+(?-i:[A-Z])[\w'’-]+\s+and\s+"
    rf"{_BOUND}(?P<n>{NUMBER})\s+in\s+(?-i:[A-Z])",
    re.I,
)
# "the bodies of two were found on Monday and that of the driver", "died in Bor and another in Nis"
_ONE_MORE = re.compile(
    r"\w+\b[^,;.]{0,60}?\s+and\s+(?:that\s+of\s+(?:an?|the|his|her|their)\s|"
    r"another\s+(?:in|at|near)\s+(?-i:[A-Z]))",
    re.I,
)
_TAKES = frozenset(["take", "claim", "cost"])

Harm = tuple[bool, Range, str]


def harmed(grammar: Grammar, token: Token) -> list[Harm]:
    """Tell what a verb of dying or wounding counts.

    Parameters
    ----------
    grammar
        The parsed article.
    token
        Any token; only verbs (and "dead") count anything.

    Returns
    -------
    list of (bool, tuple of int and (int or None), str)
        Whether they are deaths, how many, and the words.
    """
    if token.pos == "NOUN":
        return _nominal(grammar, token)
    if token.pos not in ("VERB", "AUX", "ADJ"):
        return []
    if token.pos == "ADJ" and lemma(token) != "dead":
        return []
    found: list[Harm] = []
    for deaths, nouns in (dead(grammar, token), hurt(grammar, token)):
        for one in nouns[:1]:
            noun = person_behind(grammar, one)
            counted = _counted(grammar, token, noun)
            if lemma(token) in _TAKES or _side_by_side(grammar, nouns):
                counted = _sum([counted, *(_counted(grammar, token, n) for n in nouns[1:])])
            if counted is not None:
                found.append((deaths, counted, _words(grammar, noun, token)))
        if found:
            break
    return found


def _side_by_side(grammar: Grammar, nouns: list[Token]) -> bool:
    """Read "a constable and a teacher lost their lives", where the parser sees two subjects."""
    if len(nouns) != 2 or not all(is_person(grammar, noun) for noun in nouns):
        return False
    between = grammar.text[nouns[0].end : nouns[1].start]
    return re.match(r"(?:\s+(?:of|from)\s+[^,;]{1,25}?)?\s*and\b", between) is not None


def with_more(rest: str, counted: Range) -> Range:
    """Add "and three more in hospital", or "and over six in Nis" after "killed four in Bor".

    Parameters
    ----------
    rest
        The sentence from the word of harm on.
    counted
        Whom that counts.
    """
    more = (_MORE.match(rest) or _ELSEWHERE.match(rest)) if counted[0] else None
    added = read_quantity(f"{more['bound'] or ''}{more['n']}") if more else None
    if added is None and counted[0] and _ONE_MORE.match(rest):
        added = 1, 1
    return counted if added is None else _sum([counted, added]) or counted


def _sum(parts: list[Range | None]) -> Range | None:
    """Add up "two and three"; None if nothing is counted."""
    told = [part for part in parts if part is not None]
    if not told:
        return None
    tops = [high for _, high in told]
    top = None if None in tops else sum(high for high in tops if high is not None)
    return sum(low for low, _ in told), top


def _nominal(grammar: Grammar, token: Token) -> list[Harm]:
    """Give the killing of a trader, a policeman's death, the bodies of two engineers."""
    word = lemma(token)
    if word not in _DEATHS and word not in _BODIES:
        return []
    nouns = [
        pobj
        for of in grammar.kids(token, "prep")
        if lemma(of) == "of"
        for pobj in grammar.kids(of, "pobj")
    ]
    if word in _DEATHS and token.tag == "NN":
        nouns = nouns or grammar.kids(token, "poss")
    if word in _BODIES and grammar.kids(token, "nummod"):
        nouns = [token]  # "five bodies of young people"
    for noun in nouns[:1]:
        if noun.pos in ("NOUN", "PROPN", "NUM") and (is_person(grammar, noun) or word in _BODIES):
            counted = quantity_of(grammar, noun)
            if counted is None and word in _BODIES and noun.tag in ("NNS", "NNPS"):
                counted = 2, None
            if counted is not None:
                return [(True, counted, _words(grammar, noun, token))]
    if word in _BODIES and token.dep in ("nsubjpass", "dobj", "nsubj") and not nouns:
        verb = grammar.parsed.tokens[token.head]
        counted = quantity_of(grammar, token) or ((2, None) if token.tag == "NNS" else None)
        if counted is not None and lemma(verb) in _FOUND:
            return [(True, counted, _words(grammar, token, verb))]
    return []


def _counted(grammar: Grammar, verb: Token, noun: Token) -> Range | None:
    if any(lemma(kid) in ("nearly", "almost") for kid in grammar.kids(verb, "advmod")):
        return 0, 0
    if (
        lemma(noun) in ("none", "nobody")
        or any(lemma(kid) == "no" for kid in grammar.kids(noun, "det"))
        or grammar.kids(verb, "neg")
    ):
        return 0, 0
    if _is_age(grammar, noun):
        noun = grammar.parsed.tokens[noun.index - 2]
    better = _counted_between(grammar, noun, verb)
    if better is not None:
        return quantity_of(grammar, better, verb)
    counted = None if lemma(noun) in _THINGS else quantity_of(grammar, noun, verb)
    if counted is None or counted[1] is None or noun.index < verb.index - 1:
        return counted
    family = _FAMILY.match(grammar.text, noun.end)
    if family is None or any(t.start >= family.start("n") for t in grammar.parsed.subtree(noun)):
        return counted
    more = read_quantity(family["n"])
    if more is None or more[1] is None:
        return counted
    return counted[0] + more[0], counted[1] + more[1]


def _is_age(grammar: Grammar, noun: Token) -> bool:
    """Read "a militant, 22, died", where the parser lets the age die."""
    if noun.pos != "NUM" or noun.index < 2 or noun.index + 1 >= len(grammar.parsed.tokens):
        return False
    before, after = grammar.parsed.tokens[noun.index - 1], grammar.parsed.tokens[noun.index + 1]
    person = grammar.parsed.tokens[noun.index - 2]
    return before.text == after.text == "," and person.pos in ("NOUN", "PROPN")


def _counted_between(grammar: Grammar, noun: Token, verb: Token) -> Token | None:
    """Give a counted person nearer to the verb than a subject that counts nothing.

    "CITY – Three men were killed", "In X, a hamlet, four people died": the parser errs there.
    """
    if grammar.kids(noun, "nummod") or noun.pos == "NUM" or noun.index >= verb.index:
        return None
    for token in grammar.parsed.tokens[noun.index + 1 : verb.index]:
        if (
            token.pos != "NOUN"
            or not grammar.kids(token, "nummod")
            or not is_person(grammar, token)
        ):
            continue
        if any(
            t.dep in ("relcl", "acl", "advcl") and t.index > noun.index
            for t in grammar.parsed.ancestors(token)
            if t.index != verb.index
        ):
            continue  # "the man who had hurt five clerks died"
        before = grammar.parsed.tokens[token.index - 2]
        if lemma(before) not in ("include", "including", "of", "and"):
            return token
    return None


def _words(grammar: Grammar, noun: Token, verb: Token) -> str:
    inside = [t for t in grammar.parsed.subtree(noun) if t.index <= noun.index]
    start = inside[0].start if inside else noun.start
    first, last = min(start, verb.start), max(noun.end, verb.end)
    text = grammar.text[first:last]
    return text if len(text) <= 80 and "\n" not in text else grammar.text[noun.start : noun.end]
