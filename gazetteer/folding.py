"""How a name is reduced to the key under which it is found.

Two spellings that a reader takes for the same name must fold to the same key: case,
diacritics, apostrophes, hyphens, ``St.`` and ``Saint``. Scripts that write their vowels
(Cyrillic, Greek, Armenian, Georgian) are romanised, so that a key serves both scripts;
Arabic and Hebrew script are not: without their vowels they would collide with Latin names
that have nothing to do with them. They are folded within themselves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = ["fold", "is_latin", "loose", "script_of", "variants"]

# Letters that no canonical decomposition takes apart.
_SPECIAL = str.maketrans(
    {
        "ə": "a", "ǝ": "a", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae",
        "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ɓ": "b", "ɗ": "d",
        "ƙ": "k", "ƴ": "y", "ĸ": "k",
        # Apostrophes, primes, ayn and hamza vanish; dots too (U.S.).
        "'": "", "’": "", "‘": "", "`": "", "´": "", "ʻ": "", "ʼ": "", "ʽ": "", "ʾ": "", "ʿ": "",
        "′": "", "″": "", "ʹ": "", "ʺ": "", "‛": "", "“": "", "”": "", '"': "", ".": "", "·": "",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\ufeff": "",
        "\u00ad": "", "\u0640": "",
        # Arabic script: one form a letter, whatever the keyboard.
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا",
        "آ": "ا", "ٱ": "ا", "ؤ": "و", "ء": "",
    }
)  # fmt: skip
_TOKENS = {
    "saint": "st", "sankt": "st", "sint": "st", "ste": "st", "sainte": "st",
    "mount": "mt", "fort": "ft",
}  # fmt: skip
_ARTICLES = frozenset(
    {"el", "ad", "an", "ar", "as", "ash", "at", "ath", "az", "adh", "ed", "er", "es", "esh", "et"}
)
_REWRITTEN = _ARTICLES | _TOKENS.keys()
_SEPARATORS = re.compile(r"[^\w]+|_+")
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9 ]")
_ROMANISED = ("CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")


def script_of(text: str) -> str:
    """Script of the first letter, as Unicode names it (``LATIN``, ``ARABIC``; empty if none)."""
    for character in text:
        if character.isalpha():
            return unicodedata.name(character, "").partition(" ")[0]
    return ""


def is_latin(text: str) -> bool:
    """Whether the text is written in Latin letters."""
    return text.isascii() or script_of(text) == "LATIN"


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """Reduce a name to its key; empty if nothing of it can be a name.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    str
        Lower-case words parted by single spaces.

    Examples
    --------
    >>> fold("Xankəndi"), fold("Saint-Étienne"), fold("Степанакерт")
    ('xankandi', 'st etienne', 'stepanakert')
    """
    text = name.lower()
    if not text.isascii():
        # Dotted capital I lowers to i and a combining dot: decompose after lowering.
        text = _SEPARATORS.sub(" ", _fold_letters(text))
    elif text.isalpha():
        return text  # most names of an English text
    elif _NOT_ASCII_WORD.search(text):
        text = _SEPARATORS.sub(" ", text.translate(_SPECIAL))
    words = text.split()
    if len(words) > 1 and not _REWRITTEN.isdisjoint(words):
        for index, word in enumerate(words):
            if word in _TOKENS:
                words[index] = _TOKENS[word]
            elif word in _ARTICLES and words[index + 1 : index + 2]:
                # The Arabic article: el-, and al- assimilated to a sun letter (ash-Shughur).
                letter = word[1:]
                if letter == "l" or words[index + 1].startswith(letter):
                    words[index] = "al"
    return " ".join(words)


def _fold_letters(text: str) -> str:
    plain = text.translate(_PLAIN)
    if plain.isascii():
        return plain
    text = unicodedata.normalize("NFKC", text).lower()
    if script_of(text) in _ROMANISED:
        text = anyascii(text.replace("ու", "u")).lower()  # an Armenian digraph
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_SPECIAL)


def _plain_letters() -> dict[int, str]:
    """Latin letters with accents, and the accents alone: a table is quicker than taking apart."""
    table = dict.fromkeys(range(768, 880), "")
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFKD", chr(code).lower())
        table[code] = "".join(c for c in parts if not unicodedata.combining(c))
    return {**table, **_SPECIAL}


_PLAIN = _plain_letters()


# What English texts make of the letters of Azerbaijani and Turkish.
_AZERBAIJANI = {
    "ğ": ("gh", "g"), "x": ("kh",), "c": ("j",), "ç": ("ch",), "ş": ("sh",), "q": ("g", "q", "k"),
    "ə": ("a", "e"), "ı": ("i", "y"), "ö": ("o",), "ü": ("u",), "j": ("zh",),
}  # fmt: skip


def variants(name: str, country: str) -> tuple[str, ...]:
    """Keys of the English spellings of a name in Azerbaijani letters, its own key left out.

    Newspapers write Agdam, Aghdam and Aghdem, Gazakh and Qazakh. Each letter is rendered the
    same way throughout a name, which keeps the number of spellings small.

    Parameters
    ----------
    name
        The name as the country writes it.
    country
        ISO code; only Azerbaijan's names are respelled so.
    """
    lowered = name.replace("I", "ı").replace("İ", "i").lower()
    if country != "AZ" or not is_latin(name) or not (set("ğxcçşqəıöü") & set(lowered)):
        return ()
    own = fold(name)
    spellings = [""]
    chosen: list[dict[str, str]] = [{}]
    for letter in lowered:
        options = _AZERBAIJANI.get(letter, (letter,))
        grown, kept = [], []
        for spelling, choice in zip(spellings, chosen, strict=True):
            fixed = choice.get(letter)
            for option in (fixed,) if fixed is not None else options:
                grown.append(spelling + option)
                kept.append({**choice, letter: option})
        spellings, chosen = grown[:24], kept[:24]
    keys = dict.fromkeys(fold(spelling) for spelling in spellings)
    keys.pop(own, None)
    return tuple(keys)


_SOUNDS = (
    ("dzh", "j"), ("tch", "c"), ("sch", "s"), ("gh", "g"), ("kh", "h"), ("zh", "j"), ("ch", "c"),
    ("sh", "s"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("dj", "j"), ("ts", "c"), ("tz", "c"),
    ("ck", "k"), ("q", "k"), ("w", "v"), ("x", "h"),
    ("ay", "e"), ("ai", "e"), ("ey", "e"), ("ei", "e"), ("av", "o"), ("au", "o"), ("ou", "o"),
    ("oo", "o"), ("ee", "i"), ("y", "i"), ("u", "o"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


def loose(key: str) -> str:
    """Return what is left of a key when it does not matter how its sounds were romanised.

    Articles fall away, doubled letters become one, sounds that romanisations confuse become
    one letter, a mute final ``h`` is dropped.

    Examples
    --------
    >>> loose(fold("Al Ḩudaydah")) == loose(fold("Hodeida"))
    True
    """
    words = []
    for word in key.split():
        if word in ("al", "el") and key != word:
            continue
        mute = len(word) > 4 and word.endswith(("ah", "eh"))
        text = word[:-1] if mute else word
        for sound, letter in _SOUNDS:
            text = text.replace(sound, letter)
        words.append(_DOUBLE.sub(r"\1", text))
    return "".join(words)
