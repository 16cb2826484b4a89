"""The pool of processes: whatever a page does, each key comes back once, and only the deadly page fails."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli.main import cli
from onrecord.errors import ModelError, NoWorkers
from onrecord.records import Capture, Failure, Reading
from onrecord.run import read_many
from onrecord.run.one import Result, read_one
from onrecord.run.packing import pack, unpack
from onrecord.run.pool import ReadingPool
from onrecord.settings import Settings
from tests import deadly, strategies

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what the system bounds")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
#: Bounds for what must not end by time, and for what must.
PATIENT = Settings(deadline=3600.0, memory=400)
SHORT = Settings(deadline=1.0, memory=400)


def page(words: str) -> Capture:
    return Capture(words[:30], words.encode(), url="https://a.example/page")


def gone(pid: int) -> bool:
    """Whether a process ends within a time that is generous."""
    for _ in range(3000):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True  # nobody has asked how it ended
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool(2, PATIENT, work=deadly.read) as pool:
        yield pool


@pytest.fixture(scope="module")
def hasty() -> Iterator[ReadingPool]:
    with ReadingPool(2, SHORT, work=deadly.read) as pool:
        yield pool


def pids(pool: ReadingPool) -> list[int]:
    return list(pool.processes)


def one(pool: ReadingPool, words: str) -> Failure:
    """What a page gives that stands between two good ones."""
    results = dict(pool.read([(1, page("good")), (2, page(words)), (3, page("good too"))]))
    assert [r.message for r in (results[1], results[3]) if isinstance(r, Failure)] == ["good", "good too"]
    result = results[2]
    assert isinstance(result, Failure)
    assert result.name == words[:30]
    assert result.stage in ("read", "test")
    return result


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("sleep", "longer than 5 s by the clock"),
        pytest.param("work", "longer than 1 s of processor time", marks=LINUX),
        pytest.param("work-in-c", "longer than 1 s of processor time", marks=LINUX),
    ],
)
def test_a_page_that_does_not_end_fails_alone(hasty: ReadingPool, words: str, message: str) -> None:
    failure = one(hasty, words)
    assert (failure.error, message in failure.message) == ("ReadTimeout", True), failure.message


@LINUX
def test_a_page_that_works_is_not_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where it gets little of a processor."""
    monkeypatch.setattr("onrecord.run.pool.PATIENCE", 0.1)
    monkeypatch.setattr("onrecord.run.process._SHARE", 0.0)
    with ReadingPool(1, SHORT, work=deadly.read) as pool:
        assert "longer than 1 s of processor time" in one(pool, "work").message


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        pytest.param("allocate", "OutOfMemory", "more memory", marks=LINUX),
        ("allocate-at-once", "OutOfMemory", "more memory"),
        ("leave", "WorkerDied", "ended with exit status 0"),
        ("leave 3", "WorkerDied", "ended with exit status 3"),
        ("leave 112", "OutOfMemory", "more than 400 MB"),
        ("exit", "SystemExit", "unexpected: enough"),
        pytest.param("kill", "WorkerDied", "ended by SIGKILL", marks=POSIX),
        pytest.param("fault", "WorkerDied", "ended by SIGSEGV", marks=POSIX),
        pytest.param("real-fault", "WorkerDied", "ended by SIG", marks=POSIX),
        pytest.param("abort", "WorkerDied", "ended by SIGABRT", marks=POSIX),
        ("raise", "ValueError", "unexpected: a fault of ours"),
        ("recurse", "RecursionError", "unexpected: "),
        ("refuse", "EmptyPage", "nothing here"),
        ("unsendable", "ResultLost", "cannot be sent back: TypeError: this stays here"),
        ("unreadable", "ResultLost", "cannot be understood: ValueError"),
        ("deep", "ResultLost", "cannot be sent back: RecursionError"),
        ("print words", "Read", "print words"),
    ],
)
def test_a_deadly_page_fails_alone(pool: ReadingPool, words: str, error: str, message: str) -> None:
    failure = one(pool, words)
    assert failure.error == error, failure.message
    assert message in failure.message
    assert failure.url == "https://a.example/page"


@LINUX
def test_memory_that_runs_out_while_the_page_is_taken_in(pool: ReadingPool) -> None:
    failure = one(pool, "x" * 390_000_000)
    assert failure.error == "OutOfMemory"


def test_large_pages_and_results_go_both_ways_at_once(pool: ReadingPool) -> None:
    """More than a pipe holds, so that writing waits for reading."""
    pages = [(i, page(f"large {n}" + " " * n)) for i, n in enumerate([3_000_000] * 12)]
    results = dict(pool.read(pages))
    assert sorted(results) == list(range(12))
    assert all(isinstance(r, Failure) and len(r.message) == 3_000_000 for r in results.values())


