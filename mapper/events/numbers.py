"""How many: quantities as news writes them.

Conventions for words that name no exact number: "dozens" is 24 or more (two dozens), "scores" 40,
"hundreds" 200, "several" and "a few" 3, "many" 2, each without an upper bound; "at least" and
"more than" open the upper bound; "up to" sets it and leaves 1 as the lower.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.calendar import MONTHS

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["NUMBER", "quantity_of", "read_quantity"]

Range = tuple[int, int | None]

_DIGITS = r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+"
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million"
)
_UNIT = "|".join(sorted(_UNITS.split(), key=len, reverse=True))
_WORDED = rf"(?:an?\s+)?(?:{_UNIT})(?:[-\s]+(?:and\s+)?(?:{_UNIT}))*"
NUMBER = rf"(?:(?:{_DIGITS})(?:\s+(?:hundred|thousand|million))?|(?i:{_WORDED})\b)"
_VAGUE: tuple[tuple[str, Range], ...] = (
    (r"dozens", (24, None)),
    (r"an?\s+dozen|a\s+dozen|dozen", (12, 12)),
    (r"scores", (40, None)),
    (r"(?:several\s+)?hundreds", (200, None)),
    (r"(?:several\s+)?thousands", (2000, None)),
    (r"several|a\s+few|a\s+handful|some\s+of", (3, None)),
    (r"many|numerous", (2, None)),
    (r"both|a\s+pair|a\s+couple", (2, 2)),
)
_VAGUE_FIRST: tuple[tuple[str, Range], ...] = (
    (r"(?:several|many|a\s+few)\s+hundred", (300, None)),
    (r"(?:several|many|a\s+few)\s+thousand", (3000, None)),
    (r"half[-\s]a[-\s]dozen", (6, 6)),
    (r"two\s+dozen", (24, 24)),
    (r"three\s+dozen", (36, 36)),
    (r"(?:several|many|a\s+few)\s+dozens?", (36, None)),
)
_OPEN = re.compile(
    r"\b(at\s+least|no\s+(?:fewer|less)\s+than|not\s+less\s+than|more\s+than|over|upwards\s+of|"
    r"in\s+excess\s+of|a\s+minimum\s+of)\s*$|\+\s*$",
    re.I,
)
_TOP = re.compile(
    r"\b(up\s+to|as\s+many\s+as|at\s+most|no\s+more\s+than|fewer\s+than|less\s+than|nearly|almost|"
    r"close\s+to)\s*$",
    re.I,
)
_ROUGH_TOP = re.compile(r"(nearly|almost|close\s+to)\s*$", re.I)
_BETWEEN = re.compile(rf"(?P<a>{NUMBER})\s*(?:-|–|—|to|or|and)\s*(?P<b>{NUMBER})", re.I)
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?P<n>{NUMBER})(?![\d:/]|[.,]\d|-year|st\b|nd\b|rd\b|th\b)", re.I
)
_AGE = re.compile(r"(?:,\s*|\baged?\s+|\bof\s+)$|^\s*(?:-?\s*years?-old|years?\s+old|-year)", re.I)


def _value(text: str) -> int | None:
    """Give the number that digits, words or both write."""
    from text_to_num import text2num

    clean = " ".join(re.sub(r"(?<=\d)[,\u202f\u00a0](?=\d)", "", text.lower()).split())
    if clean.isdigit():
        return int(clean)
    mixed = re.fullmatch(r"(\d+)\s+(hundred|thousand|million)", clean)
    if mixed:
        return int(mixed[1]) * {"hundred": 100, "thousand": 1000, "million": 10**6}[mixed[2]]
    worded = re.sub(r"^an?\s+", "one ", clean)
    if worded.split("-")[0].split()[0] in ("hundred", "thousand", "million"):
        worded = f"one {worded}"
    try:
        return int(text2num(worded, "en"))
    except ValueError:
        return None


def read_quantity(text: str) -> Range | None:
    """Read a quantity such as "at least 10", "between 3 and 5", "dozens of", "twenty-two".

    Parameters
    ----------
    text
        The words up to, or with, the noun that is counted.

    Returns
    -------
    tuple of int and (int or None), or None
        Lower and upper bound; None above if open. None if no quantity is told.
    """
    for pattern, found in _VAGUE_FIRST:
        if re.search(rf"\b(?:{pattern})\b", text, re.I):
            return found
    between = re.search(r"\bbetween\s+" + _BETWEEN.pattern, text, re.I) or re.search(
        rf"(?<![\w:/.-])(?P<a>{NUMBER})(?:-|–|—|\s+to\s+|\s+or\s+)(?P<b>{NUMBER})(?![\d:/])",
        text,
        re.I,
    )
    if between:
        low, high = _value(between["a"]), _value(between["b"])
        if low is not None and high is not None and low < high:
            return low, high
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _AGE.search(after) or re.search(r"\b(?:aged|age)\s+$", before, re.I):
            continue
        if re.match(
            r"\s*(?:km|kilomet|met(?:re|er)s|hours?|days?|years?|months?|minutes?|per\s*cent|%)",
            after,
        ):
            continue
        value = _value(match["n"])
        if value is None or re.match(r"\s+dozen", after):
            continue
        if _OPEN.search(before) or after.lstrip().startswith(("+", "or more")):
            return value, None
        if _TOP.search(before) and not _ROUGH_TOP.search(before):
            return 1, value
        return value, value
    for pattern, found in _VAGUE:
        if re.search(rf"\b(?:{pattern})\b", text, re.I):
            return found
    return None


_ANIMALS = frozenset(
    ["dog", "cow", "sheep", "goat", "horse", "calf", "cat", "donkey", "animal", "camel", "cattle",
     "buffalo", "car", "house"]
)  # fmt: skip
_HARMED = frozenset(["wounded", "wound", "injured", "injure", "injury", "missing", "dead"])
_COLLECTIVE = frozenset(["couple", "pair", "duo", "twins"])


_GROUPS = frozenset(
    [
        "family",
        "crew",
        "group",
        "squad",
        "team",
        "cell",
        "party",
        "total",
        "gang",
        "unit",
        "pack",
        "column",
    ]
)
_ALONE = frozenset(
    ["old", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
)
_MONTHS = frozenset(MONTHS)
_STOPS = frozenset([",", ";", ":", "–", "—", "(", ")"])
_BOUNDS = frozenset(
    ["at", "least", "more", "than", "over", "about", "some", "up", "to", "nearly", "almost",
     "fewer"]
)  # fmt: skip


def quantity_of(grammar: Grammar, noun: Token, verb: Token | None = None) -> Range | None:
    """How many a noun phrase counts: its number, its coordination, or one for a singular.

    Parameters
    ----------
    grammar
        The parsed article.
    noun
        Head of the noun phrase.
    verb
        What they do or suffer: nobody told after it is joined to those before it.

    Returns
    -------
    tuple of int and (int or None), or None
        None for a plural without a number.
    """
    own = _own_quantity(grammar, noun)
    if own is None:
        return None
    low, high = own
    for other in _coordinated(grammar, noun):
        if verb is not None and noun.index < verb.index < other.index:
            continue  # "two drowned and 11 are missing"
        more = _own_quantity(grammar, other)
        if more is not None and _either(grammar, other):
            high = None if high is None or more[1] is None else max(high, more[1])
            low = min(low, more[0])
        elif more is not None:
            low += more[0]
            high = None if high is None or more[1] is None else high + more[1]
    return low, high


def _coordinated(grammar: Grammar, noun: Token) -> list[Token]:
    """Give the other counted nouns of "a sergeant and a conscript", "two of A and three of B"."""
    found = []
    bare = not grammar.kids(noun, "nummod", "det", "poss")  # "driver and midwife killed"
    for token in grammar.parsed.subtree(noun):
        if token.index == noun.index or token.sentence != noun.sentence:
            continue
        counted = bare or grammar.kids(token, "nummod", "det", "poss") or token.pos == "NUM"
        joined = (token.dep == "conj" and token.pos != "ADP") or (
            token.dep == "pobj" and grammar.parsed.tokens[token.head].dep == "conj"
        )
        if not (joined and counted and token.pos in ("NOUN", "NUM")):
            continue
        after = grammar.parsed.tokens[token.index + 1 : token.index + 2]
        if token.pos == "NUM" and after and after[0].lemma.lower() in _HARMED:
            continue  # "nine bodies and 25 wounded"
        if token.lemma.lower() in _ANIMALS | _HARMED or not _same_phrase(grammar, token, noun):
            continue
        found.append(token)
    return found


def _either(grammar: Grammar, token: Token) -> bool:
    """Read "two or three": not five."""
    above = grammar.parsed.tokens[token.head]
    return token.dep == "conj" and any(k.lemma.lower() == "or" for k in grammar.kids(above, "cc"))


def _same_phrase(grammar: Grammar, token: Token, top: Token) -> bool:
    """Whether no clause or apposition ("two men, a vet and his son") stands between the two."""
    here = token
    while here.index != top.index:
        if here.dep in ("relcl", "acl", "appos", "advcl", "ccomp", "parataxis"):
            return False
        here = grammar.parsed.tokens[here.head]
    return True


def _own_quantity(grammar: Grammar, noun: Token) -> Range | None:
    word = noun.lemma.lower()
    if word in ("none", "nobody"):
        return 0, 0
    if word in _GROUPS:
        for of in grammar.kids(noun, "prep"):
            for pobj in grammar.kids(of, "pobj"):
                if of.lemma.lower() == "of":
                    return read_quantity(_left_part(grammar, pobj))
    found = read_quantity(_left_part(grammar, noun))
    if found is not None:
        return found
    if word in _COLLECTIVE:
        return 2, 2
    if noun.tag in ("NNS", "NNPS") or word in ("people", "crew", "police", "family", "personnel"):
        return None
    if noun.pos == "PRON":
        return (1, 1) if word in ("he", "she", "him", "her", "another") else None
    if noun.pos == "ADJ" and word in _ALONE and grammar.kids(noun, "det"):
        return 1, 1  # "a 19-year-old", "a fourth"
    return (1, 1) if noun.pos in ("NOUN", "PROPN") else None


def _is_year(token: Token) -> bool:
    """Whether a number is the year of a date: "on 2 March 2019 nine policemen"."""
    return re.fullmatch(r"(?:19|20)\d\d", token.text) is not None and token.entity == "DATE"


def _left_part(grammar: Grammar, noun: Token) -> str:
    """Give the words of the phrase up to its noun, after any dateline or aside before it."""
    first = noun.index
    inside = {t.index for t in grammar.parsed.subtree(noun)}
    while first and first - 1 in inside:
        before = grammar.parsed.tokens[first - 1]
        dash = before.text == "-" and grammar.text[before.start - 1 : before.start].isspace()
        if dash or before.text in _STOPS or before.lemma.lower() in _MONTHS:
            break
        if _is_year(before):
            break
        first -= 1
    for _ in range(3):  # "at least" is not always hung on the number
        bound = grammar.parsed.tokens[first - 1] if first else None
        if bound is None or bound.text.lower() not in _BOUNDS:
            break
        first -= 1
    return grammar.text[grammar.parsed.tokens[first].start : noun.end]
