"""ZIP files of returns: their members, and what they may not do."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from carehomes.intake import zipped
from carehomes.intake.unreadable import UnreadableError
from carehomes.intake.zipped import is_zip, raise_why, unpack
from tests.unit.intake_ground import look, only, said, xlsx_bytes

HEAD = "week_ending,ccg_code,home_id,clinical_lead\n"


def zip_of(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of members."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as file:
        for name, content in members:
            file.writestr(name, content)
    return sink.getvalue()


def refused(content: bytes) -> UnreadableError:
    """Return why a ZIP is not unpacked; whoever reads it is told the same."""
    assert unpack(content, "returns.zip") == [("returns.zip", content)]
    with pytest.raises(UnreadableError) as told:
        raise_why(content)
    assert [(one.code, one.message) for one in look(content, "returns.zip").findings] == [(told.value.code, told.value.sentence)]
    return told.value


def test_each_member_is_a_file_of_its_own() -> None:
    book = xlsx_bytes(("Return", [["week_ending", "ccg_code", "home_id", "clinical_lead"], ["17/05/2020", "01V", "1-2", "no"]]))
    members = unpack(zip_of(("01T.csv", f"{HEAD}17/05/2020,01T,1-1,yes\n".encode()), ("01V.xlsx", book)), "week.zip")
    told = [only(look(content, name)) for name, content in members]
    assert [(one.submitter, said(one, home, "clinical_lead")) for one, home in zip(told, ("1-1", "1-2"), strict=True)] == [
        ("01T", ("yes", None)),
        ("01V", ("no", None)),
    ]


def test_what_is_no_zip_of_files_is_itself() -> None:
    book = xlsx_bytes(("Return", [["home_id"]]))
    for content in (b"a,b\n1,2\n", book, b"PK\x03\x04 not really", b""):
        assert not is_zip(content)
        assert unpack(content, "a.b") == [("a.b", content)]


def test_no_path_of_a_name_is_used_and_what_systems_leave_is_left_out() -> None:
    content = zip_of(
        ("../../etc/cron.d/a.csv", b"1"), ("C:\\temp\\b.csv", b"2"), ("/root/c.csv", b"3"), ("folder/", b""),
        ("__MACOSX/._a.csv", b"x"), ("folder/.DS_Store", b"x"), ("Thumbs.db", b"x"),
    )  # fmt: skip
    assert unpack(content, "a.zip") == [("a.csv", b"1"), ("b.csv", b"2"), ("c.csv", b"3")]


def test_a_zip_in_a_zip_is_not_opened_and_is_refused_kindly() -> None:
    inner = zip_of(("a.csv", b"1"))
    assert unpack(zip_of(("inner.zip", inner)), "outer.zip") == [("inner.zip", inner)]
    told = look(inner, "inner.zip")
    assert [(one.code, "ZIP" in one.message) for one in told.findings] == [("zip_of_files", True)]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_FILES", 2)
    assert refused(zip_of(*((f"{number}.csv", b"1") for number in range(3)))).code == "too_large"
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 5_000_000)
    assert refused(zip_of(("bomb.csv", bytes(6_000_000)))).code == "too_large"
    assert refused(zip_of(("a.csv", bytes(3_000_000)), ("b.csv", bytes(3_000_000)))).code == "too_large"


def test_a_size_that_is_not_true_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 1_000_000)
    content = bytearray(zip_of(("a.csv", bytes(3_000_000))))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(mark) + place, 10)
    assert refused(bytes(content)).code in ("too_large", "unreadable")


def test_damaged_locked_and_empty() -> None:
    good = zip_of(("a.csv", b"abcdefgh" * 500), compression=zipfile.ZIP_STORED)
    assert refused(good.replace(b"abcdefgh", b"abcdefgx", 1)).code == "unreadable"
    locked = bytearray(good)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    assert refused(bytes(locked)).code == "encrypted"
    assert refused(zip_of(("folder/", b""))).code == "empty"
    assert refused(zip_of()).sentence.endswith(".")
