"""Verbs of dying and of being hurt: whom they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = [
    "carries",
    "dead",
    "hurt",
    "is_aged",
    "is_person",
    "is_taken_to_hospital",
    "person_behind",
]

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
     "skull", "jaw", "rib", "pelvis", "collarbone", "wrist", "ankle", "nose", "abdomen", "lung"]
)  # fmt: skip
_WOUNDS = frozenset(
    ["wound", "injury", "burn", "bruise", "cut", "concussion", "fracture", "stitch", "laceration"]
)  # fmt: skip
_BROKEN = frozenset(
    ["broken", "break", "fractured", "fracture", "shattered", "shatter", "crushed", "crush",
     "sprained", "burned", "burnt", "burn", "cut", "smashed", "smash", "dislocated"]
)  # fmt: skip
_ANIMATE = ("civilian", "soldier", "police", "crowd", "official", "diplomat", "captive")
_HOSPITALS = frozenset(["hospital", "clinic", "infirmary"])
_CARRIED = frozenset(["take", "carry", "fly", "rush", "bring", "airlift", "transfer"])
_TENDED = frozenset(
    ["lift", "evacuate", "move", "treat", "care", "admit", "discharge", "hunt", "bury", "receive",
     "operate", "hospitalise", "hospitalize", "nurse"]
)  # fmt: skip
_STANDS_FOR_ONE = frozenset(
    ["he", "she", "another", "other", "second", "third", "fourth", "fifth", "sixth", "one"]
)
_PRONOUNS = frozenset(["they", "them", "us", "we", "our", "ours", "who", "whom"])
_OWN = frozenset(["his", "her", "their"])
_NOT_A_FALL = frozenset(
    ["into", "from", "off", "through", "to", "under", "on", "behind", "below", "within", "over"]
)  # fmt: skip


def dead(grammar: Grammar, token: Token) -> tuple[bool, list[Token]]:
    """Give who died, by a verb (or "dead"); the flag says that they are deaths."""
    word = lemma(token)
    if word in _KILL or _to_death(grammar, token):
        nouns = grammar.patients(token) or grammar.subjects(token)
        nouns = [noun for noun in nouns if noun.entity not in ("GPE", "LOC", "FAC", "DATE")]
        if word == "hang" and not (nouns and is_person(grammar, nouns[0])):
            return True, []
        return True, nouns
    down = any(lemma(kid) == "down" for kid in grammar.kids(token, "prt"))
    if word in ("gun", "mow", "cut") and down:
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
            for of in grammar.parsed.subtree(life)
            if lemma(of) == "of" and of.dep in ("prep", "conj") and _hangs_on(grammar, of, life)
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
            return True, [n for n in nouns if is_person(grammar, n) or n.pos == "PROPN"]
    return True, []


def _hangs_on(grammar: Grammar, of: Token, noun: Token) -> bool:
    """Whether an "of" belongs to the noun, first or joined: "the lives of two and of three"."""
    above = grammar.parsed.tokens[of.head]
    return above.index == noun.index or (of.dep == "conj" and above.head == noun.index)


def hurt(grammar: Grammar, token: Token) -> tuple[bool, list[Token]]:
    """Give who was hurt, by a verb; the flag says that they are no deaths."""
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
    if word in ("have", "suffer", "sustain") and any(_is_broken(grammar, o) for o in objects):
        return False, grammar.subjects(token)
    if word in ("receive", "treat", "admit") and not passive:
        wounded = [o for o in objects if is_person(grammar, o) and _with_wounds(grammar, o)]
        if wounded:
            return False, wounded
    if word in _CARRIED and passive:
        nouns = grammar.patients(token)
        if nouns and is_person(grammar, nouns[0]) and _to_hospital(grammar, token):
            return False, nouns
    return False, []


def is_taken_to_hospital(grammar: Grammar, verb: Token) -> bool:
    """Read "the driver was flown to hospital", "was carried off with burns"."""
    if lemma(verb) not in _CARRIED or not grammar.is_passive(verb):
        return False
    nouns = grammar.patients(verb)
    if not nouns or not is_person(grammar, nouns[0]):
        return False
    return any(lemma(t) in _HOSPITALS for t in grammar.clause_tokens(verb))


def carries(grammar: Grammar, token: Token) -> bool:
    """Whether a clause tells where people were brought or are looked after, not where it was."""
    verb = grammar.parsed.tokens[grammar.clause_head[token.index]]
    return lemma(verb) in _CARRIED | _TENDED and (
        grammar.is_passive(verb) or any(lemma(t) in _HOSPITALS for t in grammar.clause_tokens(verb))
    )


def is_person(grammar: Grammar, noun: Token) -> bool:
    """Whether a noun phrase counts people."""
    words = grammar.heads(noun)
    if noun.pos == "NUM":
        if any(kid.index == noun.index - 1 for kid in grammar.kids(noun, "compound", "nmod")):
            return False  # "Highway 2"
        of = [pobj for prep in grammar.kids(noun, "prep") for pobj in grammar.kids(prep, "pobj")]
        return not of or len(words) == 1 or any(_is_animate(word) for word in words)
    if any(kid.index == noun.index + 1 for kid in grammar.kids(noun, "nummod")):
        return False  # "Highway 2", which taggers take for a name
    return (
        noun.entity == "PERSON"
        or lemma(noun) in _STANDS_FOR_ONE
        or is_aged(grammar, noun)
        or any(_is_animate(word) for word in words)
    )


def _is_animate(word: str) -> bool:
    return lexicon().is_a(word, *_ANIMATE) or word in _PRONOUNS


def is_aged(grammar: Grammar, noun: Token) -> bool:
    """Read "a 19-year-old"."""
    return noun.lemma.lower().startswith("old") and any(
        kid.lemma.lower() == "year" for kid in grammar.kids(noun, "npadvmod", "compound", "amod")
    )


def _is_broken(grammar: Grammar, noun: Token) -> bool:
    """Read "a broken rib", "a shattered knee"."""
    return lemma(noun) in _LIMBS and any(
        lemma(kid) in _BROKEN for kid in grammar.kids(noun, "amod")
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
    return any(lemma(t) in _HOSPITALS or lemma(t) in _WOUNDS for t in grammar.clause_tokens(token))


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


def person_behind(grammar: Grammar, noun: Token) -> Token:
    """Give the climber of "a climber from Leeds who fell", where the parser takes the place."""
    above = grammar.parsed.tokens[noun.head]
    if noun.entity not in ("GPE", "LOC", "FAC", "ORG") or noun.dep != "pobj":
        return noun
    owner = grammar.parsed.tokens[above.head]
    return owner if owner.pos == "NOUN" and is_person(grammar, owner) else noun
