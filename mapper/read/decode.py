"""Bytes to text. What is not said by the bytes themselves is guessed, and the guess is reported."""

from __future__ import annotations

import codecs
import logging
import re
import unicodedata

from mapper.errors import SourceError

__all__ = ["clean", "decode"]

_log = logging.getLogger(__name__)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings in which news is still found; with more, short texts are taken for exotic ones.
_LIKELY = ("cp1251", "cp1256", "koi8_r", "gb18030", "shift_jis", "euc_kr")
# Where the Turkish code page has Ğ İ Ş ğ ı ş, the Western one has letters that are rare.
_TURKISH = frozenset("ĞİŞğış".encode("cp1254"))
_SAMPLE = 200_000
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORDS = re.compile(rb"[A-Za-z\xc0-\xff]{3,}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, *, name: str, declared: str | None = None) -> str:
    """Spell out the bytes.

    Parameters
    ----------
    data
        What was read.
    name
        The source as the user knows it, for messages.
    declared
        Encoding that the source states about itself (HTML, HTTP), believed if it works.

    Returns
    -------
    str
        The text; line ends are left as they are.

    Raises
    ------
    SourceError
        The bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            _log.warning("%s: not the encoding it states (%s)", name, declared)
    if b"\x00" not in data:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            _refuse_binary(data, name)
            return text
    elif (wide := _bare_utf16(data)) is not None:
        _log.warning("%s: read as %s (a guess: no byte order mark)", name, wide)
        return _strict(data, wide, name)
    _refuse_binary(data, name)
    encoding = _guess(data)
    _log.warning("%s: not UTF-8, read as %s (a guess)", name, encoding)
    return data.decode(encoding, errors="replace")


def clean(text: str) -> str:
    """Replace lone surrogates, which no file can hold; every offset stays."""
    return _SURROGATE.sub("�", text)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name}: damaged {encoding} text (byte {error.start}); save it as UTF-8 again"
        ) from None


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample)) > 2 + len(sample) / 100:
        raise SourceError(
            f"{name}: a binary file, not an article; give a .txt, .md, .html, .pdf, .docx or .jsonl"
        )


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2 or 1
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.4 and others < 0.02 and len(data) % 2 == 0:
            return encoding
    return None


def _guess(data: bytes) -> str:
    """Choose the likeliest of the legacy encodings."""
    sample = data[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    letters = high + sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    cyrillic = sample.decode("cp1251", errors="replace")
    if high < letters * 0.3 and not _has_cyrillic_words(sample, cyrillic):
        # Latin letters with some accents and quotation marks among them.
        turkish = sum(byte in _TURKISH for byte in sample)
        return "cp1254" if turkish > high * 0.2 else "cp1252"
    if _share("".join(c for c in cyrillic if not c.isascii()), "CYRILLIC SMALL") > 0.6:
        return "cp1251"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_LIKELY)).best()
    return best.encoding if best is not None else "cp1251"


def _has_cyrillic_words(sample: bytes, cyrillic: str) -> bool:
    """Whether a text in Latin letters has words between them that have none.

    An accented letter stands beside plain ones: "café". A word of nothing else is none.
    """
    alone = sum(len(word) for word in _WORDS.findall(sample) if min(word) > 127)
    marked = sum(c.isalpha() and not c.isascii() for c in cyrillic)
    return alone > marked * 0.7


def _share(text: str, script: str) -> float:
    letters = [c for c in text if c.isalpha()]
    named = sum(unicodedata.name(c, "").startswith(script) for c in letters)
    return named / (len(letters) or 1)
