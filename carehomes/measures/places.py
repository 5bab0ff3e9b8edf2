"""Which home that came is one that went: a home that registers again has a new ID at the same place. Never joined on name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

BY_UPRN = "certain: the same UPRN"
BY_ADDRESS = "nearly certain: no UPRN to compare, the same postcode and street address"
BY_POSTCODE = "likely: no UPRN to compare, the same postcode, and only one home went and one came there; have a look"


@dataclass(frozen=True)
class Where:
    """Where a home stands, as a register writes it ('' where it does not), made comparable."""

    home_id: str
    uprn: str
    postcode: str
    address: str


@dataclass(frozen=True)
class Pair:
    """One home under two IDs, and how sure that is."""

    gone: str
    came: str
    sure: str


def where(home_id: str, uprn: object, postcode: object, address: object) -> Where:
    """Return where a home stands: a UPRN without leading zeros, a postcode without blanks, an address as its letters and digits."""

    def plain(value: object) -> str:
        return "".join(letter for letter in value.upper() if letter.isalnum()) if isinstance(value, str) else ""

    return Where(home_id, plain(uprn).lstrip("0"), plain(postcode), plain(address))


def same_places(gone: Iterable[Where], came: Iterable[Where]) -> list[Pair]:
    """Return the homes that went and came at one place, surest first.

    By UPRN; where one of the two has none, by postcode and street address, then by a postcode at which exactly one went and one came.
    Two homes at one place are not told apart, so neither is paired there. Two different UPRNs are two places, whatever the postcode.
    """
    left, right = list(gone), list(came)
    found: list[Pair] = []
    for key, sure in (
        (lambda one: one.uprn, BY_UPRN),
        (lambda one: f"{one.postcode} {one.address}" if one.postcode and one.address else "", BY_ADDRESS),
        (lambda one: one.postcode, BY_POSTCODE),
    ):
        pairs = _only_ones(left, right, key, sure)
        found += pairs
        paired = {name for pair in pairs for name in (pair.gone, pair.came)}
        left = [one for one in left if one.home_id not in paired]
        right = [one for one in right if one.home_id not in paired]
    return found


def _only_ones(gone: list[Where], came: list[Where], key: Callable[[Where], str], sure: str) -> list[Pair]:
    went, arrived = Counter(map(key, gone)), Counter(map(key, came))
    new: Mapping[str, Where] = {key(one): one for one in came}
    pairs = []
    for one in gone:
        place = key(one)
        if not place or went[place] != 1 or arrived[place] != 1:
            continue
        other = new[place]
        if not (one.uprn and other.uprn and one.uprn != other.uprn):
            pairs.append(Pair(one.home_id, other.home_id, sure))
    return pairs
