"""Who is counted beside a word of harm: the noun phrase before it, or after it."""

from __future__ import annotations

import re
from typing import NamedTuple

from mapper.events.calendar import MONTHS
from mapper.events.numbers import NUMBER, Range, read_quantity
from mapper.events.toll_people import WORD, is_many, is_one, is_people
from mapper.quick import Quick

__all__ = ["CARERS", "Victims", "victim_named", "victims_after", "victims_before"]


class Victims(NamedTuple):
    """How many, and where the words that count them begin."""

    counted: Range
    first: int


# Those who treat or tell, at the end of what stands before a state: no victims.
CARERS = Quick(r"\b(?:doctors?|nurses?|medics?|staff|surgeons?|officials?|paramedics?)\W*$", re.I)
_REACH = 120
_APPOSITION = 9  # words
_BREAK = re.compile(r"[;:!?\n\"“”()–—]|\.\s|\s-\s")
_WHILE = re.compile(
    r"\b(?:after|when|while|where|because|although|though|if|who|which|that)\b", re.I
)
_PASSED = frozenset(
    ["is", "was", "are", "were", "has", "had", "have", "be", "been", "being", "gets", "got",
     "later", "also", "then", "still", "now", "just", "all", "both", "each", "and", "escaping",
     "escaped", "left", "ended", "up", "away", "got", "off"]
)  # fmt: skip
_NEVER = frozenset(
    ["would", "could", "may", "might", "should", "will", "if", "not", "never", "no", "nobody",
     "none", "nearly", "almost", "shall", "can", "cannot", "without"]
)  # fmt: skip
_PREPOSITIONS = frozenset(
    ["of", "from", "in", "with", "at", "on", "near", "for", "among", "behind", "aboard", "inside"]
)  # fmt: skip
_VAGUE = frozenset(["dozens", "several", "scores", "hundreds", "both"])
_BEING = frozenset(["was", "were", "is", "are"])
_BOUNDS = re.compile(
    r"(?:at\s+least|more\s+than|over|about|some|around|up\s+to|nearly|almost|"
    r"no\s+fewer\s+than)\s+$",
    re.I,
)
_AGE = re.compile(r"(?:\bof|\baged?|,)\s+$", re.I)
# "one killed, 5 in hospital", "a boy dead, two with burns" against "a sergeant, 22, died".
_NO_AGE_AFTER = re.compile(r"\s+(?:in|with|treated|admitted|hospitali[sz]ed|\w+ly)\b", re.I)
_NUMBER = re.compile(rf"(?<![\w.,:/-]){NUMBER}(?![\w%/]|[.,:]\d|-)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NO_NUMBER_AFTER = re.compile(rf"\s+(?:{_MONTH}|years?|days?|hours?|minutes?|km|per)\b", re.I)
_NO_NUMBER_BEFORE = re.compile(rf"(?:{_MONTH})\s+$", re.I)


def victims_before(text: str, start: int, at: int) -> Victims | None:
    """Count those told before an offset in its clause.

    Parameters
    ----------
    text
        The whole text.
    start, at
        Where the clause may begin at most, and the word of harm.

    Returns
    -------
    Victims or None
        None if no person is counted there, or the harm did not happen.
    """
    first = max(start, at - _REACH)
    for cut in (_BREAK, _WHILE):
        for match in cut.finditer(text, first, at):
            first = match.end()
    spans = [(m[0], m.start(), m.end()) for m in WORD.finditer(text, first, at)]
    while spans and (spans[-1][0].lower() in _PASSED or spans[-1][0].lower().endswith("ly")):
        if spans[-1][0].lower() in ("nearly", "barely"):
            return None
        spans.pop()
    if spans and spans[-1][0].lower() in _NEVER:
        return None
    if spans and spans[-1][0] == ",":  # "a sergeant, 22, died"
        commas = [i for i, span in enumerate(spans[:-1]) if span[0] == ","]
        near = bool(commas) and len(spans) - commas[-1] <= _APPOSITION
        spans = spans[: commas[-1]] if near else spans[:-1]
    return _phrase(text, spans) if spans else None


def victim_named(text: str, start: int, at: int) -> Victims | None:
    """Count one for a name right before an offset: "Ani" of "Ani's arm is broken"."""
    words = [(m[0], m.start()) for m in WORD.finditer(text, max(start, at - 40), at)]
    if words and words[-1][0][0].isupper():
        return Victims((1, 1), words[-1][1])
    return None


def _phrase(text: str, spans: list[tuple[str, int, int]]) -> Victims | None:
    """Read the noun phrase that ends with these words."""
    for place in range(len(spans) - 1, max(-1, len(spans) - 9), -1):
        word, begin, end = spans[place]
        following = spans[place + 1][0].lower() if place + 1 < len(spans) else ""
        last = place == len(spans) - 1
        if word == ",":
            return None
        if not last and following not in _PREPOSITIONS | _BEING:
            continue
        if word.lower() in ("he", "she"):
            return Victims((1, 1), begin)
        if is_one(word):
            return _one(text, spans, place)
        if is_people(word) or (word[0].isupper() and word.endswith(("s", "ese"))):
            counted = _number_before(text, spans, place)
            if counted is not None or is_people(word):
                return counted
            continue
        of_people = last or _are_people([span[0] for span in spans[place + 2 :]])
        if _NUMBER.fullmatch(word) and of_people and _stands_alone(text, begin, end, last):
            counted_range = read_quantity(word)
            bound = _BOUNDS.search(text[max(0, begin - 14) : begin])
            if bound:
                counted_range = read_quantity(bound[0] + word)
            return Victims(counted_range, begin) if counted_range else None
    return None


def _are_people(words: list[str]) -> bool:
    """Whether the phrase after "three of" means people: "the young men from Bor"."""
    head = ""
    for word in words:
        if word.lower() in _PREPOSITIONS | _BEING or word == ",":
            break
        head = word
    return is_people(head) or head.lower() in ("ours", "them", "those", "theirs", "us", "whom")


def _stands_alone(text: str, begin: int, end: int, last: bool) -> bool:
    before = text[max(0, begin - 12) : begin]
    age = _AGE.search(before) and not (before.endswith(", ") and _NO_AGE_AFTER.match(text, end))
    if age or _NO_NUMBER_BEFORE.search(before):
        return False
    if _YEAR.fullmatch(text[begin:end]):
        return False
    return not _NO_NUMBER_AFTER.match(text, end) and (last or text[end:].lstrip().startswith("of"))


def _one(text: str, spans: list[tuple[str, int, int]], place: int) -> Victims | None:
    """Read "a boy", "the driver and a midwife"; None after a number or "no"."""
    low = max(0, place - 6)
    words = [span[0].lower() for span in spans[low:place]]
    for back in range(len(words) - 1, -1, -1):
        word = words[back]
        if word in _NEVER:
            return None
        if word in ("a", "an", "another", "one", "the", "his", "her", "their", "its", ","):
            joined = back >= 2 and words[back - 1] == "and"
            if joined and is_people(spans[low + back - 2][0]):
                more = _phrase(text, spans[: low + back - 1])
                if more is not None and more.counted[1] is not None:
                    return Victims((more.counted[0] + 1, more.counted[1] + 1), more.first)
            return Victims((1, 1), spans[low + back][1])
        if is_many(word) or (is_people(word) and not is_one(word)):
            return None
        if word in _PREPOSITIONS or word == "and":
            break
    return Victims((1, 1), spans[place][1])


def _number_before(text: str, spans: list[tuple[str, int, int]], place: int) -> Victims | None:
    """Read the number of "at least nine young men", and of what is joined before it."""
    for back in range(place - 1, max(-1, place - 6), -1):
        word, begin, end = spans[back]
        low = word.lower()
        if low in _NEVER or word == "," or (low in _PREPOSITIONS and low != "of"):
            return None
        if not (
            _NUMBER.fullmatch(word) or low in ("dozens", "several", "scores", "hundreds", "both")
        ):
            continue
        if _NO_NUMBER_AFTER.match(text, end) or _YEAR.fullmatch(word):
            return None
        bound = _BOUNDS.search(text[max(0, begin - 14) : begin])
        counted = read_quantity((bound[0] if bound else "") + text[begin:end])
        if counted is None:
            return None
        if back >= 2 and spans[back - 1][0].lower() == "and":
            more = _phrase(text, spans[: back - 1])
            if more is not None and more.counted[1] is not None and counted[1] is not None:
                counted = counted[0] + more.counted[0], counted[1] + more.counted[1]
                begin = more.first
        return Victims(counted, begin)
    return None


def victims_after(rest: str) -> Range | None:
    """Count those told right after a word of harm, as "nine of the men", "a shepherd".

    Parameters
    ----------
    rest
        What follows the word.

    Returns
    -------
    tuple of int and (int or None), or None
    """
    stretch = _BREAK.split(rest.lstrip('"“ '), maxsplit=1)[0]
    words = WORD.findall(stretch)[:7]
    counted: Range | None = None
    for place, word in enumerate(words):
        low = word.lower()
        if is_people(word) or (counted and word[0].isupper() and word.endswith("s")):
            if counted is not None:
                return counted
            following = words[place + 1] if place + 1 < len(words) else ""
            if is_one(word) and is_people(following):
                continue
            return (1, 1) if is_one(word) else None
        if counted is None and _NUMBER.fullmatch(word):
            if _YEAR.fullmatch(word):
                return None
            bound = " ".join(words[:place])
            counted = read_quantity(f"{bound} {word}")
        elif counted is None and low in _VAGUE:
            counted = read_quantity(word)
        elif word == "," or low in _PREPOSITIONS - {"of", "some"} | {"and", "by", "to"}:
            return counted if counted and place and _NUMBER.fullmatch(words[place - 1]) else None
    return counted if len(words) == 1 else None
