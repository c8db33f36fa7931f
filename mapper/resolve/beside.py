"""What the words beside a mention promise of its place."""

from __future__ import annotations

from mapper.model import Mention, Parsed
from mapper.resolve.names import feature_hint

__all__ = ["at_a_point", "beside", "noun_after"]

# After "A, B and C" these tell of all of them; so they do before, with "of" or without.
_OF_ALL = frozenset(
    {"districts", "regions", "provinces", "counties", "states", "oblasts", "municipalities",
     "governorates", "departments", "villages", "towns", "cities", "settlements", "rivers", "lakes",
     "islands", "neighbourhoods", "neighborhoods", "suburbs", "mountains"}
)  # fmt: skip
_JOINTS = frozenset({"and", "or", "&"})
_LIST_MARKS = _JOINTS | {","}
_SINGULAR = {"counties": "county", "cities": "city", "municipalities": "municipality"}
_LONGEST_LIST = 40
# Before a name these count from a spot: a town and not the district around it.
_AT_A_POINT = frozenset({"near", "around", "outside", "at", "between", "through"})
_AWAY_FROM = frozenset({"of", "from"})
_COUNTED = ("north", "south", "east", "west", "km", "kilometres", "kilometers", "miles")


def beside(parsed: Parsed, mention: Mention) -> str:
    """Tell the kind of place that the words beside a mention promise."""
    inside = parsed.tokens_in(mention.span)
    if not inside:
        return ""
    sentence = parsed.sentences[inside[0].sentence]
    first, last = inside[0].index, inside[-1].index + 1
    after = parsed.tokens[last : min(last + 1, sentence.last)]
    before = parsed.tokens[max(sentence.first, first - 3) : first]
    words = [t.text for t in after]
    if before and before[-1].text.lower() in {"of", "the"}:
        words += [t.text for t in before[:-1][::-1] if t.text.lower() not in {"the", "of"}][:1]
    elif before:
        words.append(before[-1].text)
    return feature_hint(words) or _of_all(parsed, first, last)


def at_a_point(parsed: Parsed, mention: Mention) -> bool:
    """Whether the words before a mention want a spot: "near A and B", "5 km west of A"."""
    inside = parsed.tokens_in(mention.span)
    if not inside:
        return False
    tokens = parsed.tokens
    first = parsed.sentences[inside[0].sentence].first
    index = _start_of_list(parsed, inside[0].index, inside[-1].index + 1)
    if index < first:
        return False
    word = tokens[index].text.lower()
    if word in _AWAY_FROM and index > first:
        way = tokens[index - 1].text.lower()
        return way.endswith(_COUNTED)
    return word in _AT_A_POINT


def _start_of_list(parsed: Parsed, first: int, last: int) -> int:
    """Find the token before a name, or before the list that it is in: "near A, B and C".

    "near A, Y," is no list: Y is what A lies in.
    """
    tokens = parsed.tokens
    sentence = parsed.sentences[tokens[first].sentence]
    index = first - 1
    joined = index >= sentence.first and tokens[index].text.lower() in _JOINTS
    if not joined and not _goes_on(parsed, last):
        return index
    while index >= sentence.first and _listed(tokens[index].text):
        index -= 1
    return index


def _goes_on(parsed: Parsed, last: int) -> bool:
    """Whether "and" and another name follow a name, maybe after more of them."""
    tokens = parsed.tokens
    sentence = parsed.sentences[tokens[last - 1].sentence]
    for index in range(last, min(sentence.last, last + _LONGEST_LIST)):
        if tokens[index].text.lower() in _JOINTS:
            return index + 1 < sentence.last and tokens[index + 1].text[:1].isupper()
        if not _listed(tokens[index].text):
            return False
    return False


def _listed(word: str) -> bool:
    return word[:1].isupper() or word == "-" or word.lower() in _LIST_MARKS


def _of_all(parsed: Parsed, first: int, last: int) -> str:
    """Tell the kind of place that a list promises: "A and B districts", "the towns of A and B"."""
    return feature_hint((_noun_of_all(parsed, first, last),))


def _noun_of_all(parsed: Parsed, first: int, last: int) -> str:
    """Find the plural that tells what all names of a list are; empty if there is none."""
    tokens = parsed.tokens
    sentence = parsed.sentences[tokens[first].sentence]
    joined = first > sentence.first and tokens[first - 1].text.lower() in _JOINTS
    if not joined and not _goes_on(parsed, last):
        return ""
    for index in range(last, min(sentence.last, last + _LONGEST_LIST)):
        if (word := tokens[index].text.lower()) in _OF_ALL:
            return word
        if not _listed(tokens[index].text):
            break
    index = _start_of_list(parsed, first, last)
    while index > sentence.first and tokens[index].text.lower() in {"of", "the"}:
        index -= 1
    word = tokens[index].text.lower() if index >= sentence.first else ""
    return word if word in _OF_ALL else ""


def noun_after(parsed: Parsed, mention: Mention) -> str:
    """Find the common noun, in the singular, that completes a name: "Kama district"."""
    inside = parsed.tokens_in(mention.span)
    if not inside or inside[-1].index + 1 >= len(parsed.tokens):
        return ""
    first, last = inside[0].index, inside[-1].index + 1
    noun = parsed.tokens[last].text
    if not noun.islower() or not feature_hint((noun,)):
        noun = _noun_of_all(parsed, first, last)
    return _SINGULAR.get(noun, noun.removesuffix("s"))
