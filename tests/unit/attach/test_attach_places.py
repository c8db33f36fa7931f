"""Events tied to places, in small texts of our own with the real language model.

Places are given by hand: what is tested is the tie, not the gazetteer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gazetteer import FeatureClass, Place
from mapper import Mapper
from mapper.attach import attach
from mapper.events import find_events
from mapper.model import (
    Article,
    Factuality,
    Incident,
    Mention,
    MentionKind,
    Parsed,
    PlaceRole,
    Precision,
    Relation,
    RelativeExpression,
    Resolution,
    Span,
)

PUBLISHED = date(2023, 5, 8)


def town(name: str, **more: str) -> Place:
    return Place(
        id=f"t:{name}",
        name=name,
        latitude=40.0,
        longitude=47.0,
        feature_class=FeatureClass.POPULATED,
        feature_code="PPL",
        population=20_000,
        **more,  # type: ignore[arg-type]
    )


def country(name: str, code: str) -> Place:
    return Place(
        id=f"c:{code}",
        name=name,
        latitude=40.0,
        longitude=47.0,
        country=code,
        feature_class=FeatureClass.ADMINISTRATIVE,
        feature_code="PCLI",
        shape="polygon",
    )


def district(name: str, code: str = "ADM2") -> Place:
    return Place(
        id=f"d:{name}",
        name=name,
        latitude=40.0,
        longitude=47.0,
        feature_class=FeatureClass.ADMINISTRATIVE,
        feature_code=code,
    )


class Attacher:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def parse(self, text: str) -> Parsed:
        body = tuple(
            Span(text.index(line), text.index(line) + len(line))
            for line in text.split("\n")
            if line
        )
        return self._model.parse(Article(id="t", text=text, published=PUBLISHED, body=body))

    def __call__(
        self, text: str, *named: tuple[str, MentionKind, Place | None]
    ) -> tuple[Incident, ...]:
        parsed = self.parse(text)
        resolutions, at = [], 0
        for name, kind, place in named:
            at = text.index(name, at)
            span = Span(at, at + len(name))
            resolutions.append(Resolution(Mention(span, name, kind), (), place, 0.9))
            at += len(name)
        return attach(parsed, find_events(parsed), tuple(resolutions), geometry=lambda place: None)


LITERAL, METONYMIC, DEMONYM = MentionKind.LITERAL, MentionKind.METONYMIC, MentionKind.DEMONYM


@pytest.fixture(scope="module")
def tie() -> Attacher:
    return Attacher(Mapper())


def placed(incidents: tuple[Incident, ...]) -> list[Incident]:
    return [i for i in incidents if i.places]


def names(incident: Incident) -> list[str]:
    return [p.place.name for p in incident.places]


def test_target_and_place_of_an_attack(tie: Attacher) -> None:
    text = "The attack on Azerbaijan's embassy in Tehran on 27 January 2023 wounded two people."
    (incident,) = placed(
        tie(
            text,
            ("Azerbaijan", METONYMIC, country("Azerbaijan", "AZ")),
            ("Tehran", LITERAL, town("Tehran")),
        )
    )
    assert names(incident) == ["Tehran"]
    assert incident.event.date.start == "2023-01-27"
    assert "Tehran" in incident.places[0].reason
    assert any(a.country == "AZ" for a in incident.event.actors)


def test_a_list_is_one_event_with_several_places(tie: Attacher) -> None:
    text = "Artillery shelled the villages of Talish, Nuzgar and Horovlu on Monday."
    (incident,) = placed(
        tie(text, *((n, LITERAL, town(n)) for n in ("Talish", "Nuzgar", "Horovlu")))
    )
    assert names(incident) == ["Talish", "Nuzgar", "Horovlu"]


def test_the_finer_place_is_kept(tie: Attacher) -> None:
    text = "A mine exploded on Monday in the village of Zeyva in Sharur district."
    (incident,) = placed(
        tie(text, ("Zeyva", LITERAL, town("Zeyva")), ("Sharur", LITERAL, district("Sharur")))
    )
    assert names(incident) == ["Zeyva"]


def test_a_country_only_when_nothing_finer_is_told(tie: Attacher) -> None:
    text = "Police arrested five men in Ganja in Azerbaijan on Monday."
    (incident,) = placed(
        tie(
            text,
            ("Ganja", LITERAL, town("Ganja")),
            ("Azerbaijan", LITERAL, country("Azerbaijan", "AZ")),
        )
    )
    assert names(incident) == ["Ganja"]


def test_a_country_alone_is_the_place_of_a_raid_within_it(tie: Attacher) -> None:
    text = "Warplanes bombed two villages in northern Iraq on Monday and killed six people."
    incidents = placed(tie(text, ("Iraq", LITERAL, country("Iraq", "IQ"))))
    assert incidents
    assert all(names(incident) == ["Iraq"] for incident in incidents)


def test_a_country_that_is_dealt_with_is_no_place(tie: Attacher) -> None:
    text = "Tehran has sent instructors to Armenia and is at odds with Azerbaijan."
    incidents = tie(
        text,
        ("Tehran", METONYMIC, town("Tehran")),
        ("Armenia", LITERAL, country("Armenia", "AM")),
        ("Azerbaijan", LITERAL, country("Azerbaijan", "AZ")),
    )
    assert not placed(incidents)


def test_a_part_keeps_its_town_out(tie: Attacher) -> None:
    text = "A bomb went off on Friday in the Sadr City district of northern Baghdad, killing two."
    incidents = placed(
        tie(text, ("Sadr City", LITERAL, town("Sadr City")), ("Baghdad", LITERAL, town("Baghdad")))
    )
    assert incidents
    assert all(names(incident) == ["Sadr City"] for incident in incidents)


def test_a_government_is_no_place(tie: Attacher) -> None:
    text = "In 2012, Baku thwarted a plot to kill an envoy and attack a school in Baku."
    incidents = placed(
        tie(text, ("Baku", METONYMIC, town("Baku")), ("Baku", LITERAL, town("Baku")))
    )
    assert incidents
    for incident in incidents:
        assert [p.mention for p in incident.places] == [1]


def test_parties_to_a_war_are_no_places(tie: Attacher) -> None:
    text = "Fighters attacked a convoy during the war between Yerevan and Baku."
    incidents = tie(text, ("Yerevan", LITERAL, town("Yerevan")), ("Baku", LITERAL, town("Baku")))
    assert not placed(incidents)


def test_a_place_is_carried_over(tie: Attacher) -> None:
    text = "Rockets hit the town of Tartar on Monday. Two people were killed there on Tuesday."
    incidents = placed(tie(text, ("Tartar", LITERAL, town("Tartar"))))
    assert incidents
    assert all(names(i) == ["Tartar"] for i in incidents)


def test_relative_places_come_before_their_anchors(tie: Attacher) -> None:
    text = "A drone crashed 30 km east of Kapan on Monday."
    parsed = tie.parse(text)
    anchor = Span(text.index("Kapan"), text.index("Kapan") + 5)
    whole = Span(text.index("30 km"), anchor.end)
    there = town("east of Kapan")
    resolutions = (
        Resolution(
            Mention(
                whole,
                text[whole.start : whole.end],
                MentionKind.RELATIVE,
                relative=RelativeExpression(Relation.OFFSET, (anchor,), 30.0, 90.0),
            ),
            (),
            there,
            0.8,
            uncertainty_km=8.0,
        ),
        Resolution(Mention(anchor, "Kapan", LITERAL), (), town("Kapan"), 0.9),
    )
    incidents = placed(
        attach(parsed, find_events(parsed), resolutions, geometry=lambda place: None)
    )
    assert [names(i) for i in incidents] == [["east of Kapan"]]
    assert incidents[0].places[0].uncertainty_km == 8.0
    assert incidents[0].places[0].where_prec == 2


def test_near_widens_the_radius(tie: Attacher) -> None:
    text = "Soldiers clashed with rebels near Goma on Monday."
    (incident,) = placed(tie(text, ("Goma", LITERAL, town("Goma"))))
    place = incident.places[0]
    assert place.role is PlaceRole.NEAR
    assert place.precision is Precision.SETTLEMENT
    assert place.uncertainty_km > 10
    assert place.where_prec == 2


def test_origin_and_destination(tie: Attacher) -> None:
    text = "Troops moved artillery from Vayk to Goris on Monday, and soldiers deployed to Goris."
    incidents = placed(
        tie(text, ("Vayk", LITERAL, town("Vayk")), ("Goris", LITERAL, town("Goris")))
    )
    roles = {(p.place.name, p.role) for i in incidents for p in i.places}
    assert ("Vayk", PlaceRole.ORIGIN) in roles
    assert ("Goris", PlaceRole.DESTINATION) in roles


def test_events_without_a_place_stay_in_the_analysis(tie: Attacher) -> None:
    incidents = tie("Soldiers clashed with rebels on Monday.")
    assert [i.places for i in incidents] == [()]


def test_scores_and_ids(tie: Attacher) -> None:
    text = "Rockets hit Tartar on Monday. Police arrested two men in Ganja on Tuesday."
    named = [("Tartar", LITERAL, town("Tartar")), ("Ganja", LITERAL, town("Ganja"))]
    first, again = tie(text, *named), tie(text, *named)
    assert [i.id for i in first] == [i.id for i in again]
    assert len({i.id for i in first}) == len(first)
    for incident in first:
        for value in (incident.event.score, incident.place_score, incident.link_score):
            assert 0.0 <= value <= 1.0


def test_what_is_told_twice_is_one_incident(tie: Attacher) -> None:
    text = (
        "Rockets hit Tartar on 17 October 2020.\n"
        "The mayor said that rockets hit Tartar on 17 October 2020 and killed four men."
    )
    incidents = placed(
        tie(text, ("Tartar", LITERAL, town("Tartar")), ("Tartar", LITERAL, town("Tartar")))
    )
    (incident,) = [i for i in incidents if text[i.event.trigger.start :].startswith("hit")]
    assert len(incident.event.more_quotes) == 1
    assert incident.event.fatalities is not None
    assert incident.event.fatalities.minimum == 4


def test_a_clause_that_only_says_more_is_part_of_the_incident(tie: Attacher) -> None:
    text = "Rebels fired a rocket at the market of Tartar, which killed four men on Monday."
    (incident,) = placed(tie(text, ("Tartar", LITERAL, town("Tartar"))))
    assert incident.event.fatalities is not None
    assert incident.event.fatalities.minimum == 4
    quote = text[incident.event.quote.start : incident.event.quote.end]
    assert "fired a rocket" in quote
    assert "killed four men" in quote


def test_what_a_quotation_tells_again_is_one_incident(tie: Attacher) -> None:
    text = "Rebels burned two lorries in Tartar: “the lorries were burned in Tartar,” he said."
    named = [("Tartar", LITERAL, town("Tartar")), ("Tartar", LITERAL, town("Tartar"))]
    assert len(placed(tie(text, *named))) == 1


def test_what_was_prevented_and_its_prevention_are_one_incident(tie: Attacher) -> None:
    for text in (
        "Police in Tartar dismantled a team that planned to bomb a mill in Tartar.",
        "The patrol near Tartar prevented an attempt to smuggle drugs.",
    ):
        at = [("Tartar", LITERAL, town("Tartar"))] * text.count("Tartar")
        (incident,) = placed(tie(text, *at))
        assert incident.event.factuality is Factuality.FOILED


def test_the_headline_and_the_text_tell_one_incident(tie: Attacher) -> None:
    text = (
        "Two hurt in Tartar road accident; rockets hit Ganja\n\n"
        "Two people were hurt when a lorry hit a bus in Tartar on Friday. The accident closed the"
        " road."
    )
    named = [(name, LITERAL, town(name)) for name in ("Tartar", "Ganja", "Tartar")]
    found = [i for i in tie(text, *named) if i.event.injuries is not None]
    (incident,) = found
    assert incident.event.quote.start > text.index("\n")
    quotes = [text[q.start : q.end] for q in incident.event.more_quotes]
    assert quotes == ["hurt in Tartar road accident"]
    assert incident.event.date.start == "2023-05-05"


def test_key_points_are_told_in_full_below(tie: Attacher) -> None:
    text = (
        "Daily notes\n\nKey Takeaways\n1. Rebels shelled a depot in Tartar on May 5.\n"
        "2. Soldiers left Ganja.\n\n"
        "The army said that rebels shelled the depot of Tartar and burned two lorries."
    )
    named = [(name, LITERAL, town(name)) for name in ("Tartar", "Ganja", "Tartar")]
    shelled = [i for i in tie(text, *named) if text[i.event.trigger.start :].startswith("shelled")]
    assert len(shelled) == 1
    assert shelled[0].event.date.start == "2023-05-05"


def test_two_deeds_at_one_place_stay_two(tie: Attacher) -> None:
    text = "Police arrested nine men in Tartar on Monday, and two days later rockets hit Tartar."
    named = [("Tartar", LITERAL, town("Tartar")), ("Tartar", LITERAL, town("Tartar"))]
    assert len(placed(tie(text, *named))) == 2


def test_unresolved_mentions_are_no_places(tie: Attacher) -> None:
    text = "Rockets fell on the village of Tartar on Monday."
    incidents = tie(text, ("Tartar", LITERAL, None))
    assert incidents
    assert not placed(incidents)
    assert incidents[0].unlocated == (0,)


def test_a_name_in_no_gazetteer_is_put_into_the_place_told_to_hold_it(tie: Attacher) -> None:
    text = "Gunmen killed four farmers in the village of Qarah in the district of Masis on Monday."
    (incident,) = placed(tie(text, ("Qarah", LITERAL, None), ("Masis", LITERAL, district("Masis"))))
    (place,) = incident.places
    assert (place.place.name, place.mention, place.finer) == ("Masis", 1, 0)
    assert "Qarah" in place.reason
    assert incident.unlocated == ()


def test_a_street_is_in_the_town_of_the_passage(tie: Attacher) -> None:
    text = "Protesters marched in Goris on Monday. Police arrested nine men on Keller Street."
    named = [("Goris", LITERAL, town("Goris")), ("Keller Street", LITERAL, None)]
    incidents = placed(tie(text, *named))
    arrest = next(i for i in incidents if text[i.event.trigger.start :].startswith("arrested"))
    assert [(p.place.name, p.finer) for p in arrest.places] == [("Goris", 1)]


def test_where_a_source_sits_is_not_where_it_was(tie: Attacher) -> None:
    text = "Officials in Vayk said rockets hit Tartar on Monday."
    named = [("Vayk", LITERAL, town("Vayk")), ("Tartar", LITERAL, town("Tartar"))]
    told = [names(i) for i in placed(tie(text, *named))]
    assert ["Tartar"] in told
    assert not any("Vayk" in row for row in told)


def test_from_a_capital_sources_tell_of_any_place(tie: Attacher) -> None:
    capital = replace(town("Yerevan"), feature_code="PPLC")
    text = "According to a military source in Yerevan, rockets killed four soldiers on Monday."
    assert not placed(tie(text, ("Yerevan", LITERAL, capital)))


def test_a_dateline_with_an_hour_is_no_place_of_the_event(tie: Attacher) -> None:
    text = "VAYK, ARMENIA (5:30 P.M.) – Rockets hit the village of Tartar on Monday, killing two."
    named = [("VAYK", LITERAL, town("Vayk")), ("Tartar", LITERAL, town("Tartar"))]
    assert [names(i) for i in placed(tie(text, *named))] == [["Tartar"]]


def test_what_a_place_lies_near_is_not_a_second_one(tie: Attacher) -> None:
    text = "Gunmen killed four farmers in Vayk, a village near Goris, on Monday."
    named = [("Vayk", LITERAL, town("Vayk")), ("Goris", LITERAL, town("Goris"))]
    assert [names(i) for i in placed(tie(text, *named))] == [["Vayk"]]


def test_the_phrase_around_the_name_is_the_reason(tie: Attacher) -> None:
    text = "A bomb exploded at a mosque in Goris on Monday, killing four men."
    (incident,) = placed(tie(text, ("Goris", LITERAL, town("Goris"))))
    assert "at a mosque in Goris" in incident.places[0].reason


def test_a_name_taken_for_a_government_stays_off_the_map(tie: Attacher) -> None:
    text = "Gunmen killed four farmers on Monday, which Baku said was the work of rebels."
    assert placed(tie(text, ("Baku", METONYMIC, town("Baku")))) == []
