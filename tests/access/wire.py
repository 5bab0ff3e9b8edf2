"""The app's own protocol spoken without a browser: what somebody can send who writes messages by hand."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

websockets = pytest.importorskip("websockets.sync.client", reason="websockets, which Streamlit brings, is not installed here")


def xsrf_of(address: str) -> str:
    """Return the token against requests of other sites that a first visit is given."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as answer:
        told = " ".join(answer.headers.get_all("Set-Cookie") or [])
    found = re.search(r"_streamlit_xsrf=([^;]+)", told)
    assert found, told
    return found[1]


def signed_cookie(secret: str, address: str, **claims: Any) -> str:
    """Return the cookie of a sign-in as the app itself writes it, with any ``claims``: signed with ``secret``."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    told = {"origin": address, "is_logged_in": True, "iat": time.time(), **claims}
    return create_signed_value(secret, "_streamlit_user", json.dumps(told)).decode("latin-1")


@dataclass
class Answer:
    """What one run of a page sent."""

    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it as text, but the sheet of style and what tells of the session."""
        told = [str(one) for one in self.messages if one.WhichOneof("type") == "delta"]
        return "\n".join(one for one in told if "<style>" not in one)

    def ids(self, *kinds: str) -> dict[str, str]:
        """Return the ids of the drawn elements of these kinds, by their labels or keys."""
        found = {}
        for one in self.messages:
            if one.WhichOneof("type") != "delta" or one.delta.WhichOneof("type") != "new_element":
                continue
            kind = one.delta.new_element.WhichOneof("type")
            if kind in kinds:
                drawn = getattr(one.delta.new_element, kind)
                found[str(drawn.id)] = str(getattr(drawn, "label", ""))
        return found

    @property
    def session(self) -> str:
        """The id of the session."""
        return next(str(one.new_session.initialize.session_id) for one in self.messages if one.WhichOneof("type") == "new_session")


class Wire:
    """One open connection; each ``run`` is what a browser sends for a page, a click or a link."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket

    def run(self, page: str = "", states: Iterable[WidgetState] = (), fragment: str = "", **address: str) -> Answer:
        """Run a page ('' is the Overview) at an address with these states of widgets, and return what came."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = urlencode(address)
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(states)
        return self.send(asked)

    def send(self, asked: BackMsg) -> Answer:
        """Send any message and return what comes until the run has ended."""
        self._socket.send(asked.SerializeToString())
        answer = Answer()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            one = ForwardMsg()
            one.ParseFromString(self._socket.recv(timeout=60))
            answer.messages.append(one)
            # A page that leads to another, or runs anew, ends early and begins again.
            if one.WhichOneof("type") == "script_finished" and one.script_finished in (0, 1, 3):
                return answer
        raise AssertionError("the run did not end")

    def file(self, session: str, offered: str) -> str:
        """Ask for the file of a download button as its click does; return its address, '' where it is refused."""
        asked = BackMsg()
        request = asked.backend_operation_request
        request.request_id, request.session_id, request.deferred_file.file_id = "r", session, offered
        self._socket.send(asked.SerializeToString())
        while True:
            one = ForwardMsg()
            one.ParseFromString(self._socket.recv(timeout=30))
            if one.WhichOneof("type") == "backend_operation_response":
                return str(one.backend_operation_response.deferred_file.url)

    def throw(self, junk: bytes) -> None:
        """Send what is no message."""
        self._socket.send(junk)


@contextmanager
def wire(address: str, *, cookie: str = "", origin: str | None = None, xsrf: str | None = None, **headers: str) -> Iterator[Wire]:
    """Connect as a browser does, with this cookie of a sign-in; ``origin`` and ``xsrf`` as told, else the right ones."""
    token = xsrf_of(address) if xsrf is None else xsrf
    cookies = f"_streamlit_xsrf={token}" + (f"; _streamlit_user={cookie}" if cookie else "")
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    with websockets.connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        origin=address if origin is None else origin,
        subprotocols=["streamlit", *([token] if token else [])],
        additional_headers={"Cookie": cookies, **more},
        max_size=None,
        open_timeout=30,
        close_timeout=5,
    ) as socket:
        yield Wire(socket)


def pressed(widget: str) -> WidgetState:
    """Return the state of a button that was pressed."""
    return WidgetState(id=widget, trigger_value=True)


def chosen(widget: str, text: str) -> WidgetState:
    """Return the state of a list in which ``text`` was chosen, offered or not."""
    return WidgetState(id=widget, string_value=text)
