"""Templates: everything that is written into them is text, escaped and without characters that act on the reader's screen."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup, escape

from onrecord.fragments import web_url
from onrecord.render.inert import inert
from onrecord.web.addresses import page_url, speaker_url

__all__ = ["HERE", "direction", "environment", "language_tag", "tag", "with_query"]

HERE = Path(__file__).parent
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ku-arab ps sd syr ug ur yi".split())


def language_tag(language: str | None) -> str | None:
    """A language as BCP 47 tags are written, `None` for what is none."""
    found = (language or "").strip().replace("_", "-")
    return found if _LANGUAGE.fullmatch(found) else None


def direction(language: str | None) -> str:
    """How text of the language runs: "ltr", "rtl", and "auto" where no language is known."""
    tag = (language_tag(language) or "").lower()
    if not tag:
        return "auto"
    return "rtl" if tag in _RIGHT_TO_LEFT or tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def tag(name: str, attributes: Mapping[str, str | None], content: str | Markup = "") -> Markup:
    """An element around text, which is escaped, or around markup made here."""
    told = "".join(f' {k}="{escape(inert(v))}"' for k, v in attributes.items() if v is not None)
    inside = content if isinstance(content, Markup) else escape(inert(content))
    return Markup(f"<{name}{told}>{inside}</{name}>")  # noqa: S704 - made of escaped parts


def _shown(value: Any) -> Any:
    return inert(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _day(time: datetime | str | None) -> str:
    """The day of a time, as ISO 8601 writes it."""
    if isinstance(time, str):
        return time[:10]
    return time.date().isoformat() if time else ""


def _moment(time: str | None) -> str:
    """A time as people read it: "2026-03-14 12:00 UTC"; what is none is left as it is."""
    if not time:
        return ""
    try:
        at = datetime.fromisoformat(time)
    except ValueError:
        return time
    zone = " UTC" if at.utcoffset() == timedelta() else at.strftime(" %z") if at.tzinfo else ""
    return f"{at:%Y-%m-%d %H:%M}".rjust(16, "0") + zone


def _last_day(month: str) -> str:
    """The last day of a month: "2026-02-28"."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{monthrange(max(1, year), number)[1]:02}"


def _plural(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def with_query(query: Mapping[str, str], **changes: str | int | None) -> str:
    """A query string with some of its fields changed, those that become `None` or "" left out."""
    found = {**query, **{k: "" if v is None else str(v) for k, v in changes.items()}}
    return urlencode({k: v for k, v in found.items() if v != ""})


def _asset(name: str) -> str:
    """The address of a file of ours, with its digest: it may be kept as long as it is the same."""
    return f"/static/{name}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]


def environment() -> jinja2.Environment:
    """The environment of all templates."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters.update(
        day=_day,
        moment=_moment,
        last_day=_last_day,
        plural=_plural,
        web=web_url,
        lang=language_tag,
        direction=direction,
        inert=inert,
    )
    env.globals.update(asset=_asset, page_url=page_url, speaker_url=speaker_url, with_=with_query)
    return env
