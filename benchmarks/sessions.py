"""A browser without a screen: one session over a websocket, which runs pages, clicks buttons and uploads files as Streamlit's own does."""

from __future__ import annotations

import asyncio
import html
import re
import time
from types import TracebackType
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

_XSRF = "_streamlit_xsrf"
_TAG = re.compile(r"<[^>]*>")
#: A run that ended: well, or because the page itself asked for another one, which follows.
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class FailedError(Exception):
    """A run of a page did not end well, or the server broke off."""


class Browser:
    """One session. After each run ``buttons`` has the buttons by their labels, ``texts`` what the page said, ``stops`` what went wrong.

    A ``quiet`` one reads no texts but those that say that something went wrong, which saves the processor for the server.
    """

    def __init__(self, address: str, *, quiet: bool = False) -> None:
        self._address, self._quiet = address, quiet
        self._socket: ClientConnection
        self._page, self._whole = "", True
        self._params: dict[str, str] = {}
        self._uploader = self._session = ""
        self._repeated: dict[str, float] = {}
        self.buttons: dict[str, str] = {}
        self.texts: list[str] = []
        self.stops: list[str] = []

    async def __aenter__(self) -> Browser:
        """Open the websocket."""
        self._socket = await connect(self._address.replace("http", "ws") + "/_stcore/stream", max_size=None, ping_interval=None)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        await self._socket.close()

    async def run(self, page: str, params: dict[str, str]) -> float:
        """Run a page ('' is the first one) with these filters and return the seconds until it is done."""
        self._page, self._params = page, params
        self._repeated.clear()
        return await self._rerun(BackMsg())

    async def click(self, label: str) -> float:
        """Click the button with a label. Raises ``FailedError`` where the page has none."""
        if label not in self.buttons:
            raise FailedError(f"there is no button “{label}”; there are {', '.join(self.buttons)}")
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id=self.buttons[label], trigger_value=True)
        return await self._rerun(message)

    async def upload(self, name: str, content: bytes) -> float:
        """Put a file into the first uploader of the page, and return the seconds until the page is done with it."""
        start = time.perf_counter()
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session
        await self._socket.send(asked.SerializeToString())
        urls = FileURLs()
        while not urls.upload_url:
            told = await self._told()
            if told.WhichOneof("type") == "file_urls_response":
                urls = told.file_urls_response.file_urls[0]
        async with httpx.AsyncClient(base_url=self._address, timeout=60) as client:
            await client.get("/_stcore/health")
            token = client.cookies[_XSRF]
            path = urlsplit(urls.upload_url).path
            answer = await client.put(path, files={"file": (name, content, "text/csv")}, headers={"X-Xsrftoken": token})
        if answer.status_code != 204:
            raise FailedError(f"an upload was answered with {answer.status_code}")
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self._uploader).file_uploader_state_value
        state.uploaded_file_info.append(UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls))
        await self._rerun(message)
        return time.perf_counter() - start

    async def rest(self, seconds: float) -> None:
        """Leave the page alone for so long, but for what it repeats by itself."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            every = min(self._repeated.values(), default=left)
            await asyncio.sleep(min(every, left))
            if every <= left:
                for fragment in list(self._repeated):
                    message = BackMsg()
                    message.rerun_script.fragment_id = fragment
                    message.rerun_script.is_auto_rerun = True
                    await self._rerun(message)

    async def _rerun(self, message: BackMsg) -> float:
        message.rerun_script.query_string = urlencode(self._params)
        message.rerun_script.page_name = self._page
        self._whole = not message.rerun_script.fragment_id
        self.texts.clear()
        self.stops.clear()
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            told = await self._told()
            if told.WhichOneof("type") != "script_finished" or told.script_finished == _AGAIN:
                continue
            if told.script_finished not in _DONE:
                raise FailedError(f"a run of {self._page or 'overview'} ended with {told.script_finished}")
            return time.perf_counter() - start

    async def _told(self) -> ForwardMsg:
        told = ForwardMsg()
        try:
            told.ParseFromString(await self._socket.recv(decode=False))
        except ConnectionClosed as error:
            raise FailedError(f"the server broke off: {error}") from error
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self._session = told.new_session.initialize.session_id or self._session
            if self._whole:
                # What a page draws anew takes the place of what it had: an uploader that was used is another one then.
                self.buttons.clear()
                self._uploader = ""
        elif kind == "auto_rerun":
            self._repeated[told.auto_rerun.fragment_id] = told.auto_rerun.interval
        elif kind == "delta":
            self._hear(told.delta)
        return told

    def _hear(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.stops.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "html" and 'role="alert"' in element.html.body:
            self.stops.append(_plain(element.html.body))
        elif self._quiet:
            return
        if kind == "html" and "<style>" not in element.html.body:
            self.texts.append(_plain(element.html.body))
        elif kind == "progress":
            self.texts.append(element.progress.text)
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id
        elif kind == "file_uploader":
            self._uploader = self._uploader or element.file_uploader.id


def _plain(body: str) -> str:
    return html.unescape(_TAG.sub(" ", body)).strip()
