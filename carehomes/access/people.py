"""Who somebody is here: roles within areas, from the claims of a sign-in or from the people file. No Streamlit."""

from __future__ import annotations

import getpass
import importlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carehomes.access.roles import ROLES, Role
from carehomes.settings import claim_name, people_file

#: Stands for every area, in the people file and in claims.
EVERY_AREA = "everywhere"


@dataclass(frozen=True)
class Grant:
    """A role within areas: codes of regions, STPs, CCGs or local authorities; None is everywhere."""

    role: Role
    areas: frozenset[str] | None = None


@dataclass(frozen=True)
class Person:
    """A person as this installation knows her: ``id`` is the provider's subject, or for the shell the system's user.

    ``id`` is '' where nobody signs in. Without any grant she may see and do nothing.
    """

    id: str
    grants: tuple[Grant, ...] = ()


#: Whoever is here while there is neither sign-in nor a people file: everything is permitted.
EVERYBODY = Person("", (Grant("administrator"),))


def read_people(path: Path) -> dict[str, Person]:
    """Return the people of a TOML file by their ids. Raises ``ValueError`` in a plain sentence where it cannot be read as such.

    Each has an ``id`` and one or more roles with their areas::

        [[people]]
        id = "00u1a2b3"
        viewer = ["X99"]
        submitter = ["X01"]

    ``"everywhere"`` stands for every area.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"The people file {path.name} cannot be read: {error}. Nobody is let in until it can.") from error
    listed = told.get("people", [])
    found = [_person(one, path.name) for one in listed] if isinstance(listed, list) else []
    if not isinstance(listed, list) or set(told) - {"people"}:
        raise ValueError(f"The people file {path.name} may hold [[people]] and nothing else.")
    twice = {one.id for one in found if [each.id for each in found].count(one.id) > 1}
    if twice:
        raise ValueError(f"The people file {path.name} names {', '.join(sorted(twice))} twice. Name each person once.")
    return {one.id: one for one in found}


def _person(told: object, name: str) -> Person:
    if not isinstance(told, dict) or not isinstance(told.get("id"), str) or not told["id"].strip():
        raise ValueError(f'The people file {name} has a person without an id. Write [[people]] and id = "...".')
    if strange := set(told) - {"id", *ROLES}:
        raise ValueError(f"The people file {name} says “{min(strange)}” of {told['id']}. There are: {', '.join(ROLES)}.")
    return Person(told["id"], tuple(Grant(role, _areas(told[role], told["id"], name)) for role in ROLES if role in told))


def _areas(told: object, person: str, name: str) -> frozenset[str] | None:
    if told == EVERY_AREA or told == [EVERY_AREA]:
        return None
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise ValueError(f'The people file {name}: the areas of {person} are a list of codes, such as ["01T"], or "{EVERY_AREA}".')
    return frozenset(one.strip().upper() for one in told if one.strip())


def of_claims(claims: Mapping[str, Any], claim: str) -> Person:
    """Return the person of a sign-in: her subject, and her roles as the claim ``claim`` has them.

    It is a list (or a text with spaces) of ``role:code`` such as ``viewer:X99`` or ``administrator:everywhere``. What is written
    otherwise grants nothing.
    """
    told = claims.get(claim, [])
    texts = told.split() if isinstance(told, str) else told if isinstance(told, list | tuple) else []
    granted: dict[Role, set[str] | None] = {}
    for text in texts:
        named, mark, code = (text if isinstance(text, str) else "").strip().partition(":")
        role = next((one for one in ROLES if one == named.strip().lower()), None)
        if role is None or not mark or not code.strip():
            continue
        if code.strip().lower() == EVERY_AREA:
            granted[role] = None
        elif (held := granted.setdefault(role, set())) is not None:
            held.add(code.strip().upper())
    grants = tuple(Grant(role, None if codes is None else frozenset(codes)) for role, codes in granted.items())
    return Person(str(claims.get("sub") or ""), grants)


def signed_in(claims: Mapping[str, Any]) -> Person:
    """Return the person of a sign-in: as the people file has her where it names her, else as her claims do.

    Whom neither names may see nothing. Raises ``ValueError`` where there is a people file that cannot be read.
    """
    path, subject = people_file(), str(claims.get("sub") or "")
    named = read_people(path).get(subject) if path and subject else None
    person = named or of_claims(claims, claim_name())
    # Without a subject nobody knows who it is.
    return person if person.id else Person("?")


def person_here() -> Person:
    """Return who acts in a shell, or at a page while nobody signs in: the system's user, as the people file has her.

    Without a people file everybody. Raises ``ValueError`` where there is one that cannot be read.
    """
    path = people_file()
    if path is None:
        return EVERYBODY
    user = system_user()
    return read_people(path).get(user, Person(user))


def system_user() -> str:
    """Return the name of the system's user that this process runs as: the system's own word for it, no variable's where it has one."""
    try:
        return str(importlib.import_module("pwd").getpwuid(os.getuid()).pw_name)
    except (ImportError, KeyError):
        return getpass.getuser()
