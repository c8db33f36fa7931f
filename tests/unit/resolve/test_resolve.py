"""Which place a name means, in small texts of our own with the real gazetteer."""

from collections.abc import Iterator

import pytest

from gazetteer import FeatureClass, Gazetteer
from mapper.language import LanguageModel
from mapper.model import Article, Mention, MentionKind, Resolution, Span
from mapper.resolve import resolve


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


class Solver:
    def __init__(self, model: LanguageModel, gazetteer: Gazetteer) -> None:
        self._model, self._gazetteer = model, gazetteer

    def __call__(self, text: str, *names: str) -> tuple[Resolution, ...]:
        """Resolve the names, given in text order; a leading ~ marks a demonym."""
        mentions, start = [], 0
        for name in names:
            kind = MentionKind.DEMONYM if name.startswith("~") else MentionKind.LITERAL
            word = name.removeprefix("~")
            start = text.index(word, start)
            mentions.append(Mention(Span(start, start + len(word)), word, kind))
            start += len(word)
        parsed = self._model.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))
        return resolve(parsed, tuple(mentions), self._gazetteer)


@pytest.fixture(scope="module")
def solve(model: LanguageModel, gazetteer: Gazetteer) -> Solver:
    return Solver(model, gazetteer)


def spot(resolution: Resolution) -> tuple[float, float]:
    assert resolution.place is not None
    return resolution.place.latitude, resolution.place.longitude


def test_the_place_after_the_comma_decides(solve: Solver) -> None:
    texas, _ = solve("A storm hit Paris, Texas, on Monday.", "Paris", "Texas")
    france, _ = solve("A storm hit Paris, France, on Monday.", "Paris", "France")
    assert spot(texas) == pytest.approx((33.66, -95.56), abs=0.2)
    assert spot(france) == pytest.approx((48.85, 2.35), abs=0.2)
    assert "the text says what it lies in" in texas.candidates[0].reasons


def test_the_neighbours_decide(solve: Solver) -> None:
    text = "Fighting spread from Tbilisi to Gori, and Georgia asked for help."
    caucasus = solve(text, "Tbilisi", "Gori", "Georgia")[-1]
    text = "The fire spread from Atlanta to Macon, and Georgia asked for help."
    america = solve(text, "Atlanta", "Macon", "Georgia")[-1]
    assert caucasus.place is not None
    assert america.place is not None
    assert (caucasus.place.country, america.place.country) == ("GE", "US")


def test_one_sense_a_document(solve: Solver) -> None:
    text = "Paris, Texas, was hit. People of Paris fled. Paris will be rebuilt."
    first, _, second, third = solve(text, "Paris", "Texas", "Paris", "Paris")
    assert first.place == second.place == third.place


def test_the_word_beside_the_name_decides(solve: Solver) -> None:
    (district,) = solve("Snow fell in Jabrayil district.", "Jabrayil")
    (town,) = solve("Snow fell in the town of Jabrayil.", "Jabrayil")
    assert district.place is not None
    assert town.place is not None
    assert district.place.feature_class is FeatureClass.ADMINISTRATIVE
    assert town.place.feature_class is FeatureClass.POPULATED


def test_demonyms_mean_their_country(solve: Solver) -> None:
    found = solve("Iranian and Georgian police met some Azerbaijanis.",
                  "~Iranian", "~Georgian", "~Azerbaijanis")  # fmt: skip
    assert [r.place.country if r.place else "" for r in found] == ["IR", "GE", "AZ"]


def test_what_nobody_knows_is_nil(solve: Solver) -> None:
    (found,) = solve("Rain fell on Qwrtzplofk today.", "Qwrtzplofk")
    assert found.place is None
    assert found.score == 0.0


def test_odd_white_space_inside_a_name(solve: Solver) -> None:
    (found,) = solve("A boat sank in the Caspian\u00a0 Sea.", "Caspian\u00a0 Sea")
    assert found.place is not None
    assert found.place.name == "Caspian Sea"


def test_laws_of_resolutions(solve: Solver) -> None:
    text = "Springfield, London and San Jose met Victoria. Springfield won in Illinois."
    names = ("Springfield", "London", "San Jose", "Victoria", "Springfield", "Illinois")
    found = solve(text, *names)
    assert [r.mention.text for r in found] == list(names)
    for resolution in found:
        scores = [c.score for c in resolution.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= s <= 1.0 for s in scores)
        assert sum(scores) <= 1.0 + 1e-3
        assert len({c.place.id for c in resolution.candidates}) == len(scores)
        assert all(c.reasons for c in resolution.candidates)
        if resolution.place is not None:
            assert resolution.place == resolution.candidates[0].place
            assert resolution.score == resolution.candidates[0].score
    assert solve(text, *names) == found


def test_no_mentions_no_resolutions(solve: Solver) -> None:
    assert solve("Nothing here.") == ()
