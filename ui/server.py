"""What stands between the network and the pages: security headers, compression, allowed hosts, metrics for this machine only, uploads.

Streamlit sends none of these headers and leaves its own JavaScript, 10 MB of it, uncompressed; a browser asks for it once.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carehomes.settings import allowed_hosts
from ui.sender import from_here
from ui.uploads import Uploads


def _own_scripts() -> list[str]:
    """Return the hashes of the scripts that stand in Streamlit's own first page: they alone may run from a page's text."""
    first = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inside = re.findall(r"<script>(.*?)</script>", first, flags=re.DOTALL)
    return [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in inside]


#: What a page may load and where it may send to: itself. Streamlit sets styles in elements and keeps pictures and components as blobs.
POLICY = "; ".join(
    [
        "default-src 'self'",
        " ".join(["script-src 'self'", "blob:", *_own_scripts()]),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}

#: Addresses that tell how the app works inside: counts of sessions and caches, and whatever lies beside the health address.
INSIDE = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


class SecurityHeaders:
    """Gives every answer the headers of ``HEADERS``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and set the headers of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                # What somebody may see, and files that she takes, are kept by no proxy and by no other user of her machine.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers)


class InsideOnly:
    """Refuses the addresses of ``INSIDE`` to everybody but this machine itself; the health address stays open, a browser needs it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 where a request from outside asks for what is told inside only."""
        if scope["type"] == "http" and any(part in scope["path"] for part in INSIDE) and not from_here(scope):
            await PlainTextResponse("There is nothing here.", status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def middleware() -> list[Middleware]:
    """Return what stands between the network and the pages, the outermost first."""
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(), www_redirect=False),
        Middleware(SecurityHeaders),
        Middleware(InsideOnly),
        Middleware(Uploads),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]
