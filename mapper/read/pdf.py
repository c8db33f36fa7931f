"""PDF files: pypdf gives the lines, this module makes paragraphs of them again."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

from mapper.errors import SourceError
from mapper.read.article import Draft

__all__ = ["read_pdf"]

_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.IGNORECASE)
_PAGE_OF = re.compile(r"\bpage \d{1,4} (?:of|/) ?\d{1,4}\b", re.IGNORECASE)
# Letters that a typesetter has joined into one sign.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_MOST_HEADS = 2
"""Lines of running heads, or feet, that a page may have."""
# "GORI, 21 October - ": a paragraph begins, whatever stands above it.
_DATELINE = re.compile(r"[^\W\d_a-z]{3}[^\W\d_a-z.'’ -]*(?:,[^.:;]{1,40})?(?:\s?[–—]|\s-)\s")
_BULLET = re.compile(r"^(?:[-–•*▪●]|\(?\d{1,3}[.)])\s")


def read_pdf(data: bytes, *, name: str, stem: str, url: str = "") -> Draft:
    """Read a PDF's text.

    Parameters
    ----------
    data
        The file.
    name
        The source as the user knows it.
    stem
        Id of the article.
    url
        Where it came from.

    Returns
    -------
    Draft
        Lines joined to paragraphs, running heads and page numbers gone.

    Raises
    ------
    SourceError
        Not a PDF, an encrypted one, or one without text.
    """
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{name}: named .pdf, but it is no PDF; check the file")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name}: encrypted; save a copy without a password")
        pages = [_lines(page.extract_text()) for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except SourceError:
        raise
    except (PyPdfError, ImportError) as error:
        # ImportError: AES needs a cryptography package that is not asked for here.
        hint = "encrypted" if isinstance(error, ImportError) else "damaged"
        raise SourceError(f"{name}: a {hint} PDF; save it again or copy its text") from None
    except Exception as error:  # noqa: BLE001 - pypdf meets broken files with whatever comes up
        raise SourceError(
            f"{name}: a damaged PDF ({type(error).__name__}); save it again or copy its text"
        ) from None
    text = _join(_without_running_heads(pages))
    if not text:
        raise SourceError(
            f"{name}: a PDF without text, perhaps scanned pictures; run character recognition first"
        )
    return Draft(name=name, id=stem, text=text, title=_sensible(title), url=url)


def _sensible(title: str) -> str:
    """Take the title field, unless it is what word processors leave there."""
    if re.search(r"\.(?:docx?|pdf|indd|odt|txt)$|^untitled|^microsoft word", title, re.IGNORECASE):
        return ""
    return title if len(title.split()) >= 2 else ""


def _lines(text: str) -> list[str]:
    lines = text.translate(_LIGATURES).splitlines()
    # A soft hyphen is one only where the line breaks at it.
    return [re.sub("\xad(?=.)", "", line.rstrip()).replace("\xad", "-") for line in lines]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines that many pages begin or end with."""
    cleaned = [list(page) for page in pages]
    for position in (0, -1):
        for _ in range(_MOST_HEADS):
            for page in cleaned:
                while page and (not page[position].strip() or _is_number(page[position])):
                    page.pop(position)
            seen = Counter(_key(page[position]) for page in cleaned if page)
            many = {key for key, count in seen.items() if count >= max(2, len(cleaned) * 0.3)}
            told = [page for page in cleaned if page and _key(page[position]) in many]
            for page in told:
                page.pop(position)
            if not told:
                break
    return cleaned


def _is_number(line: str) -> bool:
    return bool(_NUMBER.match(line) or _PAGE_OF.search(line))


def _key(line: str) -> str:
    """Running heads differ by their numbers alone."""
    return re.sub(r"\d+", "#", line.strip())


def _join(pages: list[list[str]]) -> str:
    """Lines to paragraphs: one ends at a blank line, or at a short line that ends a sentence."""
    lines = [line for page in pages for line in page]
    widths = sorted(len(line) for line in lines if len(line) > 20)
    full = widths[len(widths) * 3 // 4] if widths else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        piece = " ".join(line.split())
        if not piece or (current and (_BULLET.match(piece) or _DATELINE.match(piece))):
            paragraphs.append(current)
            current = piece
            continue
        if current.endswith("-") and piece[0].islower() and current[-2:-1].isalpha():
            current = current[:-1] + piece
        else:
            current = f"{current} {piece}" if current else piece
        if len(piece) < full * 0.8 and (_ENDS.search(piece) or not _runs_on(piece, full)):
            paragraphs.append(current)
            current = ""
    paragraphs.append(current)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _runs_on(line: str, full: int) -> bool:
    """Whether a line without a full stop may go on in the next: it is not a short heading."""
    return len(line) > full * 0.6 or line[-1:] in ",-–" or line[:1].islower()
