"""Who may see and do what: people, their roles, and the areas that every query of a snapshot takes."""

from carehomes.access.people import EVERY_AREA, EVERYBODY, Grant, Person, person_here, read_people, signed_in
from carehomes.access.permitted import EVERYWHERE, Permitted
from carehomes.access.rights import NotAllowedError, permitted_of, refusal, scope
from carehomes.access.roles import ACTIONS, ROLES

__all__ = [
    "ACTIONS",
    "EVERYBODY",
    "EVERYWHERE",
    "EVERY_AREA",
    "ROLES",
    "Grant",
    "NotAllowedError",
    "Permitted",
    "Person",
    "permitted_of",
    "person_here",
    "read_people",
    "refusal",
    "scope",
    "signed_in",
]
