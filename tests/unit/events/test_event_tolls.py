"""Who died and who was hurt, in small texts of our own with the real language model."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.events.toll_care import read_care
from mapper.events.toll_patterns import read_tolls
from mapper.events.toll_states import read_states
from mapper.model import Article, Event, Span

Counts = list[tuple[int, int | None]]


class Finder:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def __call__(self, text: str) -> tuple[Event, ...]:
        body = (Span(0, len(text)),)
        article = Article(id="t", text=text, published=date(2023, 5, 8), body=body)
        return find_events(self._model.parse(article))

    def deaths(self, text: str) -> Counts:
        return [
            (e.fatalities.minimum, e.fatalities.maximum)
            for e in self(text)
            if e.fatalities is not None
        ]

    def injuries(self, text: str) -> Counts:
        return [
            (e.injuries.minimum, e.injuries.maximum) for e in self(text) if e.injuries is not None
        ]


@pytest.fixture(scope="module")
def find() -> Finder:
    return Finder(Mapper())


@pytest.mark.parametrize(
    ("headline", "deaths"),
    [
        ("Gunmen Kill Four in Northern Valley", (4, 4)),
        ("Hill Militia Ambush Kills One, Injures Six", (1, 1)),
        ("Nine bodies found in clandestine pits", (9, 9)),
        ("Two charred bodies found near mill in Western Plain", (2, 2)),
        ("Bodies of 14 people found beside railway", (14, 14)),
        ("Three murders in the Old Port quarter", (3, 3)),
        ("Column Commander: 5 Beheaded in Valley Raid", (5, 5)),
        ("Raiders kill unit of six forest guards on mill road", (6, 6)),
        ("Two women tortured and murdered, left beside a road", (2, 2)),
    ],
)
def test_headlines_count_their_dead(find: Finder, headline: str, deaths: tuple[int, int]) -> None:
    assert deaths in find.deaths(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Farmer Shot Dead by Gunmen Near Mill",
        "Chin Teenager Killed as Raiders Burn Village",
        "Artillery Shell Kills Boy in River Town",
        "They leave a lifeless man on the road",
        "They locate another body in the valley",
        "A Dismembered Corpse Is Discovered",
        "A man with his hands tied is shot to death",
        "Asesinan a hombre a balazos en un taller",
        "Localizan el cuerpo de una mujer",
        "Un presunto ladrón muerto y tres detenidos",
    ],
)
def test_headlines_tell_of_a_single_victim(find: Finder, headline: str) -> None:
    assert (1, 1) in find.deaths(headline)


@pytest.mark.parametrize(
    ("headline", "deaths"),
    [
        ("Balacera en un bar deja tres muertos y dos heridos", (3, 3)),
        ("Matan a 4 en un taller", (4, 4)),
        ("Mueren dos mujeres tras un choque", (2, 2)),
        ("Hallan cinco cuerpos junto al río", (5, 5)),
    ],
)
def test_headlines_in_spanish(find: Finder, headline: str, deaths: tuple[int, int]) -> None:
    assert deaths in find.deaths(headline)


@pytest.mark.parametrize(
    "text",
    [
        "A trader could be killed there.",
        "The farmer was not killed.",
        "The plan is dead.",
        "The governing body was located in the town.",
        "A man was nearly killed.",
    ],
)
def test_nobody_dies_where_the_words_only_look_like_it(find: Finder, text: str) -> None:
    assert not [least for least, _ in find.deaths(text) if least]


def test_parts_of_a_line_tell_of_different_events(find: Finder) -> None:
    text = "Four killed in the north; raiders kill seven shepherds near Bor"
    assert {(4, 4), (7, 7)} <= set(find.deaths(text))


def words(text: str) -> list[tuple[bool, tuple[int, int | None]]]:
    return [(f.deaths, f.counted) for f in read_tolls(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Killed: 3; wounded: 11.", [(True, (3, 3)), (False, (11, 11))]),
        ("Train off the rails, nine bruised.", [(False, (9, 9))]),
        ("The report spoke of six dead.", [(True, (6, 6))]),
        ("Two of the 14 passengers died.", []),
        ("The ministry puts the army's dead at 17.", [(True, (17, 17))]),
        ("The dead were two, not six.", [(True, (2, 2))]),
        ("Nine men were flown to a hospital in Nis.", [(False, (9, 9))]),
        ("They killed 30 sheep.", []),
        ("He was killed 20 km away.", []),
        ("The killed 12-year-old lived here.", []),
    ],
)
def test_words_of_tolls(text: str, expected: list[tuple[bool, tuple[int, int | None]]]) -> None:
    assert words(text) == expected


def test_the_last_of_corrected_numbers_counts() -> None:
    text = "The number of wounded, first put at six, had reached fourteen by evening."
    assert (False, (14, 14)) in words(text)


def test_either_number_is_a_range_and_no_sum(find: Finder) -> None:
    found = find.deaths("Soldiers killed two or three smugglers near Bor on Monday.")
    assert found == [(2, 3)]


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("Men fought at Bor with paddles. Forty-one were treated.", (41, 41)),
        ("A roof came down at Bor on a farmer. He has two broken ribs.", (1, 1)),
        ("A mine exploded near Bor. The driver was taken to hospital in Nis.", (1, 1)),
    ],
)
def test_injuries_are_told_in_many_ways(find: Finder, text: str, hurt: tuple[int, int]) -> None:
    assert hurt in find.injuries(text)


def test_who_was_hurt_by_the_dead_man_is_not_dead(find: Finder) -> None:
    text = "The man who drove a lorry into a yard in Bor, hurting five clerks, has died."
    assert (5, 5) not in find.deaths(text)


def test_burnt_lorries_are_no_casualties(find: Finder) -> None:
    assert find.injuries("Three of the guards' lorries were burnt near Bor on Monday.") == []


def test_a_place_of_birth_is_not_where_it_was(find: Finder) -> None:
    text = "Shots were fired at a mill near Vidin on Friday. A welder from Bor was hit in the leg."
    events = [e for e in find(text) if e.injuries is not None]
    assert [text[e.trigger.start : e.trigger.end] for e in events] == ["Shots"]


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("An attack near Bor cost the lives of a corporal and of four attackers.", (5, 5)),
        (
            "Gunmen killed eleven farmers near Bor on Monday. Two of the wounded have since died.",
            (13, 13),
        ),
        (
            "A bomb killed three men in Bor on Monday. A fourth died in hospital on Tuesday.",
            (4, 4),
        ),
    ],
)
def test_those_who_died_later_are_added(find: Finder, text: str, deaths: tuple[int, int]) -> None:
    assert deaths in find.deaths(text)


def test_dead_and_hurt_may_be_told_by_different_sentences(find: Finder) -> None:
    text = "A rocket hit a mill in Bor on Monday, killing two men. Six women were hurt."
    event = next(e for e in find(text) if e.fatalities is not None)
    assert event.fatalities is not None
    assert event.injuries is not None
    assert (event.fatalities.minimum, event.injuries.minimum) == (2, 6)


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("A bomb went off in Bor on Monday, killing one. The death toll was raised to 3.", (3, 3)),
        ("Two policemen were shot dead in Bor. A gunman died.", (3, 3)),
        ("Troops clashed with rebels near Bor, killing a rebel and losing one man.", (2, 2)),
        ("Two villagers were killed in Bor. Two sisters lost their lives, police said.", (2, 2)),
    ],
)
def test_deaths_of_an_event_are_those_of_all_sides_as_told_last(
    find: Finder, text: str, deaths: tuple[int, int]
) -> None:
    assert deaths in find.deaths(text)


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("A row in Bor ended with nine people bruised and a conductor stabbed.", (10, 10)),
        ("Police opened fire in Bor. A boy was hit; of the eighteen injured, some left.", (18, 18)),
    ],
)
def test_injuries_of_an_event_add_up(find: Finder, text: str, hurt: tuple[int, int]) -> None:
    assert hurt in find.injuries(text)


def test_a_toll_goes_to_the_deed_of_its_sentence_that_has_a_place(find: Finder) -> None:
    text = "Gunmen abducted a guard in Nis. A wing burned down in Bor, killing two people."
    places = {e.quote.start < 30: e.fatalities for e in find(text)}
    assert places[True] is None
    assert places[False] is not None


def test_who_is_treated_elsewhere_was_hurt_where_it_happened(find: Finder) -> None:
    text = "Raiders shelled the town of Bor. The four wounded were flown to Skopje."
    first = find(text)[0]
    assert first.injuries is not None
    assert first.injuries.minimum == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three women bitten by a dog.", [(False, (3, 3))]),
        ("A volunteer was flown to Nis with smoke in his lungs.", [(False, (1, 1))]),
        ("All were well, bar a boy with a broken ankle.", [(False, (1, 1))]),
        ("A woman of 81 with cuts.", [(False, (1, 1))]),
        ("Two firemen in hospital.", [(False, (2, 2))]),
        ("Five people, a boy among them, were taken to hospital.", [(False, (5, 5))]),
        ("A car broke a boy's wrist.", [(False, (1, 1))]),
        ("Two members and one observer, a Dane, needed stitches.", [(False, (3, 3))]),
        ("Ani's arm is broken.", [(False, (1, 1))]),
        ("The shells took his legs.", [(False, (1, 1))]),
        ("Three Serbs and two Croats fell there.", [(True, (5, 5))]),
        ("The army neutralised about sixty fighters.", [(True, (60, 60))]),
        ("It ended the lives of 168 people.", [(True, (168, 168))]),
        ("A shop steward was shot at close range.", [(True, (1, 1))]),
    ],
)
def test_states_tell_of_harm(text: str, expected: list[tuple[bool, tuple[int, int]]]) -> None:
    found = {(f.deaths, f.counted) for f in read_states(text, 0, len(text))}
    assert found == set(expected)


@pytest.mark.parametrize(
    "text",
    [
        "No officers were bitten.",
        "Nobody was hit in the leg.",
        "A bridge burned.",
        "Two doctors in hospital.",
        "The price of bread fell.",
        "The republic took in January 1938 what it lost in March.",
        "The plan was neutralised.",
        "A man could be burned.",
    ],
)
def test_other_states_do_not(text: str) -> None:
    assert read_states(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("In a clash near Bor a militant, 22, died.", (1, 1)),
        ("A constable and a passing teacher lost their lives in Bor.", (2, 2)),
        ("Eleven people died at the spot and three more in a hospital of Bor.", (14, 14)),
        ("The quake killed at least 90 people in Bor and over 30 in Nis.", (120, None)),
        ("The toll of the blast at a store near Bor was raised again, from 98 to 143.", (143, 143)),
        ("A boat sank near Bor. Three bodies were recovered. A fourth was found later.", (4, 4)),
        ("Two people are dead after a dust storm hit Bor on Monday.", (2, 2)),
        ("CAIRO, July 6 - Ten people died when a bus hit a lorry near Tanta.", (10, 10)),
    ],
)
def test_counts_that_parsers_miss(find: Finder, text: str, deaths: tuple[int, int | None]) -> None:
    assert deaths in find.deaths(text)


def test_no_one_is_not_one(find: Finder) -> None:
    assert not [
        least for least, _ in find.injuries("A car was shot at in Bor. No one was hurt.") if least
    ]


def test_a_road_with_a_number_is_nobody(find: Finder) -> None:
    assert find.injuries("Highway 2 is cut in two places east of Bor.") == []


def test_the_homes_of_victims_are_not_where_they_were_hurt(find: Finder) -> None:
    text = "Two clans fought in the market of Bor on Friday. Seven in hospital, three from Nis."
    first = find(text)[0]
    assert first.injuries is not None
    assert first.injuries.minimum == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three killed, 5 in hospital.", [(False, (5, 5))]),
        ("Eleven were treated, mostly for glass.", [(False, (11, 11))]),
        ("The blast caused burns to two apprentices.", [(False, (2, 2))]),
        ("One soldier killed, two with eye injuries.", [(False, (2, 2))]),
        ("A man knelt, a farmer slightly hurt.", [(False, (1, 1))]),
        ("One guard has glass in the eye.", [(False, (1, 1))]),
        ("A mine took the leg of a boy at the mill.", [(False, (1, 1))]),
        ("Three broken heads and a window.", [(False, (3, 3))]),
        ("Two were brought out lifeless.", [(True, (2, 2))]),
        ("They killed seven, losing two of their own.", [(True, (2, 2))]),
    ],
)
def test_care_and_wounds_tell_of_harm(
    text: str, expected: list[tuple[bool, tuple[int, int]]]
) -> None:
    found = {(f.deaths, f.counted) for f in read_care(text, 0, len(text))}
    assert found == set(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Two doctors in hospital.",
        "The pupils were treated as thieves.",
        "It was hit in the face of falling prices.",
        "Nobody was treated.",
        "They injured three men.",
        "The club lost two of its games.",
    ],
)
def test_other_care_does_not(text: str) -> None:
    assert read_care(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("A couple and their three children died of gas in Bor.", (5, 5)),
        ("The driver and four passengers died near Bor.", (5, 5)),
        ("Four members of one family died when their house in Bor collapsed.", (4, 4)),
        ("Two migrants drowned off Bor and 11 are missing.", (2, 2)),
        ("A student died in Bor and another in Nis.", (2, 2)),
        ("Jets struck a house in Bor, killing a man and his wife. Three neighbours were also"
         " killed.", (5, 5)),
        ("Gunmen attacked a post near Bor, killing seven officers and losing two of their own.",
         (9, 9)),
        ("Police fired on a crowd in Bor. A rights group said six people were killed; the"
         " government said two.", (2, 6)),
        ("A fire broke out at a hotel in Bor. Initial reports said eight guests had died, but the"
         " minister later put the toll at 13.", (13, 13)),
        ("A drone struck a market in Bor. First reports spoke of six dead; by Saturday the hospital"
         " had registered fourteen.", (14, 14)),
    ],
)  # fmt: skip
def test_sums_rivals_and_newer_counts(
    find: Finder, text: str, deaths: tuple[int, int | None]
) -> None:
    assert deaths in find.deaths(text)


def test_who_died_of_wounds_is_no_longer_hurt(find: Finder) -> None:
    text = "A bomb hit a bus in Bor. Seven people were wounded. One of the wounded died on Sunday."
    first = find(text)[0]
    assert (first.fatalities, first.injuries) != (None, None)
    assert find.deaths(text)[0] == (1, 1)
    assert find.injuries(text)[0] == (6, 6)


@pytest.mark.parametrize(
    ("text", "deaths", "injuries"),
    [
        ("A bus plunged into a ravine near Bor on Tuesday.\n\nAt least 18 people were killed and 25"
         " injured, the governor said.\n", (18, None), (25, 25)),
        ("Shelling hit the market of Bor on Monday morning.\n\nThe mayor said four people died."
         " Eleven others were taken to hospital.\n", (4, 4), (11, 11)),
        ("An earthquake struck 12 km south of Bor early on Thursday.\n\nOfficials said that 31"
         " people had died and more than 200 were injured.\n", (31, 31), (200, None)),
    ],
)  # fmt: skip
def test_wires_go_on_in_the_next_line(
    find: Finder, text: str, deaths: tuple[int, int | None], injuries: tuple[int, int | None]
) -> None:
    assert find.deaths(text)[0] == deaths
    assert find.injuries(text)[0] == injuries


def test_items_of_a_list_do_not_share(find: Finder) -> None:
    text = "- Shelling hit the market of Bor on Monday.\n- Four people died in a fire in Nis.\n"
    assert (4, 4) not in [
        (e.fatalities.minimum, e.fatalities.maximum)
        for e in find(text)
        if e.fatalities is not None and "Shelling" in text[e.quote.start : e.quote.end]
    ]


def test_the_dead_of_a_foiled_attempt_count_those_of_a_plot_do_not(find: Finder) -> None:
    attempt = "A raid on a post near Bor was foiled on Monday. In the fight two soldiers died."
    assert (2, 2) in find.deaths(attempt)
    plot = "Police foiled a plot to kill 200 people at a fair in Bor on Monday."
    assert not [least for least, _ in find.deaths(plot) if least]
