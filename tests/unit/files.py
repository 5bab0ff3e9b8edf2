"""Small files as a CCG would send them, for the tests."""

from __future__ import annotations

REGISTER_COLUMNS = (
    "Location ID,Location HSCA start date,Dormant (Y/N),Care home?,Location Name,Care homes beds,"
    "Location ONSPD CCG Code,Location Commissioning CCG Code,Local Authority,Region,Postal Code,Provider ID"
)


def register_file(*homes: tuple[str, str, int]) -> bytes:
    """Return a register of homes told as (ID, CCG, beds)."""
    lines = [f"{home},01/01/2015,N,Y,Home {home},{beds},{ccg},{ccg},Sefton,North West,L1 1AA,1-1" for home, ccg, beds in homes]
    return "\n".join([REGISTER_COLUMNS, *lines, ""]).encode()


def home_file(week: str, ccg: str, fields: str, *rows: str) -> bytes:
    """Return a home return: ``fields`` are the columns after week and CCG, each row their values."""
    return "\n".join([f"week_ending,ccg_code,{fields}", *(f"{week},{ccg},{row}" for row in rows), ""]).encode()
