"""A source in, articles out: text, Markdown, HTML, PDF, DOCX, JSONL, feeds, URLs, standard input.

The only room that touches the disk or the network for articles. It also tells the article
itself from the page's furniture (`mark_body`).
"""

from mapper.read.article import from_text, slug
from mapper.read.dates import parse_date
from mapper.read.furniture import mark_body
from mapper.read.source import read

__all__ = ["from_text", "mark_body", "parse_date", "read", "slug"]
