"""Invented names. None is taken from a list of real homes, networks or people."""

from __future__ import annotations

from benchmarks.generate.chance import Chance

_BEGIN = (
    "Quill", "Thistle", "Ember", "Marl", "Sorrel", "Pippin", "Tansy", "Larkspur", "Juniper", "Fennel", "Teasel", "Bracken",
    "Pebble", "Saffron", "Copper", "Lantern", "Sparrow", "Otter", "Plover", "Curlew", "Linnet", "Clover", "Russet",
    "Amber", "Yarrow", "Medlar", "Damson", "Kestrel", "Heron", "Marram", "Cobble", "Weaver", "Tallow", "Mallow", "Bilberry",
)  # fmt: skip
_END = ("mere", "combe", "garth", "holme", "wick", "leigh", "stow", "den", "hurst", "beck", "fold", "scar", "rigg")
_KIND = ("House", "Lodge", "Court", "Grange", "View", "Gardens", "Rest Home", "Nursing Home", "Residential Home", "Care Centre")

_STREET = ("Lane", "Road", "Street", "Close", "Drive", "Way")

#: Where a network lies within its CCG.
QUARTERS = ("North", "South", "East", "West", "Central", "Riverside", "Hills", "Vale", "Moor", "Coast", "Heath", "Park")


def home_name(chance: Chance) -> str:
    """Return an invented name of a care home; some come more than once, as they do in life."""
    return f"{chance.pick(_BEGIN)}{chance.pick(_END)} {chance.pick(_KIND)}"


def street_address(chance: Chance) -> str:
    """Return an invented street address."""
    return f"{chance.whole(1, 180)} {chance.pick(_BEGIN)}{chance.pick(_END)} {chance.pick(_STREET)}"


def lead_name(number: int) -> str:
    """Return what stands for the name of a clinical lead: nobody's."""
    return f"Lead {number} (invented)"


def short_name(ccg_name: str) -> str:
    """Return ``NHS Alderbrook CCG`` as ``Alderbrook``."""
    return ccg_name.removeprefix("NHS ").removesuffix(" CCG")


def pcn_name(ccg_name: str, place: int) -> str:
    """Return the invented name of the network at ``place`` (from 0) in a CCG: ``Alderbrook North PCN``."""
    turn, quarter = divmod(place, len(QUARTERS))
    return f"{short_name(ccg_name)} {QUARTERS[quarter]}{f' {turn + 1}' if turn else ''} PCN"
