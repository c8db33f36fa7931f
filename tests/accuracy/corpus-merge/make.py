"""Make the corpus from the stories: articles, and by hand what each reports.

usage: python tests/accuracy/corpus-merge/make.py

Writes ``development.jsonl`` and ``held-out.jsonl``: one object an article, its text, the story
that it tells (``story``), and the incident as an analysis would hold it (``gold``).
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PARTS = ("development", "held-out")
_TRIGGER = re.compile(r"\^(\w+)\^")
_NAME = re.compile(r"\{([^{}]+)\}")
_SENTENCE = re.compile(r"[^.!?]*\^\w+\^[^.!?]*(?:\.\d[^.!?]*)*[.!?]")


def places() -> dict[str, dict[str, Any]]:
    """Read the places."""
    found = {}
    for line in (HERE / "places.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        key, names, lat, lon, country, radius, precision = (x.strip() for x in line.split("|"))
        found[key] = {
            "id": f"own:{key}", "name": names.split(";")[0].strip(), "lat": float(lat),
            "lon": float(lon), "country": country, "uncertainty_km": float(radius),
            "precision": precision,
        }  # fmt: skip
    return found


def stories(part: str) -> list[dict[str, Any]]:
    """Make the articles of a part, with what each reports."""
    where, made, head = places(), [], []
    for line in (HERE / f"{part}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            head = [x.strip() for x in line[3:].split("|")]
            count = 0
        elif line.strip() and not line.startswith("#"):
            count += 1
            made.append(_article(head, [x.strip() for x in line.split("|", 6)], count, where))
    return made


def _article(
    head: list[str], line: list[str], count: int, where: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    story, category, event_type, sub_type, day_text = head
    offset, dated, key, toll, by, actors, told = line
    offset, _, other = offset.partition(" C=")
    day = date.fromisoformat(day_text)
    published = day + timedelta(days=int(offset))
    told = told.replace("{W}", f"{day:%A}").replace("{D}", f"{day.day} {day:%B}")
    quote = _SENTENCE.search(told)
    name = _NAME.search(told)
    assert quote and name, told
    trigger = _TRIGGER.search(told)[1]
    text = _NAME.sub(r"\1", _TRIGGER.sub(r"\1", told))
    sentence = _NAME.sub(r"\1", _TRIGGER.sub(r"\1", quote[0])).strip().rstrip(".")
    start = text.index(sentence)
    dead, hurt = toll.split("/")
    gold = {
        "category": other or category, "event_type": event_type, "acled_sub_type": sub_type or None,
        "quote": sentence, "quote_start": start, "quote_end": start + len(sentence),
        "quotes": [{"start": start, "end": start + len(sentence)}],
        "trigger": trigger, **_dates(day, published, dated),
        "actors": [{"name": a.strip(), "role": "other"} for a in actors.split(",") if a.strip()],
        "fatalities": _quantity(dead, by), "injuries": _quantity(hurt, by),
        "factuality": "denied" if "denied" in text or "rejected" in text else "occurred",
        "attributed_to": by or None,
        "places": [where[key] | {"mention": 0, "role": "location", "where_prec": 1}],
        "as_written": name[1],
    }  # fmt: skip
    return {
        "id": f"{story}-{count}", "story": story, "published": published.isoformat(),
        "text": text, "gold": gold,
    }  # fmt: skip


def _dates(day: date, published: date, dated: str) -> dict[str, Any]:
    """The date as the article lets it be known."""
    first, last, precision, text = day.isoformat(), day.isoformat(), "day", "then"
    if dated == "w":
        monday = day - timedelta(days=day.weekday())
        first, last = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        precision = "week"
    elif dated == "n":
        first = last = f"{published:%Y-%m}"
        precision, text = "month", ""
    return {
        "date_start": first, "date_end": last, "date_precision": precision, "date_text": text,
    }  # fmt: skip


def _quantity(text: str, by: str) -> dict[str, Any] | None:
    if not text:
        return None
    least = int(text.rstrip("+"))
    found = {"min": least, "max": None if text.endswith("+") else least, "text": text}
    return found | ({"attributed_to": by} if by else {})


def lines(part: str) -> str:
    """Give the file of a part."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in stories(part))


def main() -> None:
    """Write both files."""
    for part in PARTS:
        (HERE / f"{part}.jsonl").write_text(lines(part), "utf-8")


if __name__ == "__main__":
    main()
