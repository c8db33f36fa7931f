"""What a single line of a page looks like, whatever stands around it.

By its length, the marks at its end, its share of function words, and the words with which pages
speak of themselves (``data/furniture.toml``); no site and no article is known to it.
"""

from __future__ import annotations

import re

from mapper.read.cues import cues
from mapper.read.lines import WORD, Unit

__all__ = [
    "ENDS", "STOPS", "is_byline", "is_citation", "is_furniture", "is_menu", "is_prose", "is_tail",
    "looks_english",
]  # fmt: skip

ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
STOPS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SEPARATORS = re.compile(r"\s(?:[|»›>/·•])\s|\]\s*\[")
_BYLINE = re.compile(r"^(?:by|from(?=\s+our\b))\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?://|www\.)?\S+\.(?:com|org|net|info|[a-z]{2})(?:/\S*)?$")
_TITLED = re.compile(r"^(?:Prof(?:essor)?|Dr|Mr|Mrs|Ms|Col|Gen|Amb(?:assador)?|Sir)\.?\s+")
_NAME = re.compile(
    r"^[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|de|van|von|al|bin|el|la)){1,4}\s+"
)


def looks_english(text: str) -> bool:
    """Tell whether a text may be English: too short to say, or with English function words.

    Parameters
    ----------
    text
        The text; its first words decide.

    Returns
    -------
    bool
        False for a text of another language.
    """
    words = [word.lower() for word in WORD.findall(text[:20_000])]
    share = sum(word in cues().function_words for word in words) / (len(words) or 1)
    return len(words) < 40 or share > 0.1


def is_prose(unit: Unit) -> bool:
    """Whether this is a paragraph of running text."""
    if unit.words < 8:
        return False
    words = [word.lower() for word in WORD.findall(unit.text[:1000])]
    known = cues()
    share = sum(word in known.function_words for word in words) / len(words)
    if unit.words >= 40 and not unit.text.isascii() and share < 0.1:
        # Another language, perhaps: length alone must tell.
        return True
    has_verb = any(word in known.verbs or re.search(r"[a-z]{2}ed$", word) for word in words)
    ends = ENDS.search(unit.text) is not None
    return share >= 0.2 and has_verb and (ends or unit.words >= 25)


def is_furniture(line: str) -> bool:
    """Whether a line is furniture wherever it stands."""
    if len(line) > 400:
        return False
    return bool(cues().anywhere.match(line)) or is_menu(line) or bool(_ADDRESS.match(line))


def is_menu(line: str) -> bool:
    """Whether a line is a row of links: three or more short pieces between separators."""
    pieces = [piece for piece in _SEPARATORS.split(line.strip("[]")) if piece.strip()]
    if len(pieces) < 3:
        return len(pieces) == 2 and all(cues().anywhere.match(piece.strip()) for piece in pieces)
    return all(len(WORD.findall(piece)) <= 8 for piece in pieces)


def is_byline(line: str) -> bool:
    """Whether a line only says who wrote it."""
    opening = _BYLINE.match(line)
    words = WORD.findall(line)
    if opening is None or not 2 <= len(words) <= 12:
        return False
    rest = WORD.findall(line[opening.end() :])
    if not all(word[0].isupper() or word.lower() in cues().byline for word in rest):
        return False
    # "By Friday the town had fallen." ends as a sentence; "By our desk." does not tell one.
    return not STOPS.search(line) or any(word.lower() in cues().byline for word in rest[:1])


def is_tail(unit: Unit) -> bool:
    """Whether a line is furniture when it stands at the end."""
    line = unit.text
    if len(line) > 900:
        return False
    known = cues()
    return bool(
        is_furniture(line) or is_byline(line) or known.tail.match(line) or _is_biography(line)
        or re.fullmatch(r"[\W_]+", line)
    )  # fmt: skip


def _is_biography(line: str) -> bool:
    """Whether a paragraph introduces its author: a name, "is a", a calling."""
    titled = _TITLED.match(line)
    rest = line[titled.end() :] if titled else line
    name = _NAME.match(rest)
    if name is None:
        return False
    return cues().biography.match(rest[name.end() :]) is not None


def is_citation(unit: Unit) -> bool:
    """Whether a line is an entry of a list of publications: mostly capitals, ends with its year."""
    words = [w for w in WORD.findall(unit.text) if w.lower() not in cues().function_words]
    capital = sum(word[0].isupper() for word in words) / (len(words) or 1)
    return capital > 0.7 and re.search(r"(?:19|20)\d\d\W*$", unit.text) is not None
