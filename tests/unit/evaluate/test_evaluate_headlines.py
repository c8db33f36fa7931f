"""What a headline states of deaths."""

import pytest

from mapper.evaluate.headlines import mentions_number, states_number, states_single


@pytest.mark.parametrize(
    ("headline", "number"),
    [
        ("Three villagers killed near Goris", 3),
        ("Gunmen kill four in a bar", 4),
        ("12 bodies found in a pit", 12),
        ("Death toll of the blast rises to 1,300", 1300),
        ("Two men are shot dead at dawn", 2),
        ("Two women tortured and murdered on the road", 2),
        ("Two women tortured, murdered on the road", 2),
        ("One killed and two hurt at the mill", 1),
        ("Attack kills seven a day after a truce", 7),
        ("Balacera deja tres muertos y dos heridos", 3),
        ("Matan a 4 en un taller", 4),
    ],
)
def test_a_number_that_counts_the_dead_is_stated(headline: str, number: int) -> None:
    assert states_number(headline, number)


@pytest.mark.parametrize(
    ("headline", "number"),
    [
        ("Six villagers killed in three days", 3),
        ("One killed and five wounded near Goris", 5),
        ("Three trucks burned, woman shot dead", 3),
        ("Two detained after man killed", 2),
        ("Rule No. 1: kill", 1),
        ("One of the two shot dead at the mill", 1),
        ("Four days of clashes; troops killed", 4),
        ("3-year war kills thousands", 3),
        ("Nearly two dozen killed", 2),
        ("Two bags with human remains left on a road", 2),
        ("Thirteen dead", 3),
        ("Two men were shot at near the mill", 2),
    ],
)
def test_a_number_that_counts_something_else_is_not(headline: str, number: int) -> None:
    assert not states_number(headline, number)


@pytest.mark.parametrize(
    "headline",
    [
        "A man is murdered at the mill",
        "They execute a bricklayer near the river",
        "Body of a woman found in a field",
        "They leave a lifeless body on the road",
        "Farmer shot dead near Goris",
        "Lifeless woman located in a lane",
        "They assault and kill a 55-year-old man",
        "Asesinan a hombre en un taller",
        "Hallan el cuerpo de una mujer",
    ],
)
def test_a_single_victim_states_one(headline: str) -> None:
    assert states_single(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Two men killed in a bar",
        "Villagers killed in an ambush",
        "A village burned, eight killed",
        "They shoot a man at the mill",
        "A battle for the town kills dozens",
    ],
)
def test_others_do_not(headline: str) -> None:
    assert not states_single(headline)


def test_a_number_is_mentioned_wherever_it_stands() -> None:
    assert mentions_number("Six killed in three days", 3)
    assert mentions_number("1,300 dead", 1300)
    assert not mentions_number("13 dead, 3.5 tonnes burnt", 3)
