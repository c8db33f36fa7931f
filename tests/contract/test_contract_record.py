"""What `mapper parse` promises: the schema, the offsets, and that a record loses nothing."""

from __future__ import annotations

import json
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper import Mapper, analysis_from_record, analysis_record, from_text
from mapper.errors import SourceError
from mapper.export import json_line
from mapper.model import (
    ActorRole,
    Category,
    DatePrecision,
    EventType,
    Factuality,
    MentionKind,
    PlaceRole,
    Precision,
    Relation,
)
from tests.contract.schema_check import errors
from tests.fixtures.pages import PAGE, PARAGRAPHS
from tests.fixtures.render_samples import HOSTILE, aras, empty, hostile

SCHEMA = json.loads(
    resources.files("mapper.export").joinpath("schema/analysis-1.0.json").read_text("utf-8")
)
WRITTEN_BY_HAND = [aras(), empty(), *(hostile(words) for words in HOSTILE)]

# Keys that the contract names; `?` there means that they may be missing.
ALWAYS = {
    "": "schema_version generator article mentions incidents",
    "generator": "name version gazetteer models",
    "article": "id title published url lang sha256 text",
    "mentions": "start end text kind place score candidates",
    "incidents": "id category event_type quote quote_start quote_end quotes trigger date_start "
    "date_end date_precision date_text actors fatalities injuries factuality attributed_to places "
    "scores score",
}


@pytest.fixture(scope="module")
def engine():
    with Mapper() as opened:
        yield opened


@pytest.mark.parametrize("analysis", WRITTEN_BY_HAND, ids=lambda a: repr(a.article.id)[:30])
def test_records_fit_the_schema(analysis):
    assert list(errors(analysis_record(analysis), SCHEMA, SCHEMA)) == []


def test_the_schema_names_every_value_of_the_vocabulary():
    definitions = SCHEMA["$defs"]
    for kind, where, key in (
        (Category, "incident", "category"),
        (EventType, "incident", "event_type"),
        (Factuality, "incident", "factuality"),
        (DatePrecision, "incident", "date_precision"),
        (MentionKind, "mention", "kind"),
        (Relation, "relative", "relation"),
        (ActorRole, "actor", "role"),
        (PlaceRole, "incident_place", "role"),
        (Precision, "incident_place", "precision"),
    ):
        assert definitions[where]["properties"][key]["enum"] == [member.value for member in kind]


def test_every_promised_key_is_there():
    record = analysis_record(aras())
    for part, keys in ALWAYS.items():
        found = record[part] if part else record
        for item in found if isinstance(found, list) else [found]:
            assert set(keys.split()) <= set(item)


@pytest.mark.parametrize("analysis", WRITTEN_BY_HAND, ids=lambda a: repr(a.article.id)[:30])
def test_a_round_trip_loses_nothing(analysis):
    record = analysis_record(analysis)
    line = json_line(record)
    assert len(line.splitlines()) == 1
    read = json.loads(line.encode().decode())
    assert read == record
    assert analysis_record(analysis_from_record(read)) == record


def test_what_is_no_record_is_refused():
    record = analysis_record(aras())
    for broken in (
        {},
        {"schema_version": "1.0"},
        {**record, "schema_version": "2.0"},
        {**record, "mentions": [{}]},
        {**record, "incidents": [{**record["incidents"][0], "category": "Party"}]},
    ):
        with pytest.raises(SourceError):
            analysis_from_record(broken)


# --- the program's own answers ---------------------------------------------------------

STATEMENTS = (
    "A bomb exploded in Tabriz on Monday, killing two policemen.",
    "Tehran denied that its drones had crossed the border near Meghri.",
    "On 3 May 2025 some 200 people marched through Gyumri.",
    "Iranian border guards detained four men 20 km east of Julfa.",
    "“No comment,” said the governor of Syunik 😀.",
    "Six houses burned down in Qaraçuxur; nobody knows where that is.",
    "The ministers will meet in Shusha (Shushi) next week.",
    "Lorries queue between Goris and Kapan.\r\n",
    "Photo: a street in Baku",
    "",
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=6), st.sampled_from("\n \u2029\t")
)
def test_laws_of_every_answer(engine, lines, between):
    text = between.join(lines)
    if not text.strip():
        return
    analysis = engine.analyse(from_text(text, id="law"))
    record = analysis_record(analysis)
    assert list(errors(record, SCHEMA, SCHEMA)) == []
    assert record["article"]["text"] == text
    holds(record, analysis.article)


def test_laws_of_a_whole_page(engine):
    article = from_text(PAGE, id="page")
    record = analysis_record(engine.analyse(article))
    assert list(errors(record, SCHEMA, SCHEMA)) == []
    holds(record, article)
    texts = {mention["text"] for mention in record["mentions"]}
    assert {"Ashtarak", "Aparan"} <= texts
    assert not texts & {"Vardenis", "Areni", "Tbilisi"}, "only in the page's furniture"
    assert record["incidents"], PARAGRAPHS


def test_the_same_article_gives_the_same_bytes(engine):
    article = from_text("\n\n".join(PARAGRAPHS), id="twice")
    first = json_line(analysis_record(engine.analyse(article)))
    with Mapper() as other:
        assert json_line(analysis_record(other.analyse(article))) == first


def holds(record, article):
    """The laws that tie a record to its text and its parts to each other."""
    text, mentions = record["article"]["text"], record["mentions"]
    for mention in mentions:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    # In text order; a mention inside another comes before the outer one.
    for one, other in pairwise(mentions):
        inside = other["start"] <= one["start"] and one["end"] <= other["end"]
        assert one["start"] < other["start"] or inside
    assert len({incident["id"] for incident in record["incidents"]}) == len(record["incidents"])
    for incident in record["incidents"]:
        assert text[incident["quote_start"] : incident["quote_end"]] == incident["quote"]
        assert incident["quote"] in text
        assert incident["trigger"] in text
        spans = [(span["start"], span["end"]) for span in incident["quotes"]]
        assert spans[0] == (incident["quote_start"], incident["quote_end"])
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(any(b.start <= s and e <= b.end for b in article.body) for s, e in spans)
        product = 1.0
        for part in incident["scores"].values():
            product *= part
        assert incident["score"] == pytest.approx(product, abs=1e-3)
        for place in incident["places"]:
            if place["mention"] is not None:
                assert mentions[place["mention"]]["kind"] in ("literal", "relative")
