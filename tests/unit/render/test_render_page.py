import pytest
from render_samples import HOSTILE, IRAN, TABRIZ, aras, empty, hostile, lacking, place

from mapper.model import Category
from mapper.render.page import page_data
from mapper.render.tables import other_names


def rows(columns: dict[str, list[object]]) -> list[dict[str, object]]:
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def cut(text: str, pair: list[int]) -> str:
    """A slice as JavaScript makes it: in UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[pair[0] * 2 : pair[1] * 2].decode("utf-16-le", "surrogatepass")


def test_every_incident_spot_and_mention_is_there() -> None:
    analysis = aras()
    payload = page_data([analysis], "T").payload
    incidents, spots = rows(payload["incidents"]), rows(payload["spots"])  # type: ignore[arg-type]
    mentions = rows(payload["mentions"])  # type: ignore[arg-type]
    assert len(incidents) == len(analysis.incidents)
    assert len(spots) == sum(len(i.places) for i in analysis.incidents)
    assert [m["kind"] for m in mentions] == [r.mention.kind.value for r in analysis.resolutions]
    text = analysis.article.text
    for row, incident in zip(incidents, analysis.incidents, strict=True):
        quote = incident.event.quote
        assert cut(text, [row["start"], row["end"]]) == text[quote.start : quote.end]  # type: ignore[list-item]


def test_nil_and_metonyms_have_no_spot() -> None:
    payload = page_data([aras()], "T").payload
    mentions = rows(payload["mentions"])  # type: ignore[arg-type]
    used = {s["mention"] for s in rows(payload["spots"])}  # type: ignore[arg-type]
    for index, mention in enumerate(mentions):
        if mention["place"] == -1 or mention["kind"] in {"metonymic", "demonym"}:
            assert index not in used


def test_names_that_no_gazetteer_has_are_told_by_their_mention() -> None:
    # The second article's mentions count on from the first's.
    payload = page_data([aras(), lacking()], "T").payload
    mentions, first = rows(payload["mentions"]), len(aras().resolutions)  # type: ignore[arg-type]
    text = lacking().article.text
    told = [
        cut(text, [mentions[n]["start"], mentions[n]["end"]])  # type: ignore[list-item]
        for n in [
            *(s["finer"] for s in rows(payload["spots"]) if s["finer"] != -1),  # type: ignore[arg-type]
            *(row["mention"] for row in rows(payload["unlocated"])),  # type: ignore[arg-type]
        ]
        if n >= first  # type: ignore[operator]
    ]
    assert told == ["Zorqulat\nPass", "Bershagol", "Old Qizgarat"]


def test_lines_and_areas_come_with_their_shape_and_points_without() -> None:
    payload = page_data([aras()], "T").payload
    shapes = payload["shapes"]["kind"]  # type: ignore[index]
    found = {
        s["precision"]: "point" if s["shape"] == -1 else shapes[s["shape"]]  # type: ignore[index]
        for s in rows(payload["spots"])  # type: ignore[arg-type]
    }
    assert found == {
        "district": "area", "line": "line", "settlement": "point", "country": "area",
    }  # fmt: skip


def test_a_shape_or_place_that_is_used_often_travels_once() -> None:
    payload = page_data([aras(), aras()], "T").payload
    ids = payload["places"]["id"]  # type: ignore[index]
    assert len(ids) == len(set(ids))
    assert len(payload["shapes"]["kind"]) == 3  # type: ignore[index]


def test_the_view_follows_the_incidents_not_whole_countries() -> None:
    west, south, east, north = page_data([aras()], "T").payload["view"]  # type: ignore[misc]
    assert west <= TABRIZ.longitude <= east
    assert south <= TABRIZ.latitude <= north
    assert east < IRAN.longitude


def test_a_text_without_places_has_no_view() -> None:
    page = page_data([empty()], "T")
    assert page.payload["view"] is None
    assert page.boxes == []
    assert page.counts == {}


def test_counts_are_of_incidents() -> None:
    counts = page_data([aras()], "T").counts
    assert counts[Category.EXPLOSION] == 2
    assert sum(counts.values()) == 12


@pytest.mark.parametrize("words", HOSTILE)
def test_offsets_hold_for_any_text(words: str) -> None:
    analysis = hostile(words)
    payload = page_data([analysis], "T").payload
    (mention,) = rows(payload["mentions"])  # type: ignore[arg-type]
    text = payload["articles"]["text"][0]  # type: ignore[index]
    assert cut(text, [mention["start"], mention["end"]]) == words  # type: ignore[list-item]


def test_names_of_other_sides_stand_beside() -> None:
    payload = page_data([aras()], "T").payload
    shusha = next(p for p in rows(payload["places"]) if p["name"] == "Şuşa")  # type: ignore[arg-type]
    assert shusha["disputed"] == 1
    index = payload["places"]["name"].index("Şuşa")  # type: ignore[index]
    names = [n["text"] for n in rows(payload["names"]) if n["place"] == index]  # type: ignore[arg-type]
    assert names == ["Շուշի", "Shushi", "Shusha"]


def test_demonyms_are_no_names_of_a_place() -> None:
    town = place(
        "gn:9", "Town", 1, 1, "", names=[("Townish", "en", "demonym"), ("Stadt", "de", "official")]
    )
    assert other_names(town) == [("Stadt", "de", "official")]
