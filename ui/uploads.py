"""Who may send files to the server, and how much of them it holds: asked before a byte is read.

Streamlit takes a file from any session that is open, signed in or not, and keeps it in memory for as long as the session; a session is
open before anybody has signed in.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Protocol
from weakref import WeakSet

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from carehomes.access.roles import suffices
from carehomes.settings import open_without_sign_in, sign_in, uploads_megabytes
from ui.sender import from_here, who_signed_in

_UPLOADS = "/_stcore/upload_file/"
_MEGABYTE = 1 << 20
#: Sessions of which it is remembered that their last file had no room.
_REFUSED = 100
#: What a page says of its widgets to somebody who is not signed in: a button.
_MESSAGE = 1 << 16
_NOT_SIGNED_IN = "You are not signed in, so nothing is taken from you. Sign in, then send the file again."
_NOT_YOURS = "You are not allowed to take in a return, so no file is taken from you. Ask whoever looks after this installation."
_CLOSED = "Nobody has to sign in here, and others on the network reach it, so no file is taken."


class Held(Protocol):
    """What lies on a desk: its bytes are counted for as long as somebody holds it."""

    content: bytes


class _Held:
    """Bytes of files in this process: on their way in, with Streamlit, and on the desks of pages; and whose had no room."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._coming = 0
        self._laid: WeakSet[Any] = WeakSet()
        self.without_room: OrderedDict[str, bool] = OrderedDict()

    def hold(self, one: Held) -> None:
        with self._lock:
            self._laid.add(one)

    def come(self, count: int) -> None:
        with self._lock:
            self._coming += count

    def had_room(self, session: str, *, room: bool) -> None:
        with self._lock:
            self.without_room.pop(session, None)
            if not room:
                self.without_room[session] = True
                while len(self.without_room) > _REFUSED:
                    self.without_room.popitem(last=False)

    def total(self) -> int:
        with self._lock:
            laid = {id(one.content): len(one.content) for one in self._laid}
            return self._coming + sum(laid.values()) + _with_streamlit()


_held = _Held()
hold = _held.hold


def _with_streamlit() -> int:
    manager = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    stats = manager.get_stats() if isinstance(manager, MemoryUploadedFileManager) else {}
    return sum(one.byte_length for each in stats.values() for one in each)


def let_go(file_id: str) -> None:
    """Let Streamlit forget a file of the session that runs: its bytes were taken up."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def refused_here() -> str:
    """Return why the last file of the session that runs was not taken, '' where it was: its uploader shows only that something failed."""
    context = get_script_run_ctx()
    return _too_much() if context is not None and context.session_id in _held.without_room else ""


def _too_much() -> str:
    return (
        f"The server holds {uploads_megabytes():,} MB of files at one time, of all who bring some, and no more, so this one was not taken. "
        "Put away what is decided, or wait until others have, and send it again."
    )


class Uploads:
    """Refuses files from whoever is not signed in where that is wanted, and from everybody while the server holds as many as it may."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; answer the rest in a sentence."""
        if scope["type"] == "websocket":
            await self.app(scope, _small(receive) if _is_stranger(scope) else receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and _UPLOADS in scope["path"]:
            await self._take(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        told, limit = _refusal(scope), uploads_megabytes() * _MEGABYTE
        if told:
            await PlainTextResponse(told, status_code=403)(scope, receive, send)
            return
        session = scope["path"].partition(_UPLOADS)[2].partition("/")[0]
        length = Headers(scope=scope).get("content-length", "0")
        if _held.total() + (int(length) if length.isdecimal() else 0) > limit:
            _held.had_room(session, room=False)
            await PlainTextResponse(_too_much(), status_code=413)(scope, receive, send)
            return
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            size = len(message.get("body", b""))
            come += size
            _held.come(size)
            if _held.total() > limit:
                raise _TooMuchError
            return message

        try:
            await self.app(scope, counted, send)
            _held.had_room(session, room=True)
        except _TooMuchError:
            _held.had_room(session, room=False)
            await PlainTextResponse(_too_much(), status_code=413)(scope, receive, send)
        finally:
            # What was taken is with Streamlit by now, and counted there.
            _held.come(-come)


class _TooMuchError(Exception):
    """More is held than may be."""


def _small(receive: Receive) -> Receive:
    """Return ``receive`` that ends a connection by which somebody sends much."""

    async def small() -> Message:
        message = await receive()
        if max(len(message.get(one) or "") for one in ("bytes", "text")) > _MESSAGE:
            return {"type": "websocket.disconnect", "code": 1009}
        return message

    return small


def _is_stranger(scope: Scope) -> bool:
    """Return whether somebody would have to sign in before she sees more than that."""
    try:
        return sign_in() and who_signed_in(scope) is None
    except ValueError:
        return True


def _refusal(scope: Scope) -> str:
    """Return why no file is taken from whoever sends one, '' where it is."""
    try:
        if not sign_in():
            return "" if open_without_sign_in() or from_here(scope) else _CLOSED
        person = who_signed_in(scope)
    except ValueError as error:
        return str(error)
    if person is None:
        return _NOT_SIGNED_IN
    return "" if any(suffices(one.role, "submit") for one in person.grants) else _NOT_YOURS
