"""Who dies or is hurt, by the verbs that say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.events.numbers import NUMBER, Range, quantity_of, read_quantity
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["harmed", "is_person"]

_KILL = frozenset(
    ["kill", "murder", "execute", "behead", "slay", "massacre", "slaughter", "assassinate",
     "decapitate", "lynch", "martyr", "butcher", "electrocute", "strangle", "hang", "neutralise",
     "neutralize", "eliminate", "liquidate"]
)  # fmt: skip
_DIE = frozenset(["die", "perish", "drown", "succumb", "suffocate", "asphyxiate"])
_WOUND = frozenset(
    ["wound", "injure", "hurt", "maim", "hospitalise", "hospitalize", "concuss", "burn", "bruise",
     "blind", "cripple", "treat", "operate"]
)  # fmt: skip
_STRUCK = frozenset(["shoot", "stab", "hit", "strike", "beat", "knife", "graze", "cut", "scald"])
_LIMBS = frozenset(
    ["leg", "foot", "hand", "arm", "eye", "finger", "sight", "limb", "hearing", "tooth", "ear",
     "head", "chest", "shoulder", "hip", "neck", "stomach", "back", "face", "thigh", "knee",
     "skull", "jaw", "rib", "wrist", "ankle", "nose", "abdomen", "lung"]
)  # fmt: skip
_WOUNDS = frozenset(
    ["wound", "injury", "burn", "bruise", "cut", "concussion", "fracture", "stitch", "laceration"]
)  # fmt: skip
_ANIMATE = ("civilian", "soldier", "police", "crowd", "official", "diplomat", "captive")
_THINGS = frozenset(
    ["drone", "helicopter", "plane", "aircraft", "plant", "base", "tank", "position", "post",
     "village", "town", "building", "house", "car", "vehicle", "bus", "school", "hospital",
     "bridge", "convoy", "ship", "boat", "market", "road", "cow", "sheep", "dog", "goat", "horse",
     "cattle", "animal", "engine", "crop", "tree", "forest", "calf", "buffalo", "camel", "pig",
     "hen", "bird", "fish", "tent", "shop", "it", "which", "that", "this", "these", "there",
     "column", "site"]
)  # fmt: skip
_DEATHS = frozenset(
    ["death", "killing", "murder", "assassination", "slaying", "beheading", "execution",
     "drowning"]
)  # fmt: skip
_OWN = frozenset(["his", "her", "their"])
_BODIES = frozenset(["body", "corpse"])
_FOUND = frozenset(
    ["find", "recover", "discover", "pull", "wash", "bury", "retrieve", "dig", "unearth", "bring",
     "fish", "spot", "take"]
)  # fmt: skip
_NOT_A_FALL = frozenset(
    ["into", "from", "off", "through", "to", "under", "on", "behind", "below", "within", "over"]
)  # fmt: skip

# "killing a couple and their two children", where the parser parts the two.
_FAMILY = re.compile(
    rf"\s+and\s+(?:their|his|her)\s+(?P<n>{NUMBER})\s+(?:\w+\s+)?"
    r"(?:child|children|sons?|daughters?|brothers?|sisters?|guards?|bodyguards?)\b",
    re.I,
)

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
    for deaths, nouns in (_deaths(grammar, token), _injuries(grammar, token)):
        for noun in nouns[:1]:
            counted = _counted(grammar, token, noun)
            if counted is not None:
                found.append((deaths, counted, _words(grammar, noun, token)))
        if found:
            break
    return found


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
    if any(lemma(kid) == "no" for kid in grammar.kids(noun, "det")) or grammar.kids(verb, "neg"):
        return 0, 0
    better = _counted_between(grammar, noun, verb)
    if better is not None:
        return quantity_of(grammar, better)
    counted = None if lemma(noun) in _THINGS else quantity_of(grammar, noun)
    if counted is None or counted[1] is None or noun.index < verb.index - 1:
        return counted
    family = _FAMILY.match(grammar.text, noun.end)
    if family is None or any(t.start >= family.start("n") for t in grammar.parsed.subtree(noun)):
        return counted
    more = read_quantity(family["n"])
    if more is None or more[1] is None:
        return counted
    return counted[0] + more[0], counted[1] + more[1]


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
        before = grammar.parsed.tokens[token.index - 2]
        if lemma(before) not in ("include", "including", "of", "and"):
            return token
    return None


def _deaths(grammar: Grammar, token: Token) -> tuple[bool, list[Token]]:
    word = lemma(token)
    if word in _KILL or _to_death(grammar, token):
        return True, grammar.patients(token) or grammar.subjects(token)
    if word in ("gun", "mow") or (word == "cut" and grammar.kids(token, "prt")):
        return True, grammar.patients(token)
    if word in _DIE:
        return True, grammar.subjects(token)
    objects = grammar.kids(token, "dobj")
    if word in ("lose", "give") and any(lemma(o) == "life" for o in objects):
        return True, grammar.subjects(token)
    if word == "lose" and any(is_person(grammar, o) for o in objects):
        return True, objects
    if word in ("take", "claim", "cost") and any(lemma(o) == "life" for o in objects):
        owners = [
            pobj
            for life in objects
            for of in grammar.kids(life, "prep")
            if lemma(of) == "of"
            for pobj in grammar.kids(of, "pobj")
        ]
        return True, owners or grammar.kids(token, "dative")
    if word == "become" and any(lemma(o) == "martyr" for o in grammar.kids(token, "attr", "dobj")):
        return True, grammar.subjects(token)
    if word == "fall" and token.tag in ("VBD", "VBN") and not grammar.kids(token, "dobj", "prt"):
        preps = {lemma(p) for p in grammar.kids(token, "prep")}
        subjects = grammar.subjects(token)
        martyr = grammar.parsed.tokens[token.index + 1 : token.index + 3]
        if subjects and any(lemma(t) in ("martyr", "dead") for t in martyr):
            return True, subjects
        if not preps & _NOT_A_FALL and subjects and is_person(grammar, subjects[0]):
            return True, subjects
    if word == "dead":
        above = grammar.parsed.tokens[token.head]
        if above.pos in ("AUX", "VERB") and token.dep in ("acomp", "oprd", "attr", "advcl"):
            nouns = grammar.subjects(above) if token.dep == "acomp" else grammar.patients(above)
            return True, nouns
    return True, []


def _injuries(grammar: Grammar, token: Token) -> tuple[bool, list[Token]]:
    word = lemma(token)
    passive = grammar.is_passive(token)
    if word in _WOUND:
        if word in ("burn", "treat", "operate", "hospitalise", "hospitalize") and not passive:
            return False, []
        nouns = grammar.patients(token)
        if word in ("burn", "treat", "blind") and not (nouns and is_person(grammar, nouns[0])):
            return False, []
        return False, nouns
    if word in _STRUCK and passive:
        nouns = grammar.patients(token)
        if nouns and (is_person(grammar, nouns[0]) or _in_a_limb(grammar, token)):
            return False, nouns
    objects = grammar.kids(token, "dobj")
    if word in ("receive", "suffer", "sustain", "get", "need", "have") and any(
        lemma(o) in _WOUNDS for o in objects
    ):
        return False, grammar.subjects(token)
    if word in ("lose", "break") and any(lemma(o) in _LIMBS for o in objects):
        return False, grammar.subjects(token)
    if word in ("receive", "treat", "admit") and not passive:
        hurt = [o for o in objects if is_person(grammar, o) and _with_wounds(grammar, o)]
        if hurt:
            return False, hurt
    if (
        word in ("take", "carry", "fly", "rush", "bring")
        and passive
        and _to_hospital(grammar, token)
    ):
        nouns = grammar.patients(token)
        if nouns and is_person(grammar, nouns[0]):
            return False, nouns
    return False, []


def is_person(grammar: Grammar, noun: Token) -> bool:
    """Whether a noun phrase counts people."""
    words = grammar.heads(noun)
    return (
        noun.pos == "NUM"
        or noun.entity == "PERSON"
        or lemma(noun) in ("he", "she", "another", "other", "third", "fourth")
        or any(lexicon().is_a(word, *_ANIMATE) for word in words)
    )


def _in_a_limb(grammar: Grammar, token: Token) -> bool:
    return any(
        lemma(pobj) in _LIMBS
        for prep in grammar.kids(token, "prep")
        for pobj in grammar.kids(prep, "pobj")
    )


def _with_wounds(grammar: Grammar, noun: Token) -> bool:
    return any(lemma(t) in _WOUNDS for t in grammar.parsed.subtree(noun))


def _to_hospital(grammar: Grammar, token: Token) -> bool:
    return any(
        lemma(t) in ("hospital", "clinic", "infirmary") or lemma(t) in _WOUNDS
        for t in grammar.clause_tokens(token)
    )


def _to_death(grammar: Grammar, token: Token) -> bool:
    near = grammar.parsed.tokens[token.index + 1 : token.index + 7]
    words = [t.text.lower() for t in near if t.sentence == token.sentence]
    if lemma(token) in _STRUCK | {"find"} and "dead" in words[:4]:
        return True
    if lemma(token) == "find":
        return "hanged" in words[:3] or "murdered" in words[:3]
    if lemma(token) in ("sentence", "condemn", "put"):
        return False
    pairs = zip(words, [*words[1:], ""], [*words[2:], "", ""], strict=False)
    return any(a == "to" and ("death" in b or (b in _OWN and "death" in c)) for a, b, c in pairs)


def _words(grammar: Grammar, noun: Token, verb: Token) -> str:
    inside = [t for t in grammar.parsed.subtree(noun) if t.index <= noun.index]
    start = inside[0].start if inside else noun.start
    first, last = min(start, verb.start), max(noun.end, verb.end)
    text = grammar.text[first:last]
    return text if len(text) <= 80 and "\n" not in text else grammar.text[noun.start : noun.end]
