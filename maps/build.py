"""Makes the gallery: a map of every article in maps/articles, and a page that lists them.

usage: python maps/build.py [FOLDER]

The same articles and program give the same bytes.
"""

from __future__ import annotations

import html
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import mapper

HERE = Path(__file__).parent
ARTICLES = sorted((HERE / "articles").glob("*.txt"))
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Gallery of maps</title>
<style>
  body {{ font: 1rem/1.5 system-ui, sans-serif }}
  body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
  li {{ margin: 0 0 1.2rem }} ul {{ list-style: none; padding: 0 }} p {{ margin: 0; opacity: .75 }}
  a {{ font-size: 1.15rem }} :root {{ color-scheme: light dark }}
</style>
<h1>Gallery of maps</h1>
<p>Every article here is invented: real places, nothing in them happened. Each map is one file
that works without a network.</p>
<ul>
{items}
</ul>
</html>
"""


def item(analysis: mapper.Analysis, name: str) -> str:
    """One entry of the list."""
    article = analysis.article
    mapped = [incident for incident in analysis.incidents if incident.places]
    counts = Counter(incident.event.category.value for incident in mapped)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    date = f"{article.published:%-d %B %Y}" if article.published else "undated"
    return (
        f'<li><a href="{html.escape(name)}">{html.escape(article.title or article.id)}</a>\n'
        f"<p>{date}: {html.escape(kinds)}</p></li>"
    )


def build(folder: Path, sources: Iterable[Path]) -> None:
    """Write a map of every article, and the page that lists them, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    items = []
    # Places of this user's own would change the maps.
    with mapper.Mapper(mapper.Settings(user_gazetteer=False)) as engine:
        for source in sources:
            for article in engine.read(source):
                if isinstance(article, mapper.SourceError):
                    raise article
                analysis = engine.analyse(article)
                name = f"{article.id}.html"
                mapper.save_map(mapper.to_map(analysis), folder / name)
                items.append(item(analysis, name))
    page = PAGE.format(items="\n".join(items))
    (folder / "index.html").write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE, ARTICLES)
