"""The pairs that are compared are those that are near enough, each once, however cut."""

import numpy as np
import pytest

from mapper.corpus.merging import blocking
from mapper.corpus.merging.blocking import SLACK_DAYS, SLACK_KM, candidates, distance_km
from mapper.corpus.merging.evidence import EVIDENCE, crowding, evidence
from mapper.corpus.merging.reading import Intake
from mapper.corpus.merging.score import LIMIT, log_odds, shipped_weights
from tests.fixtures.merging_lines import KHOY, SALMAS, article, incident, line


def reports(seed: int, size: int):
    """Reports about a few towns and weeks, told more or less vaguely, at one to three places."""
    chance = np.random.default_rng(seed)
    taken = Intake()
    for number in range(size):
        spots = []
        for _ in range(chance.integers(1, 4)):
            place = KHOY | {
                "id": f"p{chance.integers(9)}",
                "lat": 38.5 + chance.integers(6) / 10,
                "lon": 44.9 + chance.integers(6) / 10,
                "mention": 0, "role": "location", "precision": "settlement", "where_prec": 1,
                "uncertainty_km": float(chance.choice([0, 2.5, 10, 30, 100, 400])), "reason": "",
            }  # fmt: skip
            spots.append(place)
        day = int(chance.integers(1, 28))
        last = min(28, day + int(chance.choice([0, 0, 0, 3, 6])))
        told = incident(
            f"Fire number {number} in Khoy", places=spots, date_start=f"2024-02-{day:02d}",
            date_end=f"2024-02-{last:02d}", date_precision="day" if day == last else "week",
            category=str(chance.choice(["Disaster/Accident", "Protest", "Riot", "Battle"])),
        )  # fmt: skip
        taken.add(line(article(f"a{number:03d}", told, published="2024-03-01")))
    return taken.reports()


def pairs_of(parts):
    return [(a, b) for p in parts for a, b in zip(p.first.tolist(), p.second.tolist(), strict=True)]


def all_with_all(told):
    spots = told.spots
    found = set()
    for left in range(len(spots.report)):
        for right in range(len(spots.report)):
            one, other = spots.report[left], spots.report[right]
            if one >= other or not told.families[one] & told.families[other]:
                continue
            apart = max(told.first_day[one], told.first_day[other]) - min(
                told.last_day[one], told.last_day[other]
            )
            km = distance_km(spots, np.array([left]), np.array([right]))[0]
            fine = max(spots.radius[left], spots.radius[right]) <= 150
            reach = spots.radius[left] + spots.radius[right] + SLACK_KM
            if fine and km <= reach and apart <= SLACK_DAYS:
                found.add((int(one), int(other)))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_all_that_are_near_are_compared_and_each_once(seed):
    told = reports(seed, 60)
    found = pairs_of(candidates(told))
    assert len(found) == len(set(found))
    assert all(a < b for a, b in found)
    missing = all_with_all(told) - set(found)
    assert not missing
    assert len(found) > 50


def test_nothing_hangs_on_how_the_time_is_cut(monkeypatch):
    told = reports(7, 80)
    whole = sorted(pairs_of(candidates(told)))
    monkeypatch.setattr(blocking, "_STRETCH", 10)
    parts = list(candidates(told))
    assert len(parts) > 3
    assert sorted(pairs_of(parts)) == whole


def test_distance_in_km():
    taken = Intake()
    taken.add(line(article("a", incident("Fire"), incident("Fire", "i2", SALMAS))))
    spots = taken.reports().spots
    assert distance_km(spots, np.array([0]), np.array([1]))[0] == pytest.approx(42, abs=1)


def test_evidence_is_bounded_and_the_same_for_both_orders_of_columns():
    told = reports(3, 60)
    (pairs,) = candidates(told)
    crowd = crowding(told)
    columns = evidence(told, pairs, crowd)
    assert columns.shape == (len(pairs), len(EVIDENCE))
    assert np.isfinite(columns).all()
    assert (columns >= 0).all()
    weights = shipped_weights()
    scores = log_odds(told, pairs, crowd, weights)
    assert scores.min() >= weights.unlinked
    assert scores.max() <= LIMIT
    part = log_odds(told, pairs.take(slice(5, 9)), crowd, weights)
    assert part.tolist() == scores[5:9].tolist()
