"""Who may ask, and what an answer may do in a browser: the outermost layer of the room.

* A request must name the room by an address in numbers, "localhost" or a name that was allowed, so that a page elsewhere
  whose name has been pointed at this machine (DNS rebinding) gets nothing.
* Where a token is set, only those who have given it get in.
* Requests that change something must come from the room's own pages (`Sec-Fetch-Site`, `Origin`), and bring a token of their
  form (`onrecord.web.forms`).
* Every answer forbids scripts, styles, pictures and connections other than the room's own files (Content Security Policy
  Level 3), being shown in frames, guessing of types and telling others the address.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.room import Room

__all__ = ["POLICY", "Guard", "cookie_name"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Nothing is told to others.  With "no-referrer" browsers would hide the origin of the room's own forms from it as well.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?")
_SEAT = re.compile(r"[A-Za-z0-9_-]{32}")
MOST_BODY = 1_000_000  # bytes of a form
MOST_UPLOAD = 200_000_000  # bytes of pages added at once

Answer = Callable[[Scope, int, str, str], ASGIApp]


def cookie_name(name: str, host: str) -> str:
    """Cookies do not tell ports apart, so that two rooms on one machine would take each other's."""
    match = _HOST.fullmatch(host)
    return f"onrecord-{name}-{match[2] if match and match[2] else 80}"


class Guard:
    """The room's application with the guard around it.  `refuse` makes the pages that say no."""

    def __init__(self, app: ASGIApp, room: Room, refuse: Answer) -> None:
        self.app, self.room, self.refuse = app, room, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        cookies = _cookies(headers)
        seat = cookies.get(cookie_name("seat", host), "")
        new = _SEAT.fullmatch(seat) is None
        seat = secrets.token_urlsafe(24) if new else seat
        scope["seat"] = seat
        app = self._admit(scope, headers, host, cookies)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    sent.setdefault(name, value)
                sent.setdefault("cache-control", "no-cache, private")
                if new and sent.get("content-type", "").startswith("text/html"):
                    sent.append(
                        "set-cookie",
                        f"{cookie_name('seat', host)}={seat}; HttpOnly; SameSite=Lax; Path=/",
                    )
            await send(message)

        most = MOST_UPLOAD if scope["path"] == "/add" else MOST_BODY
        await app(scope, _bounded(receive, most), answer)

    def _admit(self, scope: Scope, headers: Headers, host: str, cookies: dict[str, str]) -> ASGIApp:
        if not self._known(host):
            reason = (
                "The room is not asked for under this name.  Use the address in numbers, or --allow-host."
            )
            return self.refuse(scope, 421, "Misdirected", reason)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return self.refuse(scope, 405, "NotAllowed", "This address does not support that method.")
        if scope["method"] == "POST":
            if not _own(headers, host):
                return self.refuse(
                    scope, 403, "ForeignRequest", "The request did not come from a page of the room."
                )
            length = headers.get("content-length", "0")
            most = MOST_UPLOAD if scope["path"] == "/add" else MOST_BODY
            if not length.isdecimal() or int(length) > most:
                return self.refuse(scope, 413, "TooLarge", f"A request can have at most {most:,} bytes.")
        if self.room.token is not None and not scope["path"].startswith("/static/"):
            return self._ask(scope, self.room.token, host, cookies)
        return self.app

    def _known(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match[1].strip("[]").lower().rstrip(".")
        if name == "localhost" or name in self.room.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _ask(self, scope: Scope, token: str, host: str, cookies: dict[str, str]) -> ASGIApp:
        """Let in those who show the cookie or the token; the form at /enter is for all."""
        wanted = self.room.pass_of(token)
        if hmac.compare_digest(cookies.get(cookie_name("pass", host), "").encode(), wanted.encode()):
            return self.app
        if scope["path"] == "/enter":
            return self.app
        if scope["method"] == "GET":
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            if given and hmac.compare_digest(self.room.pass_of(given).encode(), wanted.encode()):
                scope["path"] = "/enter"
                scope["admitted"] = True
                return self.app
        return self.refuse(scope, 401, "TokenWanted", "This room requires its token.")


def _own(headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of the room, as far as the browser tells (Fetch Metadata; RFC 6454)."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _cookies(headers: Headers) -> dict[str, str]:
    out: dict[str, str] = {}
    for line in headers.getlist("cookie"):
        try:
            out.update({name: morsel.value for name, morsel in SimpleCookie(line[:8_000]).items()})
        except CookieError:
            continue
    return out


def _bounded(receive: Receive, most: int) -> Receive:
    """A body without stated length ends as if the browser had left when it has brought too much."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return bounded
