"""From a text and what its source says about it to an `Article`."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date

from mapper.config import Settings
from mapper.errors import SourceError
from mapper.model import Article
from mapper.read.decode import clean
from mapper.read.furniture import mark_body
from mapper.read.line_kinds import looks_english

__all__ = ["Draft", "finish", "from_text", "slug"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its source gives it, before options and headers have their say.

    Parameters
    ----------
    name
        The source as the user knows it, for messages.
    id, text, title, published, url, language
        As in `Article`; empty or None where the source is silent.
    """

    name: str
    text: str
    id: str = ""
    title: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""


def finish(draft: Draft, settings: Settings) -> Article:
    """Add what options and the text's own head say, and mark the body.

    Parameters
    ----------
    draft
        What the source gave.
    settings
        Options; they override the source.

    Returns
    -------
    Article
        Ready for the walk.

    Raises
    ------
    SourceError
        The text is empty.
    """
    text = clean(draft.text)
    if not text.strip():
        raise SourceError(f"{draft.name}: no text in it; give an article with text")
    title = settings.title or draft.title
    page = mark_body(text, title=title)
    title = " ".join(clean(title or page.title).split())
    language = settings.language or draft.language or "en"
    if not language.lower().startswith("en") or not looks_english(text):
        _log.warning("%s: not in English, which is what is understood; expect little", draft.name)
    return Article(
        id=clean(draft.id) or slug(title) or "article",
        text=text,
        title=title,
        published=settings.published or draft.published or page.published,
        url=clean(draft.url),
        language=language,
        body=page.body,
    )


def from_text(
    text: str,
    *,
    id: str = "",
    title: str = "",
    published: date | None = None,
    url: str = "",
    language: str = "en",
) -> Article:
    """Make an article of a text that is already at hand.

    Parameters
    ----------
    text
        The article.
    id, title, published, url, language
        As in `Article`; what is not given is found in the text's head where it stands there.

    Returns
    -------
    Article
        With its body marked.

    Raises
    ------
    SourceError
        The text is empty.
    """
    draft = Draft(
        name=id or "text", id=id, text=text, title=title, published=published, url=url,
        language=language,
    )  # fmt: skip
    return finish(draft, Settings())


def slug(text: str, limit: int = 60) -> str:
    """Make a name that is safe in file names and addresses: ASCII, lower case, hyphens.

    Parameters
    ----------
    text
        Any text.
    limit
        Longest result, in characters; words are kept whole where possible.

    Returns
    -------
    str
        The name; empty where the text holds no letter or digit.
    """
    from anyascii import anyascii

    words = re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ]", "", anyascii(text).lower()))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > limit:
            break
        result = longer
    return result or "-".join(words)[:limit]
