"""A small OpenID Connect provider on loopback: discovery, authorise, token, keys, end of session. It lets everybody in at once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "carehomes-test"


@dataclass
class Provider:
    """What the provider says of whoever signs in; ``fault`` makes its next tokens wrong."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    stranger: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    tokens: int = 0

    def token(self, nonce: str) -> str:
        """Return the ID token of a sign-in."""
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        wrong = {
            "audience": {"aud": "somebody-else"},
            "expired": {"iat": now - 7200, "exp": now - 3600},
            "issuer": {"iss": "http://127.0.0.1:1"},
            "nonce": {"nonce": "another"},
            "old": {"iat": now - 13 * 3600},
        }
        self.tokens += 1
        key = self.stranger if self.fault == "signature" else self.key
        return str(jwt.encode({"alg": "RS256", "kid": "one"}, told | wrong.get(self.fault, {}), key))


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _json(self, told: dict[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        said = {key: values[0] for key, values in parse_qs(asked.query).items()}
        mine = self.provider
        if asked.path == "/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks", "end_session_endpoint": "end"}
            told = {name: f"{mine.address}/{path}" for name, path in paths.items()}
            self._json({"issuer": mine.address, "id_token_signing_alg_values_supported": ["RS256"], **told})
        elif asked.path == "/jwks":
            self._json({"keys": [mine.key.as_dict(private=False)]})
        elif asked.path == "/authorize":
            code = f"code-{len(mine.codes)}"
            mine.codes[code] = said.get("nonce", "")
            self._to(f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}")
        elif asked.path == "/end":
            self._to(said["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        # A code is taken once.
        nonce = self.provider.codes.pop(said["code"][0])
        told = {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": self.provider.token(nonce)}
        self._json(told)


@contextmanager
def provided() -> Iterator[Provider]:
    """Run a provider on loopback."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
