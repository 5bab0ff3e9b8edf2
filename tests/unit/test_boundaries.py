"""Boundary files: read by code, refused in plain words, kept by the ledger, the newest standing one counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carehomes.areas import AreaList
from carehomes.areas.boundaries import project, read_boundaries
from carehomes.intake.boundaries import boundaries_of
from carehomes.intake.decide import REFERENCES, RETURNS
from carehomes.intake.desk import receive
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import PROJECT, SHARED, needs_shared

AREAS = AreaList.read(PROJECT / "data" / "reference" / "areas.csv")
SQUARE = [[-3.0, 53.0], [-2.9, 53.0], [-2.9, 53.1], [-3.0, 53.0]]


def feature(code: str, kind: str = "Polygon", ring: Any = None, **properties: str) -> dict[str, Any]:
    corners = SQUARE if ring is None else ring
    coordinates = [corners] if kind == "Polygon" else [[corners], [corners]]
    return {"type": "Feature", "properties": {"ccg20cd": code, **properties}, "geometry": {"type": kind, "coordinates": coordinates}}


def geojson(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_codes_are_found_under_any_property_ods_or_ons() -> None:
    found = read_boundaries(geojson(feature("01V"), feature("", "MultiPolygon", anything="E38000161"), feature("Wales")), AREAS)
    assert found.codes == ("01T", "01V")
    assert [len(found.shapes[code]) for code in found.codes] == [2, 1]
    assert found.passed_over == 1


def test_a_successor_has_the_shapes_of_those_before_it() -> None:
    found = read_boundaries(geojson(feature("01V"), feature("01T")), AREAS).as_areas({"01V": "01T"})
    assert found.codes == ("01T",)
    assert len(found.shapes["01T"]) == 2


def test_a_degree_to_the_east_is_drawn_shorter_than_one_to_the_north() -> None:
    ring = project(read_boundaries(geojson(feature("01V")), AREAS))["01V"][0]
    assert (ring[1][0] - ring[0][0]) / (ring[2][1] - ring[1][1]) == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"type": "FeatureCollection", "features": [', "no JSON that can be read"),
        (b"\xff\xfe\xfa{", "no JSON that can be read"),
        (b'{"a": ' * 100_000, "no JSON that can be read"),
        (b'{"type": "Topology"}', "no features"),
        (geojson(), "no features"),
        (geojson(feature("Q99"), feature("W06000001")), "None of the 2 features holds the code of a CCG"),
        (geojson(feature("01T"), feature("01t")), r"Two features are NHS South Sefton CCG \(01T\), the second is number 2"),
        (geojson(feature("01T", also="01V")), "Feature 1 holds the codes of two CCGs"),
        (geojson(feature("01T", ring=[[333000, 395000]] * 4)), "Feature 1 has no outline of longitudes and latitudes"),
        (geojson(feature("01T", ring=[[-3.0, 53.0]] * 3)), "Feature 1 has no outline"),
        (geojson(feature("01T", ring=[["a", "b"]] * 4)), "Feature 1 has no outline"),
        (geojson(feature("01T", "LineString")), "Feature 1 has no outline"),
        (geojson({"type": "Feature", "properties": {"x": "01T"}, "geometry": None}), "Feature 1 has no outline"),
        (geojson(feature("01T", ring=[[-3.0, float("nan")]] * 4)), "Feature 1 has no outline"),
        (geojson(feature("01T", ring=SQUARE * 50_000)), "200,000 corners; at most 150,000"),
    ],
)
def test_what_cannot_be_drawn_is_said(content: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_boundaries(content, AREAS)


def test_the_newest_file_that_stands_counts(store: Store) -> None:
    assert boundaries_of(store) is None
    first = receive(store, geojson(feature("01V"), feature("Isle of Man")), "first.geojson", kinds=REFERENCES)
    assert first.outcome == "accepted"
    assert first.sentences == ("Accepted: boundary file, 1 row.", "1 feature holds no code of a CCG and will not be drawn.")
    second = receive(store, geojson(feature("01T")), "second.json", kinds=REFERENCES)
    assert second.sentences[0].startswith("Accepted: boundary file, 1 row. It takes the place of the one accepted on ")
    assert receive(store, geojson(feature("01T")), "again.json", kinds=REFERENCES).outcome == "unchanged"
    found = boundaries_of(store)
    assert found is not None and found.codes == ("01T",)
    # No facts come of it, and a snapshot can be made.
    assert not store.facts.exists()
    snapshot = open_snapshot(store)
    assert snapshot.weeks == []
    snapshot.close()


def test_a_bad_file_is_refused_whole_and_the_last_good_one_stands(store: Store) -> None:
    assert receive(store, geojson(feature("01V")), "good.geojson", kinds=REFERENCES).outcome == "accepted"
    receipt = receive(store, geojson(feature("01T"), feature("01T")), "bad.geojson", kinds=REFERENCES)
    assert receipt.outcome == "refused"
    assert "Two features are NHS South Sefton CCG (01T)" in " ".join(receipt.sentences)
    found = boundaries_of(store)
    assert found is not None and found.codes == ("01V",)


def test_boundaries_do_not_come_in_by_the_door_of_returns(store: Store) -> None:
    receipt = receive(store, geojson(feature("01V")), "good.geojson", kinds=RETURNS)
    assert receipt.outcome == "refused"
    assert "This is a boundary file. Load it with the Reference page, or python -m carehomes reference FILE." in receipt.sentences


def test_a_file_that_is_too_large_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carehomes.intake.boundaries.MAX_BYTES", 10)
    receipt = receive(store, geojson(feature("01V")), "good.geojson", kinds=REFERENCES)
    assert receipt.outcome == "refused"
    assert "too large" in receipt.sentences[-1]


@needs_shared
def test_the_published_boundaries_of_april_2020_are_read(store: Store) -> None:
    content = (SHARED / "reference" / "ccg_april_2020_buc.geojson").read_bytes()
    assert receive(store, content, "ccg_april_2020_buc.geojson", kinds=REFERENCES).sentences == ("Accepted: boundary file, 135 rows.",)
    found = boundaries_of(store)
    assert found is not None and len(found.codes) == 135
