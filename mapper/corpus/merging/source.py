"""What the result keeps of a report: the JSON text of one of its sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapper.corpus.merging.lines import Mention
from mapper.export import json_line

__all__ = ["source_text"]


def source_text(item: dict[str, Any], article: dict[str, Any], mentions: Sequence[Mention]) -> str:
    """Write a report as the merged incident's ``sources`` have it.

    Parameters
    ----------
    item, article
        The objects ``incident`` and ``article`` of an analysis.
    mentions
        Of the article, in order: what the places are called in it.
    """
    return json_line(
        {
            "id": f"{article['id']}/{item['id']}",
            "article": article["id"],
            "incident": item["id"],
            "title": article.get("title") or "",
            "url": article.get("url") or "",
            "published": article.get("published"),
            "quote": item["quote"],
            "category": item["category"],
            "event_type": item["event_type"],
            "acled_type": item["acled_type"],
            "acled_sub_type": item["acled_sub_type"],
            "date_start": item["date_start"],
            "date_end": item["date_end"],
            "date_precision": item["date_precision"],
            "date_text": item["date_text"],
            "fatalities": item["fatalities"],
            "injuries": item["injuries"],
            "factuality": item["factuality"],
            "attributed_to": item["attributed_to"],
            "score": item["score"],
            "actors": [
                {"name": actor["name"], "role": actor["role"], "country": actor.get("country", "")}
                for actor in item["actors"]
            ],
            "places": [
                {
                    "id": place["id"],
                    "name": place["name"],
                    "as_written": _written(place["mention"], mentions),
                    "lat": place["lat"],
                    "lon": place["lon"],
                    "country": place.get("country", ""),
                    "role": place["role"],
                    "precision": place["precision"],
                    "uncertainty_km": place["uncertainty_km"],
                    "where_prec": place["where_prec"],
                }
                for place in item["places"]
            ],
        }
    )


def _written(mention: int | None, mentions: Sequence[Mention]) -> str:
    return "" if mention is None else mentions[mention].text
