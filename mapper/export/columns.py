"""The columns of the GIS files: the same, in the same order, of the same types, always."""

from __future__ import annotations

from datetime import date

__all__ = ["INCIDENT_COLUMNS", "LACKING", "MENTION_COLUMNS", "PLACE_COLUMNS"]

INCIDENT_COLUMNS: dict[str, type] = {
    "id": str,
    "incident": str,
    "article": str,
    "article_title": str,
    "published": date,
    "url": str,
    "category": str,
    "event_type": str,
    "acled_type": str,
    "acled_sub_type": str,
    "place": str,
    "place_as_written": str,
    "finer": str,
    "unlocated": str,
    "place_id": str,
    "country": str,
    "admin1": str,
    "disputed": bool,
    "role": str,
    "precision": str,
    "where_prec": int,
    "uncertainty_km": float,
    "date_start": date,
    "date_end": date,
    "date_precision": str,
    "date_text": str,
    "actors": str,
    "sources": str,
    "targets": str,
    "fatalities_min": int,
    "fatalities_max": int,
    "fatalities_text": str,
    "injuries_min": int,
    "injuries_max": int,
    "injuries_text": str,
    "factuality": str,
    "attributed_to": str,
    "quote": str,
    "more_quotes": str,
    "trigger": str,
    "reason": str,
    "score": float,
    "score_event": float,
    "score_place": float,
    "score_link": float,
}
"""Columns of the incidents, one row an incident and place.

`finer` is the more exact name that the article gives, `unlocated` names of further places of the
incident, or of its only ones: both are as written, and no gazetteer has them.
"""

LACKING = (
    ("finer", "More exactly, but not in the gazetteer"),
    ("unlocated", "Named, but not in the gazetteer"),
)
"""Columns of names that no gazetteer has, and how people are told so."""

PLACE_COLUMNS: dict[str, type] = {
    "id": str,
    "place": str,
    "as_written": str,
    "country": str,
    "admin1": str,
    "feature_class": str,
    "feature_code": str,
    "disputed": bool,
    "other_names": str,
    "incidents": int,
    "mentions": int,
    "categories": str,
    "uncertainty_km": float,
    "score": float,
    "articles": str,
    "source": str,
}
"""Columns of the places, one row a place; `id` is the incidents' `place_id`."""

MENTION_COLUMNS: dict[str, type] = {
    "id": str,
    "article": str,
    "start": int,
    "end": int,
    "text": str,
    "kind": str,
    "place": str,
    "place_id": str,
    "country": str,
    "admin1": str,
    "feature_code": str,
    "disputed": bool,
    "candidates": str,
    "score": float,
}
"""Columns of the mentions that mean a place of the gazetteer, one row a mention."""
