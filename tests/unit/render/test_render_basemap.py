import json
from pathlib import Path

import pytest
import shapely
from test_render_encode import decode

from mapper.errors import DataError
from mapper.ground import Box, store
from mapper.render.basemap import basemap

CAUCASUS = Box(43, 37, 51, 42)


def rings(ground: dict[str, object], name: str, side: int) -> list[list[tuple[float, float]]]:
    decimals = ground["decimals"]
    return decode(ground[name][side], decimals[side])  # type: ignore[index]


def is_land(ground: dict[str, object], lon: float, lat: float) -> bool:
    """Even-odd, as the page fills it."""
    point = shapely.Point(lon, lat)
    inside = [
        shapely.Polygon(ring).buffer(0).contains(point)
        for side in (0, 1)
        for ring in rings(ground, "land", side)
        if len(ring) > 3
    ]
    return sum(inside) % 2 == 1


def test_land_is_land_and_sea_is_sea_inside_and_outside_the_region() -> None:
    ground = basemap([CAUCASUS])
    assert is_land(ground, 44.5, 40.2)
    assert not is_land(ground, 50.7, 39.0)  # the Caspian
    assert is_land(ground, 2.3, 47.0)
    assert not is_land(ground, -40.0, 40.0)


def test_the_world_needs_no_region() -> None:
    ground = basemap([])
    assert is_land(ground, 2.3, 47.0)
    assert rings(ground, "land", 1) == []


def test_lines_on_which_states_disagree_are_kept_apart_and_named() -> None:
    ground = basemap([CAUCASUS])
    names = {row[0] for row in ground["disputed"]}  # type: ignore[attr-defined]
    assert {"Georgian claim", "Ceasefire Line 1994"} <= names
    borders = [shapely.LineString(p) for p in rings(ground, "borders", 1)]
    for _, _, inner in ground["disputed"]:  # type: ignore[attr-defined]
        for path in decode(inner, 3):
            line = shapely.LineString(path)
            assert not any(line.equals(border) for border in borders)


def test_no_town_is_named_where_its_name_is_part_of_the_dispute() -> None:
    labels = basemap([CAUCASUS])["labels"]
    towns = {row[0] for row in labels["towns"]}  # type: ignore[call-overload,index]
    assert {"Yerevan", "Baku", "Tbilisi"} <= towns
    assert "Stepanakert" not in towns


def test_a_region_is_small_enough_to_send() -> None:
    assert len(json.dumps(basemap([CAUCASUS]))) < 150_000


def test_several_regions_have_detail() -> None:
    ground = basemap([CAUCASUS, Box(0, 45, 6, 51)])
    provinces = [shapely.LineString(p) for p in rings(ground, "provinces", 1)]
    for box in (shapely.box(43, 37, 51, 42), shapely.box(0, 45, 6, 51)):
        assert any(line.intersects(box) for line in provinces)


@pytest.mark.parametrize("content", [None, b"", b"not a basemap"])
def test_a_missing_or_broken_file_is_one_clear_error(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "basemap.npz"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(store, "BASEMAP_FILE", file)
    with pytest.raises(DataError, match=r"basemap is missing or damaged: basemap\.npz"):
        basemap([])