DEADLY = [
    "leave",
    "kill",
    "fault",
    "raise",
    "exit",
    "unsendable",
    "unreadable",
    "allocate-at-once",
    "leave 112",
]
NEVER = ("ReadTimeout", "NoWorkers")


@POSIX
@settings(max_examples=15)
@given(st.lists(st.one_of(st.just("good"), st.sampled_from(DEADLY)), max_size=12), st.booleans())
def test_each_key_comes_back_once(pool: ReadingPool, mix: list[str], ordered: bool) -> None:
    given_ = [(i, page(f"{words}")) for i, words in enumerate(mix)]
    results = list(pool.read(given_, ordered=ordered))
    keys = [key for key, _ in results]
    assert keys == list(range(len(mix))) if ordered else sorted(keys) == list(range(len(mix)))
    for key, result in results:
        assert isinstance(result, Failure)
        assert result.name == mix[key]
        assert (result.error == "Read") == (mix[key] == "good")
        assert result.error not in NEVER


def test_failures_pass_and_order_is_kept(pool: ReadingPool) -> None:
    failed = Failure("missing", "source", "FileProblem", "there is no such file")
    given_: list[tuple[str, Capture | Failure]] = [("a", failed), ("b", page("leave")), ("c", page("good"))]
    given_ += [("d", failed), ("e", page("good"))]
    results = list(pool.read(given_ * 20, ordered=True))
    assert [key for key, _ in results] == list("abcde") * 20
    assert results[0][1] is failed


def test_pages_are_taken_as_there_is_room(pool: ReadingPool) -> None:
    taken = 0

    def pages() -> Iterator[tuple[int, Capture]]:
        nonlocal taken
        for i in range(200):
            taken += 1
            yield i, page("good")

    for ordered, most in ((False, 6), (True, 18)):
        taken = 0
        for come, _ in enumerate(pool.read(pages(), ordered=ordered), 1):
            assert taken - come < most
        assert taken == 200


def test_a_page_that_takes_long_does_not_let_order_pile_up(hasty: ReadingPool) -> None:
    ahead = 0

    def pages() -> Iterator[tuple[int, Capture]]:
        nonlocal ahead
        yield 0, page("sleep")
        for i in range(1, 100):
            ahead = i
            yield i, page("good")

    results = hasty.read(pages(), ordered=True)
    key, result = next(results)
    assert key == 0
    assert isinstance(result, Failure)
    assert result.error == "ReadTimeout"
    assert ahead <= 16
    assert len(list(results)) == 99


def test_time_in_which_nobody_asks_is_not_the_pages(hasty: ReadingPool) -> None:
    pages = ((i, page("good")) for i in range(12))
    for _, result in hasty.read(pages):
        assert isinstance(result, Failure)
        assert result.error == "Read"
        time.sleep(0.6)  # together more than the deadline by the clock


def test_an_iterator_that_is_closed_leaves_a_pool_that_works(pool: ReadingPool) -> None:
    results = pool.read((i, page("good" if i == 0 else "sleep")) for i in range(9))
    assert next(results)[0] == 0
    with pytest.raises(RuntimeError, match="is already reading"):
        next(pool.read([(1, page("good"))]))
    results.close()  # type: ignore[attr-defined]
    assert one(pool, "refuse").error == "EmptyPage"


def test_an_error_of_the_source_is_the_callers(pool: ReadingPool) -> None:
    def pages() -> Iterator[tuple[int, Capture]]:
        yield 1, page("sleep")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(pool.read(pages()))
    assert list(pool.read([])) == []


def test_a_process_stays_until_it_is_closed() -> None:
    with ReadingPool(1, PATIENT, work=deadly.read) as pool:
        assert not pids(pool)
        said = {
            r.message for _ in range(3) for _, r in pool.read([(1, page("pid"))]) if isinstance(r, Failure)
        }
        (pid,) = pids(pool)
        assert {s.split()[0] for s in said} == {str(pid)}
        if os.name == "posix":  # ended by somebody between two pages: nobody's failure
            os.kill(pid, signal.SIGKILL)
            assert gone(pid)
            assert one(pool, "refuse").error == "EmptyPage"
        (pid,) = pids(pool)
    assert gone(pid)
    assert not pids(pool)


@LINUX
def test_a_process_that_keeps_memory_is_replaced() -> None:
    with ReadingPool(1, PATIENT, work=deadly.keep) as pool:
        said = [
            r.message
            for _, r in pool.read((i, page("30000000")) for i in range(12))
            if isinstance(r, Failure)
        ]
    assert len(said) == 12
    assert 3 <= len(set(said)) <= 4


