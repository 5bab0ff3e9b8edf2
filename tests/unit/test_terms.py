"""The glossary: each word once, told in sentences, and every heading that it explains is one that the product writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from carehomes import RELEASE
from carehomes.catalogue import load_terms, term_of, terms
from tests.conftest import PROJECT


def test_every_heading_of_the_glossary_is_written_somewhere() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for folder in ("ui", "carehomes") for path in (PROJECT / folder).rglob("*.py"))
    unused = [head for one in terms() for head in one.heads if f'"{head}"' not in written]
    # A heading that is nobody's would be help that nobody finds; words for which there is no column stand in the glossary alone.
    assert set(unused) <= {"CCGs", "PCN", "As at", "Known at", "Register", "Registered", "Alignment", "Week"}


def test_terms_are_told_in_sentences_and_found_by_their_heading() -> None:
    assert all(one.told.endswith(".") and one.name for one in terms())
    found = term_of("Range")
    assert found and found.id == "range"
    assert term_of("Not a heading") is None


def test_the_words_of_a_title_are_told_whole_words_only() -> None:
    def found(text: str) -> list[str]:
        return [one.id for one in terms() if one.said_in(text)]

    assert found("Checked in varies most; NHS Fenmoor CCG has not returned") == ["ccg", "no_return"]
    assert found("weeks before are not compared [b]") == ["break"]
    assert found("arranged in a registered home") == []


def test_a_heading_with_two_meanings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    one = '[[term]]\nid = "{}"\nname = "Late"\ntold = "After."\nheads = ["Late"]\n'
    path.write_text(one.format("a") + one.format("b"), encoding="utf-8")
    with pytest.raises(ValueError, match="the heading 'Late' stands twice"):
        load_terms(path)
    path.write_text('[[term]]\nid = "a"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="is not a glossary"):
        load_terms(path)


def test_the_release_is_that_of_the_project_file() -> None:
    assert f'version = "{RELEASE}"' in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
