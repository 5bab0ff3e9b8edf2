"""Search over areas and homes: codes first, then names, slips of the keyboard last. Homes are found by name, never joined by it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from carehomes.areas.lists import Area, AreaList

#: Words that stand in so many names that they tell nothing.
WEIGHTLESS = frozenset((
    "nhs", "ccg", "pcn", "stp", "ltd", "limited", "care", "home", "homes", "the", "and", "of", "primary", "network", "clinical",
    "commissioning", "group", "council",
))  # fmt: skip
#: Fewer letters than this would find half the country.
LEAST = 2
_LEVELS = ("england", "region", "stp", "ccg", "pcn", "la", "home")
_LEVEL_NAMES = {
    "england": "The whole",
    "region": "Region",
    "stp": "STP",
    "ccg": "CCG",
    "pcn": "PCN",
    "la": "Local authority",
    "home": "Care home",
}
_WHY = (
    "same code",
    "code starts with it",
    "name starts with it",
    "words start with it",
    "part of the name",
    "similar spelling",
    "most of the words",
)
_CODE, _CODE_PREFIX, _NAME_PREFIX, _WORD_PREFIX, _PART, _SPELLING, _MOST_WORDS = range(7)


@dataclass(frozen=True)
class HomeName:
    """A home as a search knows it: ``ccg`` where it stands ('' not known); ``listed`` False where no register in force has it."""

    code: str
    name: str
    postcode: str
    ccg: str
    listed: bool = True


@dataclass(frozen=True)
class PcnName:
    """A PCN that returns or alignments name; ``ccg`` is one of its CCGs, '' where none is known."""

    code: str
    name: str
    ccg: str = ""


@dataclass(frozen=True)
class Found:
    """One result: ``kind`` (a level, or ``home``), code, label, where it lies in words, the CCG it lies under, why it matched."""

    kind: str
    code: str
    label: str
    where: str
    ccg: str
    why: str


@dataclass(frozen=True)
class _Entry:
    kind: str
    code: str
    name: str
    ccg: str
    codes: tuple[str, ...]
    closed: bool
    area: Area | None = None
    home: HomeName | None = None

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})" if self.name else self.code

    @property
    def above(self) -> str:
        """The code of the area that tells where it lies."""
        return self.area.parent if self.area is not None else self.ccg


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` that weigh something, lower case; all of them where none does."""
    every = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return [word for word in every if word not in WEIGHTLESS] or every


