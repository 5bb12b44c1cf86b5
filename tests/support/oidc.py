"""A small OpenID provider on this machine: whoever comes says by a click who they are, and gets tokens signed as the real ones are."""

from __future__ import annotations

import json
import secrets
import threading
import time
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "clausewise-tests", "a-secret-of-the-tests"
COOKIE_SECRET = "0123456789abcdef0123456789abcdef"
ADA = {"sub": "1001", "name": "Ada *Lovelace*", "email": "ada@ministry.example", "email_verified": True}
BEN = {"sub": "1002", "name": "Ben Bentham", "email": "ben@elsewhere.example", "email_verified": True}
_KEY_ID = "k1"
_TOKEN_S = 300


class Provider:
    """What the provider knows: its people by name, and the codes it has given out."""

    def __init__(self, issuer):
        self.issuer = issuer
        self.people = {"ada": ADA, "ben": BEN}
        self.key = RSAKey.generate_key(2048, {"kid": _KEY_ID, "use": "sig", "alg": "RS256"})
        self.codes = {}

    def metadata(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def code_for(self, person, nonce):
        code = secrets.token_hex(8)
        self.codes[code] = (person, nonce)
        return code

    def tokens(self, code):
        """What a code is worth, once."""
        person, nonce = self.codes.pop(code)
        now = int(time.time())
        about = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + _TOKEN_S, "nonce": nonce}
        claims = {key: value for key, value in (about | self.people[person]).items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": _KEY_ID}, claims, self.key)
        return {"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": _TOKEN_S, "id_token": signed}


def secrets_toml(*, redirect_uri="http://127.0.0.1:{port}/oauth2callback", **providers):
    """A secrets.toml for these providers; the one called "default" stands in [auth] itself."""
    lines = ["[auth]", f'redirect_uri = "{redirect_uri}"', f'cookie_secret = "{COOKIE_SECRET}"']
    for name, provider in sorted(providers.items(), key=lambda one: one[0] != "default"):
        lines += [] if name == "default" else [f"[auth.{name}]"]
        lines += [f'client_id = "{CLIENT_ID}"', f'client_secret = "{CLIENT_SECRET}"']
        lines += [f'server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"']
    return "\n".join(lines) + "\n"


@contextmanager
def openid_provider():
    """A provider that answers until it is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        provider, parts = self.server.provider, urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._send_json(provider.metadata())
        elif parts.path == "/jwks":
            self._send_json({"keys": [provider.key.as_dict(private=False)]})
        elif parts.path == "/logout":
            self._redirect(asked["post_logout_redirect_uri"])
        elif parts.path == "/authorize" and "person" in asked:
            given = {"code": provider.code_for(asked["person"], asked["nonce"]), "state": asked["state"]}
            self._redirect(f"{asked['redirect_uri']}?{urlencode(given)}")
        elif parts.path == "/authorize" and asked["client_id"] == CLIENT_ID:
            links = "".join(f'<p><a href="/authorize?{parts.query}&person={name}">{name}</a></p>' for name in provider.people)
            self._send(HTTPStatus.OK, "text/html", f"<!doctype html><title>Who are you</title>{links}".encode())
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if "Authorization" not in self.headers or form["code"][0] not in self.server.provider.codes:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self._send_json(self.server.provider.tokens(form["code"][0]))

    def _send_json(self, value):
        self._send(HTTPStatus.OK, "application/json", json.dumps(value).encode())

    def _redirect(self, to):
        self._send(HTTPStatus.FOUND, "text/plain", b"", Location=to)

    def _send(self, status, kind, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given):
        """Nothing: requests are no news."""
