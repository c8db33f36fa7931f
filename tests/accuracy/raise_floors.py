"""Measure, and raise the floors to what the measurement supports.

usage: python tests/accuracy/raise_floors.py [--lower FIGURE...]

A floor is put a little below what was measured (0.02, or two things where few are counted). It is
never lowered, unless it is named after ``--lower``: say in the commit why. Ceilings, of errors,
only fall.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import accuracy_measure as measure

from mapper.evaluate.figures import denominator

MARGIN = 0.02

FIGURES = (
    "names_strict_f1", "toponyms_strict_f1", "literal_f1", "placed_of_found", "placed_25_of_all",
    "metonymy_not_mapped", "demonyms_not_mapped", "kind_accuracy", "accuracy_161",
    "accuracy_161_or_same", "end_to_end_161_f1", "incident_precision", "incident_recall",
    "incident_f1", "category_accuracy", "event_type_accuracy", "date_accuracy",
    "fatality_accuracy", "injury_accuracy", "factuality_accuracy", "not_occurred_shown",
    "attribution_accuracy", "actor_recall",
)  # fmt: skip
ERRORS = ("calibration_error_mentions", "calibration_error_incidents")


def bounds(
    measured: Mapping[str, float | None],
    old: Mapping[str, float],
    keys: Iterable[str],
    counts: Mapping[str, tuple[int, int]],
    lower: set[str],
    sign: int,
) -> dict[str, float]:
    """Make the new floors (sign 1) or ceilings (sign -1)."""
    made = {}
    for key in keys:
        value = measured.get(key)
        if value is None:
            raise SystemExit(f"{key} was not measured")
        counted = denominator(key, counts)
        supported = round(value - sign * max(MARGIN, 2 / counted if counted else 0), 3)
        kept = old.get(key, supported)
        made[key] = supported if key in lower else sign * max(sign * supported, sign * kept)
    return made


def write(sections: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the TOML file: digests and bounds."""
    lines = [
        "# Written by raise_floors.py: what must not get worse, and the files it was measured on."
    ]
    for name, section in sections.items():
        lines += ["", f"[{name}]", f'digest = "{section["digest"]}"']
        for kind in ("floor", "ceiling"):
            if kind in section:
                lines += ["", f"[{name}.{kind}]"]
                lines += [f"{key} = {value:.3f}" for key, value in section[kind].items()]
    measure.FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lower", nargs="*", default=[], help="floors that may fall, by name")
    lower = set(parser.parse_args().lower)
    old = measure.floors() if measure.FLOORS.exists() else {}
    (articles, counts), names = measure.measure_articles(), measure.measure_names()
    before = old.get("articles", {})
    sections = {
        "articles": {
            "digest": measure.digest(measure.ARTICLES),
            "floor": bounds(articles, before.get("floor", {}), FIGURES, counts, lower, 1),
            "ceiling": bounds(articles, before.get("ceiling", {}), ERRORS, counts, lower, -1),
        },
        "names": {
            "digest": measure.digest(measure.NAMES),
            "floor": bounds(names, old.get("names", {}).get("floor", {}), names, {}, lower, 1),
        },
    }
    write(sections)
    for key, value in (articles | names).items():
        sys.stdout.write(f"{key} {value}\n")


if __name__ == "__main__":
    main()
