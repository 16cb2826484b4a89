"""robots.txt: whether an address may be asked, and how often (RFC 9309).

A site without robots.txt (4xx) allows everything; one whose robots.txt cannot be had just now (5xx, 429) nothing.
The file may say anything: it is cut off after 500 kB, as the standard allows, and groups for other programs are
folded into one before it is parsed, since a file that gives each of 20,000 programs each of 20,000 rules would
otherwise fill the memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from onrecord.errors import BadStatus, RobotsRefused
from onrecord.sources.address import checked, origin_of
from onrecord.sources.http import REDIRECTS, Client, retry_after

__all__ = ["KEPT", "Rules", "load", "parse"]

#: Seconds after which a robots.txt is asked for again (RFC 9309, section 2.4).
KEPT = 24 * 3600.0
_BYTES = 500_000  # RFC 9309 asks for at least this much
_HOPS = 5  # redirects followed, as the standard says
_AGENT = re.compile(r"[ \t]*user[- ]?agent[ \t]*[: \t][ \t]*([^#]*)", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to one program.  `delay` is in seconds, the longer one of Crawl-delay and Request-rate."""

    origin: str
    agent: str
    delay: float = 0.0
    _parsed: Any = None

    def check(self, at: str, page: str) -> None:
        """Raises `RobotsRefused` if the address may not be asked."""
        if self._parsed is not None and not self._parsed.can_fetch(at, self.agent):
            raise RobotsRefused(f"{self.origin}/robots.txt forbids it for {self.agent!r}", page=page)


def load(client: Client, at: str, page: str, seconds: float) -> Rules:
    """Fetch the rules for the address `at`, which is asked for `page`.

    Raises `BadStatus` if they cannot be had just now, and what `Client.get` raises.
    """
    origin = origin_of(at)
    agent = client.settings.user_agent
    end = client.clock() + seconds
    ask = f"{origin}/robots.txt"
    for _ in range(_HOPS + 1):
        answer = client.get(ask, page=page, seconds=end - client.clock(), most=_BYTES, cut=True)
        target = answer.get("location")
        if answer.status in REDIRECTS and target:
            try:
                ask = checked(urljoin(ask, target), page)
            except ValueError:
                break
            continue
        if answer.status >= 500 or answer.status == 429:
            raise BadStatus(
                f"{origin}/robots.txt is not available at the moment (server error {answer.status})",
                page=page,
                status=answer.status,
                retry_after=retry_after(answer.get("retry-after"), answer.came),
            )
        text = answer.body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if not 200 <= answer.status < 300 or text.startswith("<"):
            break  # a page in its place, whatever type it is declared as, is no robots.txt
        return parse(origin, agent, text)
    return Rules(origin, agent)


def parse(origin: str, agent: str, text: str) -> Rules:
    """The rules that the text of a robots.txt has for a program; for any text, in linear time."""
    from protego import Protego

    parsed = Protego.parse(_folded(text, agent))
    delay = parsed.crawl_delay(agent) or 0.0
    rate = parsed.request_rate(agent)
    if rate is not None and rate.requests > 0:
        delay = max(delay, rate.seconds / rate.requests)
    return Rules(origin, agent, delay, parsed)


def _folded(text: str, agent: str) -> str:
    """The text with all groups that are for other programs said to be for one of the name "-"."""
    name = agent.lower()
    lines: list[str] = []
    for line in text.splitlines():
        found = _AGENT.match(line)
        if found is not None:
            whom = found[1].strip().lower()
            if whom != "*" and whom.replace("*", "") not in name:
                line = "User-agent: -"
                if lines and lines[-1] == line:
                    continue
        lines.append(line)
    return "\n".join(lines)