def test_without_processes_there_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadly.Unreadable, "__module__", "no.such.module")
    with (
        ReadingPool(2, SHORT, work=_of_nowhere) as pool,
        pytest.raises(NoWorkers, match="cannot start processes with "),
    ):
        list(pool.read((i, page("good")) for i in range(9)))
    with pytest.raises(ValueError, match="at least"):
        ReadingPool(0, SHORT)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with ReadingPool(2, SHORT, work=deadly.read) as pool, pytest.raises(NoWorkers, match="no-python"):
        list(pool.read([(1, page("good"))]))


class _Nowhere:
    """A function that the other process cannot make."""

    def __call__(self, page: Capture, settings: Settings) -> Result:
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return deadly.unready, ()


_of_nowhere = _Nowhere()


def test_a_missing_model_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    with ReadingPool(1, Settings(), statements=True) as pool, pytest.raises(ModelError, match="is missing"):
        list(pool.read([(1, page("<p>A page."))]))


def test_too_little_memory_to_begin_with_is_said() -> None:
    with (
        ReadingPool(1, Settings(memory=30)) as pool,
        pytest.raises(NoWorkers, match="cannot start processes with 30 MB of memory"),
    ):
        list(pool.read([(1, page("<p>A page."))]))


def test_pages_are_read_as_in_one_process() -> None:
    paths = sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".html", ".txt"))[:4]
    pages = [Capture(p.name, p.read_bytes()) for p in paths]
    expected = [read_one(p, Settings(), statements=True) for p in pages]
    with ReadingPool(2, Settings(), statements=True) as pool:
        results = dict(pool.read(enumerate(pages)))
    assert [results[i] for i in range(len(pages))] == expected
    assert any(isinstance(r, Reading) and r.statements for r in expected)


@given(st.one_of(strategies.readings, strategies.failures))
def test_records_are_packed_without_loss(record: Result) -> None:
    assert pickle.loads(pack(record)) == unpack(pack(record)) == record


def test_one_page_alone_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "no-python")
    (result,) = read_many([("a", lambda: page("<p>The ferry struck the mole of the harbour."))])
    assert isinstance(result, Reading)
    assert list(read_many([])) == []


def test_the_command_says_that_it_cannot_read() -> None:
    path = str(next(EXAMPLES.glob("*.html")))
    result = CliRunner().invoke(cli, ["read", "--no-statements", "--memory", "30", path, path])
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: cannot start processes with 30 MB of memory")


SCRIPT = """
import sys
from onrecord.records import Capture
from onrecord.run.pool import ReadingPool
from onrecord.settings import Settings
from tests import deadly

pool = ReadingPool(2, Settings(), work=deadly.read)  # no guard for __main__, as scripts of users are
for key, result in pool.read((w, Capture(w, w.encode())) for w in sys.argv[1:]):
    print(key, flush=True)
"""


def start(tmp_path: Path, *words: str) -> subprocess.Popen[bytes]:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    return subprocess.Popen(
        [sys.executable, script, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        start_new_session=True,
    )


def pids_in(*files: Path) -> list[int]:
    for _ in range(3000):
        if all(f.exists() and f.read_text().endswith("\n") for f in files):
            return [int(f.read_text()) for f in files]
        time.sleep(0.1)
    raise AssertionError("the processes did not start")


@POSIX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_with_a_program_that_is_killed(tmp_path: Path, end: signal.Signals) -> None:
    files = tmp_path / "a", tmp_path / "b"
    program = start(tmp_path, *(f"touch {f}" for f in files))
    pids = pids_in(*files)
    assert program.pid not in pids
    program.send_signal(end)
    program.communicate(timeout=300)
    assert all(gone(pid) for pid in pids)


@POSIX
def test_ctrl_c_ends_all_quietly(tmp_path: Path) -> None:
    """The terminal sends it to the program and its processes alike."""
    files = tmp_path / "a", tmp_path / "b"
    program = start(tmp_path, *(f"touch {f}" for f in files))
    pids = pids_in(*files)
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=300)
    assert errors.count(b"Traceback") == 1  # the script's own, which does not catch it
    assert b"onrecord.run.worker" not in errors
    assert all(gone(pid) for pid in pids)


def test_a_script_without_a_guard_is_run_once_and_its_folder_is_not_imported_from(tmp_path: Path) -> None:
    for name in ("json", "pickle", "resource", "onrecord"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this file lay in the folder')")
    folder = tmp_path / "scripts"
    folder.mkdir()
    script = folder / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, script, "good", "good too"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        cwd=tmp_path,
        check=False,
    )
    assert sorted(done.stdout.splitlines()) == ["good", "good too"]
    assert done.stderr == ""
