"""Who sends a request: somebody on this machine, or whoever signed in by the cookies that it brings. Asked without a page."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import Scope
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from carehomes.access import Person, signed_in

#: After so long somebody signs in again: roles that a provider took away end by then.
SIGNED_IN_FOR = timedelta(hours=12)
#: The cookie in which Streamlit keeps a sign-in.
_COOKIE = "_streamlit_user"


def from_here(scope: Scope) -> bool:
    """Return whether a request began on this machine: a proxy on it says for whom it asks, and then it did not."""
    told = {name for name, _ in scope["headers"]}
    if told & {b"x-forwarded-for", b"forwarded", b"x-real-ip"}:
        return False
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


def fresh(claims: Mapping[str, Any], now: datetime) -> bool:
    """Return whether a sign-in still counts: it says when it was (``iat``), not longer ago than ``SIGNED_IN_FOR`` and not to come."""
    told = claims.get("iat")
    if not isinstance(told, int | float):
        return False
    # In seconds: what is no moment of any calendar is never fresh.
    return -300 <= now.timestamp() - told <= SIGNED_IN_FOR.total_seconds()


def who_signed_in(scope: Scope) -> Person | None:
    """Return who signed in by the cookies of a request, as a page finds her; None where nobody did.

    Raises ``ValueError`` in a plain sentence where who may do what cannot be read.
    """
    claims = _claims(HTTPConnection(scope))
    return signed_in(claims) if claims.get("is_logged_in") and fresh(claims, datetime.now(UTC)) else None


def _claims(asked: HTTPConnection) -> Mapping[str, Any]:
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = asked.cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value.encode("latin-1", "replace"))

    try:
        found = json.loads(get_cookie_with_chunks(one, _COOKIE) or b"{}")
    except ValueError:
        return {}
    # As for pages: a sign-in at another place is none here.
    return found if isinstance(found, dict) and found.get("origin") == asked.headers.get("origin") else {}
