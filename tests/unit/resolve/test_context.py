"""What the words in, beside and around a name leave no doubt about, with the real gazetteer."""

from collections.abc import Iterator

import pytest

from gazetteer import FeatureClass, Gazetteer, Place
from mapper.language import LanguageModel
from mapper.model import Article, Mention, MentionKind, Span
from mapper.resolve import resolve


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer(user=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


class Solver:
    def __init__(self, model: LanguageModel, gazetteer: Gazetteer) -> None:
        self._model, self._gazetteer = model, gazetteer

    def __call__(self, text: str, *names: str) -> list[Place | None]:
        """Resolve literal names, given in text order."""
        mentions, start = [], 0
        for name in names:
            start = text.index(name, start)
            span = Span(start, start + len(name))
            mentions.append(Mention(span, name, MentionKind.LITERAL))
            start = span.end
        parsed = self._model.parse(Article(id="t", text=text, body=(Span(0, len(text)),)))
        return [r.place for r in resolve(parsed, tuple(mentions), self._gazetteer)]


@pytest.fixture(scope="module")
def solve(model: LanguageModel, gazetteer: Gazetteer) -> Solver:
    return Solver(model, gazetteer)


def kinds(places: list[Place | None]) -> list[str]:
    return [place.feature_class.value if place else "" for place in places]


def test_the_plural_after_a_list_tells_of_all(solve: Solver) -> None:
    text = "Mines were found in Tartar, Khojavend and Zangilan districts last week."
    assert kinds(solve(text, "Tartar", "Khojavend", "Zangilan")) == ["A", "A", "A"]
    text = "Snow fell in the towns of Tartar, Khojavend and Zangilan last week."
    assert kinds(solve(text, "Tartar", "Khojavend", "Zangilan")) == ["P", "P", "P"]


@pytest.mark.parametrize("before", ["near", "outside", "5 km west of", "between Barda and"])
def test_a_spot_is_wanted_and_no_district(solve: Solver, before: str) -> None:
    place = solve(f"A mine exploded {before} Lachin on Monday, wounding two.", "Lachin")[-1]
    assert place is not None
    assert place.feature_class is FeatureClass.POPULATED


def test_what_a_spot_lies_in_is_no_spot(solve: Solver) -> None:
    text = "Two soldiers were hurt near Khnatsakh, Syunik, when shots were fired."
    assert kinds(solve(text, "Khnatsakh", "Syunik")) == ["P", "A"]


def test_the_word_after_makes_the_name(solve: Solver) -> None:
    (district,) = solve("Flash floods in Kama district killed five.", "Kama")
    assert district is not None
    assert (district.country, district.feature_class) == ("AF", FeatureClass.ADMINISTRATIVE)
    gali, sukhumi = solve("A drone fell in the Gali district, Sukhumi said.", "Gali", "Sukhumi")
    assert gali is not None
    assert sukhumi is not None
    assert (gali.country, gali.feature_class) == ("GE", FeatureClass.ADMINISTRATIVE)


def test_the_plural_after_makes_the_names(solve: Solver) -> None:
    text = "Fields were under water along the Mississippi and Ohio rivers in Illinois."
    assert kinds(solve(text, "Mississippi", "Ohio", "Illinois")) == ["H", "H", "A"]


def test_a_small_town_abroad_is_not_meant(solve: Solver) -> None:
    text = "Jets rose from Lask and Poznan. The airports of Warsaw and of Okęcie stayed open."
    assert solve(text, "Lask", "Poznan", "Warsaw", "Okęcie")[-1] is None


def test_the_words_in_the_name_count(solve: Solver) -> None:
    (sea,) = solve("Two ships were attacked in the Red Sea on Sunday.", "Red Sea")
    (district,) = solve("Residents of Khojaly District heard gunfire.", "Khojaly District")
    assert sea is not None
    assert district is not None
    assert sea.feature_class is FeatureClass.WATER
    assert district.feature_class is FeatureClass.ADMINISTRATIVE


def test_a_province_is_not_its_seat(solve: Solver) -> None:
    (perlis,) = solve("Two people drowned in Perlis on Friday.", "Perlis")
    assert perlis is not None
    assert perlis.feature_class is FeatureClass.ADMINISTRATIVE


def test_what_it_lies_in_rules_namesakes_out(solve: Solver) -> None:
    text = "Gunmen abducted pupils in Maga, Kebbi State, in Nigeria."
    maga, kebbi, nigeria = solve(text, "Maga", "Kebbi State", "Nigeria")
    assert maga is None
    assert kebbi is not None
    assert nigeria is not None
    text = "An officer was shot in Saravan, Sistan and Baluchistan Province, on Monday."
    saravan, province = solve(text, "Saravan", "Sistan and Baluchistan Province")
    assert saravan is not None
    assert province is not None
    assert (saravan.country, province.country) == ("IR", "IR")


def test_a_part_of_a_town_lies_in_it(solve: Solver) -> None:
    text = "A man was abducted in the Plateau neighbourhood of Niamey, in Niger."
    assert solve(text, "Plateau", "Niamey", "Niger")[0] is None


def test_a_namesake_beside_the_others_is_meant(solve: Solver) -> None:
    text = (
        "A minibus crashed on the road from Yerevan to Vanadzor on Friday. Firefighters from "
        "Meghri and Agarak freed the driver of another one."
    )
    *_, agarak = solve(text, "Yerevan", "Vanadzor", "Meghri", "Agarak")
    assert agarak is not None
    assert agarak.admin1 == "Syunik Province"


def test_all_mentions_keep_one_sense(solve: Solver) -> None:
    text = (
        "A truck left the road near Agarak on Friday. Firefighters from Meghri and Agarak freed "
        "the driver. Agarak has no hospital."
    )
    one, _, two, three = solve(text, "Agarak", "Meghri", "Agarak", "Agarak")
    assert one is not None
    assert one == two == three


def test_a_name_only_spelt_like_it_must_lie_near(solve: Solver) -> None:
    text = "Wagons with flour never passed Marabda on the line from Tbilisi to Akhalkalaki."
    assert solve(text, "Marabda", "Tbilisi", "Akhalkalaki")[0] is None
    text = "A bus left Yeghegnadzorr for Yerevan and Sisian on Monday."
    place = solve(text, "Yeghegnadzorr", "Yerevan", "Sisian")[0]
    assert place is not None
    assert place.country == "AM"


def test_a_great_city_stays_whatever_follows(solve: Solver) -> None:
    text = "Envoys who speak for Moscow in Georgia were summoned in Tbilisi."
    moscow = solve(text, "Moscow", "Georgia", "Tbilisi")[0]
    assert moscow is not None
    assert moscow.country == "RU"