def _squeezed(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _slips(length: int) -> int:
    """Return how many slips a word of this length may hold."""
    return 0 if length < 4 else 1 if length < 6 else 2


class Finder:
    """Finds areas and homes. Made once a snapshot: it reads every name when it is made, and only looks up afterwards."""

    def __init__(self, areas: AreaList, pcns: Iterable[PcnName] = (), homes: Iterable[HomeName] = ()) -> None:
        self._areas = areas
        self._entries = [_of_area(areas, one) for one in areas.areas]
        self._entries += [_of_pcn(one) for one in pcns if areas.get(one.code) is None]
        self._entries += [_of_home(one) for one in homes]
        ordered = sorted(range(len(self._entries)), key=lambda number: _order(self._entries[number]))
        self._ranks = {number: rank for rank, number in enumerate(ordered)}
        self._keys = [words_of(entry.name) for entry in self._entries]
        self._runs = [" ".join(key) for key in self._keys]
        self._joined = ["".join(key) for key in self._keys]
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            for code in entry.codes:
                self._by_code[code].append(number)
            for word in dict.fromkeys(self._keys[number]):
                self._by_word[word].append(number)
        self._codes = sorted(self._by_code)
        self._words = sorted(self._by_word)

    def label(self, code: str) -> str:
        """Return the name and code of an area or a home, the code alone where it is unknown."""
        found = self._by_code.get(_squeezed(code), ())
        return next((self._entries[number].label for number in found if not _is_postcode(self._entries[number], code)), code)

    def find(self, text: str, most: int = 8) -> list[Found]:
        """Return at most ``most`` results, the surest first: exact code, code's and name's beginning, parts of words, slips.

        Within one degree of sureness open areas come before closed ones, wholes before parts and homes, then by name and code.
        Text shorter than ``LEAST`` letters finds nothing.
        """
        if len(_squeezed(text)) < LEAST:
            return []
        sure = self._of_codes(_squeezed(text))
        for number, degree in self._of_names(words_of(text)).items():
            sure[number] = min(degree, sure.get(number, degree))
        first = nsmallest(most, ((*degree, self._ranks[number], number) for number, degree in sure.items()))
        return [self._told(number, _WHY[int(degree)]) for degree, _, _, number in first]

    def members(self, codes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the areas and the homes that ``codes`` name, as codes in order.

        Raises ``ValueError`` with a sentence for each code that is unknown (and what may be meant) or is the whole.
        """
        areas, homes, problems = set[str](), set[str](), []
        for code in codes:
            found = [
                self._entries[number] for number in self._by_code.get(_squeezed(code), ()) if not _is_postcode(self._entries[number], code)
            ]
            if not found:
                problems.append(self._unknown(code))
            elif found[0].kind == "england":
                problems.append(f"{found[0].name} ({found[0].code}) is the whole; a group is made of parts of it.")
            elif found[0].home:
                homes.add(found[0].code)
            else:
                areas.add(found[0].code)
        if problems:
            raise ValueError(" ".join(problems))
        return tuple(sorted(areas)), tuple(sorted(homes))

    def _unknown(self, code: str) -> str:
        near = self.find(code, most=3)
        meant = f" Did you mean {' or '.join(one.label for one in near)}?" if near else " Look at the code."
        return f"“{code.strip()}” is the code of no area and no home here.{meant}"

    def _of_codes(self, code: str) -> dict[int, tuple[float, float]]:
        exact = self._by_code.get(code)
        if exact:
            return dict.fromkeys(exact, (_CODE, 0.0))
        found: dict[int, tuple[float, float]] = {}
        if not any(letter.isdigit() for letter in code):
            return found
        for each in self._codes:
            if each.startswith(code):
                found |= dict.fromkeys(self._by_code[each], (_CODE_PREFIX, 0.0))
        if found or len(code) < 3:
            return found
        # A wrong letter of a code: only where nothing begins so.
        for each, slips, _ in process.extract(code, self._codes, scorer=OSA.distance, score_cutoff=1, limit=20):
            for number in self._by_code[each]:
                found[number] = (_SPELLING, float(slips))
        return found

    def _of_names(self, asked: Sequence[str]) -> dict[int, tuple[float, float]]:
        if not asked:
            return {}
        run, joined = " ".join(asked), "".join(asked)
        found: dict[int, tuple[float, float]] = {}
        for number, key in enumerate(self._runs):
            if key.startswith(run):
                # The whole name before a name that goes on.
                found[number] = (_NAME_PREFIX, float(key != run))
            elif joined in self._joined[number]:
                found[number] = (_PART, 0.0)
        by_word = [self._of_word(word) for word in asked]
        for number in set(by_word[0]).intersection(*by_word[1:]):
            degree = max(one[number] for one in by_word)
            found[number] = min(degree, found.get(number, degree))
        if found or len(asked) < 2:
            return found
        return self._most_words(by_word)

    def _most_words(self, by_word: list[dict[int, tuple[float, float]]]) -> dict[int, tuple[float, float]]:
        hits: dict[int, int] = defaultdict(int)
        for one in by_word:
            for number in one:
                hits[number] += 1
        return {number: (_MOST_WORDS, 0.0) for number, count in hits.items() if count == len(by_word) - 1}

    def _of_word(self, asked: str) -> dict[int, tuple[float, float]]:
        """Return the entries that have ``asked`` in a word of their name, with how surely."""
        degrees: dict[str, tuple[float, float]] = {}
        for word in self._words:
            if word.startswith(asked):
                degrees[word] = (_WORD_PREFIX, float(word != asked))
            elif asked in word:
                degrees[word] = (_PART, 0.0)
        # A word that is found as it stands is taken to be what was meant.
        degrees = degrees or self._spelt_like(asked)
        found: dict[int, tuple[float, float]] = {}
        for word, degree in degrees.items():
            for number in self._by_word[word]:
                found[number] = min(degree, found.get(number, degree))
        return found

    def _spelt_like(self, asked: str) -> dict[str, tuple[float, float]]:
        slips = _slips(len(asked))
        if not slips:
            return {}
        found: dict[str, tuple[float, float]] = {}
        # Against words as a whole, and against their beginnings: a name half typed may hold a slip as well.
        for words in (self._words, [word[: len(asked)] for word in self._words]):
            for _, distance, place in process.extract(asked, words, scorer=OSA.distance, score_cutoff=slips, limit=None):
                word = self._words[place]
                found[word] = min((_SPELLING, float(distance)), found.get(word, (_SPELLING, float(distance))))
        return found

    def _told(self, number: int, why: str) -> Found:
        entry = self._entries[number]
        return Found(entry.kind, entry.code, entry.label, self._where(entry), entry.ccg, why)

    def _where(self, entry: _Entry) -> str:
        parts = [_LEVEL_NAMES[entry.kind]]
        if entry.home:
            parts += [entry.home.postcode] * bool(entry.home.postcode)
            parts += ["not on a register in force"] * (not entry.home.listed)
        above = self._areas.get(entry.above)
        if above is not None and above is not self._areas.top:
            parts.append(above.label)
        if entry.area is not None and entry.area.closed is not None:
            after = self._areas.successor(entry.area)
            day = entry.area.closed
            parts.append(f"closed {day.day} {day:%B %Y}" + (f", now {after.label}" if after.code != entry.code else ""))
        return " · ".join(parts)


def _order(entry: _Entry) -> tuple[bool, int, str, str]:
    return entry.closed, _LEVELS.index(entry.kind), entry.name, entry.code


def _is_postcode(entry: _Entry, code: str) -> bool:
    return entry.home is not None and _squeezed(entry.code) != _squeezed(code)


def _of_area(areas: AreaList, one: Area) -> _Entry:
    ccg = one.code if one.level == "ccg" else one.parent if one.level == "pcn" else ""
    codes = tuple(dict.fromkeys(_squeezed(code) for code in (one.code, one.ons_code) if code))
    return _Entry(one.level, one.code, one.name, ccg, codes, one.closed is not None, area=one)


def _of_pcn(one: PcnName) -> _Entry:
    return _Entry("pcn", one.code, one.name if one.name != one.code else "", one.ccg, (_squeezed(one.code),), False)


def _of_home(one: HomeName) -> _Entry:
    codes = tuple(dict.fromkeys(_squeezed(code) for code in (one.code, one.postcode) if code))
    return _Entry("home", one.code, one.name, one.ccg, codes, not one.listed, home=one)
