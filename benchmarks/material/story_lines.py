"""The stories of `stories` as articles' analyses, a line each."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.material.stories import CATEGORIES, KINDS, OBJECTS, START, World

_PART = 5000  # articles a file


def write_lines(made: World, folder: Path) -> dict[str, int]:
    """Write the articles; give the story of each report."""
    truth: dict[str, int] = {}
    radius, spots = made.radius.tolist(), made.spots.tolist()
    order = np.lexsort((made.nth, made.article)).tolist()
    articles = made.article.tolist()
    lines: list[str] = []
    begin = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and articles[order[end]] == articles[order[begin]]:
            continue
        name = f"a{articles[order[begin]]}"
        rows = order[begin:end]
        truth |= {f"{name}/i{n}": int(made.story[row]) for n, row in enumerate(rows)}
        lines.append(_article(made, name, rows, radius, spots))
        begin = end
    for number in range(0, len(lines), _PART):
        path = folder / f"part-{number // _PART:04d}.jsonl"
        path.write_text("\n".join(lines[number : number + _PART]) + "\n", "utf-8")
    return truth


def _article(
    made: World, name: str, rows: list[int], radius: list[float], spots: list[list[float]]
) -> str:
    text, incidents, mentions = "", [], []
    for number, row in enumerate(rows):
        kind = KINDS[made.kind[row]]
        district = made.where[row] == 1
        place = {
            "mention": number, "lat": spots[row][0], "lon": spots[row][1], "country": "XX",
            "id": f"d{made.area[row]}" if district else f"t{made.area[row]}-{made.town[row]}",
            "role": "near" if made.where[row] == 2 else "location", "reason": "made",
            "precision": "district" if district else "settlement",
            "uncertainty_km": radius[row], "where_prec": 1,
        }  # fmt: skip
        place["name"] = place["id"]
        told = [kind[3].split()[made.word[row] % len(kind[3].split())]]
        told += [OBJECTS[made.thing[row]]] if made.thing[row] >= 0 else []
        told += [made.names[word] for word in made.words[row] if word >= 0]
        quote = f"{' '.join(told)} in {place['name']}"
        start = len(text)
        text += quote + ". Nothing more was known at the time of writing. "
        mentions.append(_mention(place, start + len(quote) - len(place["name"])))
        category = CATEGORIES[made.category[row]]
        incidents.append({
            "id": f"i{number}", "category": category, "event_type": kind[1], "acled_type": None,
            "acled_sub_type": (kind[2] or None) if category == kind[0] else None, "quote": quote,
            "quote_start": start, "quote_end": start + len(quote), "trigger": told[0],
            "quotes": [{"start": start, "end": start + len(quote)}], **_date(made, row),
            "actors": [{"name": f"group{a}", "role": "other"} for a in made.actors[row] if a >= 0],
            "fatalities": _count(int(made.dead[row])), "injuries": _count(int(made.hurt[row])),
            "factuality": "occurred", "attributed_to": "the police", "places": [place],
            "scores": {"event": 0.9, "place": 0.9, "link": 0.9}, "score": 0.729,
        })  # fmt: skip
    published = _iso(int(made.published[rows].max()))
    record = {
        "schema_version": "1.0",
        "generator": {"name": "made", "version": "0", "gazetteer": "0", "models": []},
        "article": {"id": name, "title": "", "published": published, "url": "", "lang": "en",
                    "sha256": name, "text": text, "body": []},
        "mentions": mentions, "incidents": incidents,
    }  # fmt: skip
    return json.dumps(record)


def _date(made: World, row: int) -> dict[str, str]:
    first, last, precision, told = _iso(int(made.first[row])), _iso(int(made.last[row])), "day", "x"
    if made.dated[row] == 1:
        precision = "week"
    elif made.dated[row] == 2:
        first = last = _iso(int(made.published[row]))[:7]
        precision, told = "month", ""
    return {"date_start": first, "date_end": last, "date_precision": precision, "date_text": told}


def _mention(place: dict[str, Any], start: int) -> dict[str, Any]:
    spot = {key: place[key] for key in ("id", "name", "lat", "lon", "country")}
    spot |= {"feature_class": "P", "feature_code": "PPL", "admin1": "Somewhere"}
    others = [spot | {"id": f"c{n}", "score": 0.1, "reasons": ["a name like it"]} for n in range(9)]
    return {
        "start": start, "end": start + len(place["name"]), "text": place["name"],
        "kind": "literal", "place": spot, "score": 0.9, "candidates": others,
    }  # fmt: skip


def _count(number: int) -> dict[str, Any] | None:
    return None if number < 0 else {"min": number, "max": number, "text": str(number)}


def _iso(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()
