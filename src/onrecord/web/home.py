"""Home: what is in the store at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from starlette.requests import Request

from onrecord.codec import to_json
from onrecord.run.store import Store
from onrecord.web.answers import Table, View
from onrecord.web.counts import Total
from onrecord.web.lists import listed
from onrecord.web.room import Room

__all__ = ["Bar", "bars", "home"]

_NEWEST = 10
_MOST_BARS = 60
WIDTH, HEIGHT = 600, 120  # of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the month or year, how many, and how it is drawn."""

    name: str
    number: int
    x: float
    y: float
    width: float
    height: float


def bars(months: Sequence[Total], days: Sequence[Total], today: str) -> tuple[tuple[Bar, ...], int]:
    """Pages by day, month or year, whatever shows them best; and how many lie too far away to be drawn.

    Pages state all kinds of dates.  What lies after today is not drawn, nor what lies long before the rest.
    """
    known = [(m.name, m.number) for m in months if m.name <= today[:7] and len(m.name) == 7]
    everything = sum(m.number for m in months)
    if not known:
        return (), everything
    span = [_before(known[-1][0], i) for i in range(_MOST_BARS)]
    inside = [(m, n) for m, n in known if m >= span[-1]]
    if len(days) > 1 and known[0][0] >= span[1] and days[-1].name <= today:
        of = {d.name: d.number for d in days}
        first, last = (date.fromisoformat(days[i].name) for i in (0, -1))
        names = [(first + timedelta(i)).isoformat() for i in range((last - first).days + 1)]
    elif sum(n for _, n in inside) >= 0.9 * sum(n for _, n in known):
        of = dict(inside)
        names = [m for m in reversed(span) if m >= inside[0][0]]
    else:
        of = {}
        for month, n in known:
            of[month[:4]] = of.get(month[:4], 0) + n
        newest = int(max(of))
        names = [f"{year:04}" for year in range(max(newest - _MOST_BARS + 1, int(min(of))), newest + 1)]
    most = max(of.get(name, 0) for name in names)
    step = WIDTH / max(len(names), 12)
    drawn = []
    for i, name in enumerate(names):
        number = of.get(name, 0)
        height = max(2.0, HEIGHT * number / most) if number else 0.0
        x, y = round(i * step, 2), round(HEIGHT - height, 2)
        drawn.append(Bar(name, number, x, y, round(step * 0.82, 2), round(height, 2)))
    return tuple(drawn), everything - sum(b.number for b in drawn)


def _before(month: str, number: int) -> str:
    """The month so many months before."""
    count = max(12, int(month[:4]) * 12 + int(month[5:7]) - 1 - number)
    return f"{count // 12:04}-{count % 12 + 1:02}"


def home(room: Room, request: Request, store: Store) -> View:
    """Totals, pages over time, outlets, speakers, languages, and the newest pages."""
    totals = room.counts.get()
    newest = listed(
        store.database,
        (v for (v,) in store.database.rows("SELECT latest FROM page ORDER BY id DESC LIMIT ?", (_NEWEST,))),
    )
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    drawn, beyond = bars(totals.months, totals.days, today)
    names = ("pages", "versions", "articles", "statements", "speakers", "failures", "due")
    rows = [("total", what, getattr(totals, what)) for what in names]
    for what in ("outlets", "most_said", "languages", "types", "months"):
        rows.extend((what, t.name, t.number) for t in getattr(totals, what))
    record = {**to_json(totals), "newest": [to_json(p) for p in newest]}
    data = {"totals": totals, "newest": newest, "bars": drawn, "beyond": beyond, "height": HEIGHT}
    return View(
        "home.html",
        "The reading room",
        data,
        record,
        Table(("what", "name", "number"), rows),
        "onrecord-home",
    )
