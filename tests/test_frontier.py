"""The rules of politeness, played through without servers: a network that is a table, and a clock that is a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import errors
from onrecord.records import Capture, Failure, Unchanged, Validators, Via, Wanted
from onrecord.settings import Settings
from onrecord.sources import frontier
from onrecord.sources.address import host_of, origin_of
from onrecord.sources.fetch import Moved
from onrecord.sources.following import Followers
from onrecord.sources.frontier import HOST_TRIES, TRIES, Frontier, Outcome, Task
from onrecord.sources.polite import Result, _Run
from onrecord.sources.queue import Item, Queue
from onrecord.sources.robots import Rules, parse
from tests.servers import WALL, Clock

Net = Callable[[Task], Outcome]


@dataclass
class Table:
    """Workers that answer from a function, after `seconds(host)`; at most one request a host may be under way."""

    net: Net
    clock: Clock
    seconds: Callable[[str], float] = lambda host: 0.1
    flying: list[tuple[float, Task]] = field(default_factory=list)
    log: list[tuple[float, float, str, str]] = field(
        default_factory=list
    )  # begun, ended, host, address or "robots"
    most: int = 0

    def submit(self, task: Task, known: Validators | None) -> None:
        assert task.host not in {t.host for _, t in self.flying}, "two requests to one host at a time"
        end = self.clock.at + self.seconds(task.host)
        self.flying.append((end, task))
        self.most = max(self.most, len(self.flying))
        self.log.append((self.clock.at, end, task.host, "robots" if task.robots else task.item.at))

    def wait(self, seconds: float | None) -> tuple[Task, Outcome, float] | None:
        end, task = min(self.flying, key=lambda f: f[0])
        if seconds is not None and end > self.clock.at + seconds:
            self.clock.at += seconds
            return None
        self.clock.at = max(self.clock.at, end)
        self.flying.remove((end, task))
        return task, self.net(task), self.seconds(task.host)


def page(task: Task) -> Capture:
    return Capture(task.item.url, b"<p>page", task.item.at, via=Via.HTTP, fetched=WALL, status=200)


def fine(task: Task) -> Outcome:
    if task.robots:
        return Rules(origin_of(task.item.at), "onrecord")
    return page(task)


def play(
    urls: list[str], net: Net = fine, seconds: Callable[[str], float] = lambda host: 0.1, **bounds: object
) -> tuple[list[Result], Table]:
    clock = Clock()
    table = Table(net, clock, seconds)
    settings = Settings(**bounds)  # type: ignore[arg-type]
    run = _Run(settings, Queue(), table, clock.now, clock.sleep, lambda url: None, lambda w: True)
    return list(run.results(Wanted(u) for u in urls)), table


def failing(**errors_: errors.FetchError) -> Net:
    """Hosts whose every page fails; the names are those of hosts without the domain."""

    def net(task: Task) -> Outcome:
        error = errors_.get(task.host.split(".")[0])
        return error if error is not None and not task.robots else fine(task)

    return net


def names(results: list[Result]) -> list[tuple[str, str]]:
    return [(r.name, r.error if isinstance(r, Failure) else type(r).__name__) for r in results]


def asked(table: Table, host: str) -> list[tuple[float, float, str, str]]:
    return [entry for entry in table.log if entry[2] == host]


def pauses(table: Table, host: str) -> list[float]:
    log = asked(table, host)
    return [round(b[0] - a[1], 6) for a, b in pairwise(log)]


OUTCOMES = st.sampled_from(["page", "gone", "busy", "broken", "late", "unchanged", "moved", "away"])


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(0, 6), st.lists(OUTCOMES, min_size=1, max_size=4)),
        max_size=40,
    ),
    st.integers(1, 4),
    st.sampled_from([0.0, 1.0, 3.0]),
)
def test_every_address_has_one_result_and_every_host_its_peace(
    plan: list[tuple[str, int, list[str]]], hosts: int, delay: float
) -> None:
    """Whatever servers answer: nothing is lost, nothing comes twice, and no host is asked too early or twice at once."""
    scripts = {f"https://{host}.example/{n}": list(script) for host, n, script in plan}

    def net(task: Task) -> Outcome:
        if task.robots:
            return fine(task)
        script = scripts.get(task.item.url, ["page"])
        name = script.pop(0) if len(script) > 1 else script[0]
        match name:
            case "gone":
                return errors.BadStatus("404", page=task.item.url, status=404)
            case "busy":
                return errors.BadStatus("429", page=task.item.url, status=429, retry_after=5.0)
            case "broken":
                return errors.ConnectionFailed("broken", page=task.item.url)
            case "late":
                return errors.FetchTimeout("late", page=task.item.url)
            case "unchanged":
                return Unchanged(task.item.url, task.item.at, Validators("e"), WALL)
            case "moved":
                return Moved(task.item.at + "x")
            case "away":
                return Moved("https://f.example/there")
        return page(task)

    urls = [f"https://{host}.example/{n}" for host, n, _ in plan]
    results, table = play(urls, net, hosts=hosts, delay=delay)
    assert sorted(r.name for r in results) == sorted(set(urls))
    assert table.most <= hosts
    for host in {entry[2] for entry in table.log}:
        assert all(pause >= delay for pause in pauses(table, host))
        assert asked(table, host)[0][3] == "robots"


def test_a_slow_host_blocks_nobody() -> None:
    """The first of the list is a host with a thousand addresses that takes half a minute for each."""
    urls = [f"https://slow.example/{n}" for n in range(1000)] + [
        f"https://h{n}.example/{i}" for n in range(20) for i in range(3)
    ]
    results, table = play(urls, seconds=lambda host: 30.0 if host == "slow.example" else 0.1, hosts=2)
    assert len(results) == 1060
    assert max(end for _, end, host, _ in table.log if host != "slow.example") < 120
    assert asked(table, "slow.example")[-1][1] > 30_000


def test_robots_may_ask_for_longer_pauses() -> None:
    def net(task: Task) -> Outcome:
        if task.robots:
            return parse(origin_of(task.item.at), "onrecord", "User-agent: *\nCrawl-delay: 7\nDisallow: /no")
        return page(task)

    results, table = play([f"https://a.example/{p}" for p in ("1", "no", "2")], net)
    assert names(results) == [
        ("https://a.example/1", "Capture"),
        ("https://a.example/no", "RobotsRefused"),
        ("https://a.example/2", "Capture"),
    ]
    assert pauses(table, "a.example") == [7, 7]
    results, table = play(["https://a.example/1", "https://a.example/2"], net, respect_robots=False)
    assert pauses(table, "a.example") == [1]


def test_hosts_that_ask_for_pauses_that_are_too_long() -> None:
    def net(task: Task) -> Outcome:
        return Rules(origin_of(task.item.at), "onrecord", delay=3600.0) if task.robots else page(task)

    results, table = play(["https://a.example/1", "https://a.example/2"], net)
    for result in results:
        assert isinstance(result, Failure)
        assert result.error == "HostGivenUp"
        assert "asks for 3,600 s between two requests; at most 60 s are waited" in result.message
    assert len(table.log) == 1


def test_failures_are_tried_again_after_longer_and_longer_pauses() -> None:
    net = failing(a=errors.ConnectionFailed("the connection failed"))
    results, table = play([f"https://a.example/{n}" for n in range(9)] + ["https://b.example/"], net)
    assert names(results)[0] == ("https://b.example/", "Capture")
    assert [f.error for f in results[1:] if isinstance(f, Failure)] == ["ConnectionFailed"] * 2 + [
        "HostGivenUp"
    ] * 7
    assert isinstance(results[-1], Failure)
    assert "a.example failed 5 times in a row, the last time so: the connection failed" in results[-1].message
    assert pauses(table, "a.example") == [1, 2, 4, 8, 16]
    assert len(asked(table, "a.example")) == 1 + HOST_TRIES


def test_a_broken_page_does_not_speak_for_its_host() -> None:
    net = failing(a=errors.BadStatus("500", status=500))
    results, table = play([f"https://a.example/{n}" for n in range(4)], net)
    assert [e for _, e in names(results)] == ["BadStatus"] * 4
    assert len(asked(table, "a.example")) == 1 + 4 * TRIES


def test_the_server_says_when() -> None:
    answers: Iterator[errors.FetchError] = iter(
        [errors.BadStatus("429", status=429, retry_after=20.0), errors.BadStatus("503", status=503, retry_after=3600.0)]
    )  # fmt: skip

    def net(task: Task) -> Outcome:
        return fine(task) if task.robots or task.item.url.endswith("1") else next(answers)

    results, table = play(["https://a.example/2", "https://a.example/3", "https://a.example/1"], net)
    assert pauses(table, "a.example") == [1, 20]
    assert names(results) == [
        ("", "BadStatus"),  # the table's errors name no page
        ("https://a.example/3", "HostGivenUp"),
        ("https://a.example/1", "HostGivenUp"),
    ]
    assert isinstance(results[-1], Failure)
    assert "asks to be left alone for 3,600 s; at most 60 s are waited" in results[-1].message


def test_too_many_requests_make_the_pauses_longer() -> None:
    answers: list[Outcome] = [errors.BadStatus("429", status=429)]

    def net(task: Task) -> Outcome:
        return answers.pop() if answers and not task.robots else fine(task)

    _, table = play([f"https://a.example/{n}" for n in range(4)], net)
    assert pauses(table, "a.example") == [1, 2, 2, 2, 2]


def test_redirects_take_their_turn_at_the_other_host() -> None:
    def net(task: Task) -> Outcome:
        if not task.robots and task.host == "a.example":
            return Moved("https://b.example/" + task.item.at[-1])
        return fine(task)

    results, table = play(
        ["https://a.example/1", "https://a.example/2", "https://b.example/3"], net, delay=5.0
    )
    assert sorted((r.name, r.url) for r in results if isinstance(r, Capture)) == [
        ("https://a.example/1", "https://b.example/1"),
        ("https://a.example/2", "https://b.example/2"),
        ("https://b.example/3", "https://b.example/3"),
    ]
    assert min(pauses(table, "b.example")) >= 5
    assert len([e for e in asked(table, "b.example") if e[3] == "robots"]) == 1


def test_redirects_without_end() -> None:
    results, _ = play(
        ["https://a.example/1"], lambda t: fine(t) if t.robots else Moved(t.item.at + "1"), max_redirects=3
    )
    assert names(results) == [("https://a.example/1", "TooManyRedirects")]


def test_robots_that_cannot_be_had_forbid_all() -> None:
    def net(task: Task) -> Outcome:
        return errors.BadStatus("robots.txt cannot be had", status=503) if task.robots else page(task)

    results, table = play(["https://a.example/1"], net)
    assert names(results) == [("https://a.example/1", "RobotsRefused")]
    assert [e[3] for e in table.log] == ["robots"] * TRIES


def test_robots_are_asked_for_again_after_a_day() -> None:
    made = Frontier(Settings(), Queue())
    now = 0.0
    for n, expected in ((1, True), (1, False), (2, False), (3, True)):
        if n == 3:
            now += 86_400
        if n != 1 or expected:
            made.add(Item(f"https://a.example/{n}", f"https://a.example/{n}"), now)
        task = made.take(now)
        assert isinstance(task, Task)
        assert task.robots is expected
        made.answered(task, fine(task), now, 0.1)
        now += 1.0


def test_waiting_addresses_are_not_kept_in_memory() -> None:
    """A list is read only as far as there are hosts to ask, and the queue forgets nothing that it was given."""
    taken = 0

    def urls() -> Iterator[Wanted]:
        nonlocal taken
        for n in range(100_000):
            taken += 1
            yield Wanted(f"https://h{n % 50_000}.example/{n}")

    clock = Clock()
    run = _Run(
        Settings(hosts=4), Queue(), Table(fine, clock), clock.now, clock.sleep, lambda u: None, lambda w: True
    )
    results = run.results(urls())
    for _ in range(10):
        next(results)
    assert taken <= 1000


def test_an_address_that_leads_to_another_page_is_wanted_once() -> None:
    followers = Followers(Queue())
    first, last = (f"https://{host}.example/" for host in "ab")
    one, other = Item(first, first), Item(last, last)
    assert followers.begins(one)
    assert followers.moves(Item(first, last, hops=1))
    assert [followers.begins(other), followers.begins(other)] == [False, None]
    followers.settle(one, errors.BadStatus("404", page=first))
    (item, outcome, _) = followers.ready.popleft()
    assert (item, type(outcome)) == (other, errors.BadStatus)
    followers.settle(item, outcome)
    assert [followers.begins(other), len(followers.ready)] == [None, 0]


def test_the_queue_gives_back_what_it_got() -> None:
    queue = Queue()
    items = [
        Item(f"u{n}", f"https://a.example/{n}", "feed.xml", WALL, 3, n % 2, bool(n % 3), 0, 0.5) for n in range(6)
    ]  # fmt: skip
    for item in items:
        queue.push("a.example", item)
    queue.push("b.example", Item("u", "https://b.example/"))
    found = [queue.pop("a.example") for _ in items]
    assert found == [i for i in items if i.depth] + [i for i in items if not i.depth]
    assert queue.pop("a.example") is None
    assert len(queue) == 1
    assert (queue.claim("x", "x"), queue.claim("x", "y"), queue.claim("y", "x")) == (None, "x", None)
    assert (queue.claim("y", "y"), queue.outcome("x")) == ("x", None)
    queue.settle("x", "came")
    assert queue.outcome("x") == "came"


def test_hosts_that_are_done_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: dict[str, int] = defaultdict(int)

    def net(task: Task) -> Outcome:
        counts[task.host] += 1
        return fine(task)

    clock = Clock()
    run = _Run(
        Settings(delay=0.0),
        Queue(),
        Table(net, clock),
        clock.now,
        clock.sleep,
        lambda u: None,
        lambda w: True,
    )
    run._frontier._most = 100
    monkeypatch.setattr(frontier, "_HOSTS", 100)
    results = list(run.results(Wanted(f"https://h{n}.example/") for n in range(600)))
    assert len(results) == 600
    assert set(counts.values()) == {2}
    assert len(run._frontier._hosts) < 600


def test_a_temporary_file_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Queue()
    queue._db.execute("PRAGMA query_only = ON")
    with pytest.raises(errors.SourceError, match="in a temporary file"):
        queue.claim("x", "x")


def test_hosts_of_addresses() -> None:
    assert host_of("https://News.Example.:8443/x") == "news.example"
    assert host_of("http://[2606:2800::1]/") == "2606:2800::1"
