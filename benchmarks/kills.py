"""What is left when `onrecord add` is killed at random moments: the store must be sound, and in the end the same.

    python benchmarks/kills.py [--kills 200] [--pages 400] [--seed 1] [--jobs 2]

Adds a folder of pages and an archive again and again and kills it (SIGKILL, the whole process group) after a random time.
After every kill the store must open and pass `check`; when a run gets to its end, its content must equal that of an undisturbed
run.  Then it begins anew, until enough kills have been made.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord.run.store import open_store
from onrecord.store.dump import content_digest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "pages"


def make_pages(folder: Path, pages: int, rng: random.Random) -> None:
    """The sample pages again and again, each with a sentence of its own; some broken, some twice."""
    folder.mkdir()
    samples = [p.read_bytes() for p in sorted(EXAMPLES.iterdir()) if p.suffix in (".html", ".txt", ".json")]
    for n in range(pages):
        content = rng.choice(samples)
        if n % 20:
            own = b"<p>The harbour office counted %d ships, its clerk said.</p>" % n
            at = content.find(b"</p>")
            content = content[:at] + own + content[at:] if at >= 0 else content + own
        (folder / f"{n:05}.html").write_bytes(content)


def command(store: Path, folder: Path, jobs: int) -> list[str]:
    code = "from onrecord.cli.main import main; main()"
    return [
        sys.executable,
        "-c",
        code,
        "add",
        str(folder),
        "--store",
        str(store),
        "--jobs",
        str(jobs),
        "--no-statements",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as place:
        folder, calm = Path(place, "pages"), Path(place, "calm.db")
        make_pages(folder, arguments.pages, rng)
        started = time.monotonic()
        subprocess.run(command(calm, folder, arguments.jobs), capture_output=True, check=False)
        took = time.monotonic() - started
        with open_store(calm) as store:
            wanted = content_digest(store.database)
            print(
                f"undisturbed: {took:.1f} s, {store.database.value('SELECT count(*) FROM version')} versions, {wanted}"
            )
        kills = finished = faults = 0
        store_path = Path(place, "0.db")
        while kills < arguments.kills or finished == 0:
            run = subprocess.Popen(
                command(store_path, folder, arguments.jobs),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                run.wait(rng.uniform(0.05, took))
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
                kills += 1
            done = run.returncode in (0, 1)
            if store_path.exists():
                with open_store(
                    store_path, write=True
                ) as store:  # a kill while the file is made leaves it empty
                    for fault in store.check(anchors=done):
                        faults += 1
                        print(f"after {kills} kills: {fault.where}: {fault.message}")
                    if done:
                        finished += 1
                        got = content_digest(store.database)
                        if got != wanted:
                            faults += 1
                            print(f"after {kills} kills: the content is another: {got}")
            if done:
                store_path = Path(place, f"{finished}.db")
        print(f"{kills} kills, {finished} runs brought to their end, {faults} faults")
        sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
