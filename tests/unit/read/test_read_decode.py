"""Bytes become text, and what had to be guessed is said."""

import logging

import pytest

from mapper.errors import SourceError
from mapper.read.decode import clean, decode

RUSSIAN = "В понедельник в Гюмри загорелся склад, двое рабочих получили ожоги. " * 3
TURKISH = "Pazartesi günü Iğdır'da bir depo yandı, iki işçi yaralandı. " * 3
PERSIAN = "روز دوشنبه در تبریز یک انبار آتش گرفت و دو کارگر زخمی شدند. " * 3
ENGLISH = "A café in Gyumri burned on Monday; “two” were hurt – badly. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_says_its_encoding_needs_no_guess(encoding, caplog):
    assert decode(RUSSIAN.encode(encoding), name="x") == RUSSIAN
    assert not caplog.records


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (ENGLISH, "cp1252"),
        (TURKISH, "cp1254"),
        ("A blast in Gori — " + RUSSIAN.split(".")[0] + " — killed two, the police said. " * 5,
         "cp1251"),
        (PERSIAN.replace("ی", "ي"), "cp1256"),
        ("Two “fell” in Kapan.", "cp1252"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
    ],
)  # fmt: skip
def test_a_guess_is_right_and_reported(text, encoding, caplog):
    with caplog.at_level(logging.WARNING):
        assert decode(text.encode(encoding), name="x.txt") == text
    assert "x.txt" in caplog.text
    assert "guess" in caplog.text


def test_a_stated_encoding_is_believed_if_it_works(caplog):
    assert decode(RUSSIAN.encode("koi8-r"), name="x", declared="koi8-r") == RUSSIAN
    with caplog.at_level(logging.WARNING):
        assert decode(RUSSIAN.encode(), name="x", declared="ascii") == RUSSIAN
        assert decode(RUSSIAN.encode(), name="x", declared="no-such-code") == RUSSIAN
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 20, b"GIF89a\x01\x00\x01\x00", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00"],
)
def test_binary_is_refused(data):
    with pytest.raises(SourceError, match="binary"):
        decode(data, name="x.txt")


def test_damaged_utf16_is_refused():
    with pytest.raises(SourceError, match="damaged"):
        decode(b"\xff\xfea\x00b", name="x.txt")


def test_lone_surrogates_go_and_offsets_stay():
    assert clean("a\ud83db") == "a�b"
