from dataclasses import replace

from mapper.evaluate.answer import Answer, FoundIncident, FoundMention, FoundPlace, Spot
from mapper.evaluate.gold import Check, Deaths, Document, Link
from mapper.evaluate.snippets import judge_cases, judge_coded, judge_conflict, judge_link

TEXT = "Troops from Van attacked Agri and left."
VERB, VAN, AGRI = (16, 24), (12, 15), (25, 29)


def attack(*spans: tuple[int, int], role: str = "location", trigger: str = "attacked") -> Answer:
    places = tuple(FoundPlace(name="x", lat=0, lon=0, role=role, span=span) for span in spans)
    incident = FoundIncident(start=0, end=39, quote=TEXT, trigger=trigger, places=places)
    return Answer(doc="d", incidents=(incident,), events=(incident,))


def linked(answer: Answer, *places: tuple[int, int]) -> dict[str, list[bool]]:
    document = Document(id="d", text=TEXT, link=Link(verb=VERB, places=places))
    told: dict[str, list[bool]] = {}
    for outcome in judge_link(document, answer):
        told.setdefault(outcome.task, []).append(outcome.right)
    return told


def test_link_right_place() -> None:
    told = linked(attack(AGRI), AGRI)
    assert told == {"link-recall": [True], "link-precision": [True], "link-event": [True]}


def test_link_wrong_place_costs_precision_and_recall() -> None:
    told = linked(attack(VAN), AGRI)
    assert told["link-recall"] == [False]
    assert told["link-precision"] == [False]


def test_origins_are_not_where_it_happened() -> None:
    assert "link-precision" not in linked(attack(VAN, role="origin"), AGRI)


def test_a_verb_without_a_place_wants_none() -> None:
    assert linked(attack())["link-none"] == [True]
    assert linked(attack(AGRI))["link-none"] == [False]


def test_the_trigger_decides_before_the_quote() -> None:
    def incident(trigger: str, span: tuple[int, int]) -> FoundIncident:
        place = FoundPlace(name="x", lat=0, lon=0, span=span)
        return FoundIncident(start=0, end=39, quote=TEXT, trigger=trigger, places=(place,))

    both = (incident("left", VAN), incident("attacked", AGRI))
    assert linked(Answer(doc="d", incidents=both), AGRI)["link-precision"] == [True]
    only = (incident("left", VAN),)
    assert linked(Answer(doc="d", incidents=only), AGRI)["link-precision"] == [False]


def test_ties_leave_out_verbs_with_a_place_that_is_no_name_held() -> None:
    def tied(*held: bool) -> dict[str, list[bool]]:
        link = Link(verb=VERB, places=(AGRI, VAN)[: len(held)], held=held)
        told: dict[str, list[bool]] = {}
        for outcome in judge_link(Document(id="d", text=TEXT, link=link), attack(AGRI)):
            told.setdefault(outcome.task, []).append(outcome.right)
        return told

    assert tied(True, True)["tie-recall"] == [True, False]
    assert tied(True, True)["tie-precision"] == [True]
    assert tied(True, False)["link-recall"] == [True, False]
    assert not any(task.startswith("tie") for task in tied(True, False))
    assert tied()["tie-precision"] == [False]


DEATHS = Deaths(best=3, low=2, high=4, stated=True, place="Van town", lat=38.5, lon=43.4)


def headline(deaths: Deaths, *numbers: int | None, at: float = 38.5) -> dict[str, bool]:
    document = Document(id="d", text="Three killed in Van", deaths=deaths)
    events = tuple(FoundIncident(start=0, end=5, fatalities=number) for number in numbers)
    spot = Spot(id="gn:1", name="Van", lat=at, lon=43.4)
    mention = FoundMention(start=16, end=19, text="Van", kind="literal", place=spot)
    answer = Answer(doc="d", mentions=(mention,), incidents=(), events=events)
    return {o.task: o.right for o in judge_conflict(document, answer)}


def test_deaths_are_right_if_some_event_has_the_number() -> None:
    assert headline(DEATHS, None, 3)["deaths"]
    assert not headline(DEATHS, 2)["deaths"]
    assert headline(DEATHS, 2)["deaths-read"]
    assert not headline(DEATHS, None)["deaths-read"]


def test_deaths_are_judged_only_where_the_text_states_them() -> None:
    unstated = Deaths(best=5, low=5, high=5, stated=False, place="Lake", lat=38.5, lon=43.4)
    assert headline(unstated, 5) == {}
    assert headline(replace(unstated, mentioned=True), 5) == {"deaths-mentioned": True}


def test_deaths_of_one_victim_are_told_apart_from_numbers() -> None:
    assert "deaths-single" not in headline(DEATHS, 3)
    assert headline(DEATHS, 3)["deaths-numbered"]
    one = headline(replace(DEATHS, best=1, single=True), 3)
    assert (one["deaths"], one["deaths-single"]) == (False, False)
    assert "deaths-numbered" not in one


def test_headline_place_within_161_km() -> None:
    assert headline(DEATHS)["headline-place"]
    assert not headline(DEATHS, at=41.0)["headline-place"]


def coded(codes: tuple[str, ...], *types: tuple[str, float]) -> dict[str, bool]:
    events = tuple(FoundIncident(start=0, end=1, event_type=t, score=s) for t, s in types)
    document = Document(id="d", text="x", codes=codes)
    return {o.task: o.right for o in judge_coded(document, Answer(doc="d", events=events))}


def test_type_is_that_of_the_best_event() -> None:
    told = coded(("AID",), ("ASSAULT", 0.9), ("AID", 0.4))
    assert told == {"type": False, "type-any": True, "type-found": True}
    assert coded(("AID",)) == {"type": False, "type-any": False, "type-found": False}


def test_a_text_without_events_wants_none() -> None:
    assert coded(()) == {"type-none": True}
    assert coded((), ("AID", 0.4)) == {"type-none": False}


def test_cases_carry_the_verdicts_of_the_runner() -> None:
    checks = (
        Check(field="country", value="US", query="Paris, Texas"),
        Check(field="none", value=""),
    )
    document = Document(id="d", text="", checks=checks)
    outcomes = list(judge_cases(document, Answer(doc="d", checked=(True, False))))
    assert [o.right for o in outcomes] == [True, False]
    assert outcomes[0].gold == "'Paris, Texas': country US"
