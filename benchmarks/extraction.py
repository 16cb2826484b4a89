"""Score onrecord and its peers on the development data, in one run, and print one table.

    python benchmarks/extraction.py                       everything; peers' predictions are kept in benchmarks/.cache
    python benchmarks/extraction.py --no-peers            only onrecord
    python benchmarks/extraction.py --fold-models DIR     each page by a model that has not seen its site
    python benchmarks/extraction.py --data DIR            other pages in the same format

The shipped models have been trained on the development pages.  What the figures promise for other pages is only
told by --fold-models, with the models that `python -m training.train --keep DIR` leaves.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import floors
from benchmarks.data import DEFAULT, ROOT, SETS, digest, dump, gold, metrics, page
from benchmarks.peers import PEERS, guarded, onrecord, versions

CACHE = Path(__file__).parent / ".cache"
STYLES = ("blocks", "lines", "nodes")
FOLDS = 5
LISTINGS = ("listing", "collection", "product", "forum")
Predictions = dict[str, dict[str, dict[str, Any]]]  # set -> page -> prediction


def peer_predictions(data: Path, name: str, version: str, sets: list[str], sample: int) -> Predictions:
    """A peer's predictions, from the cache where the same version has read the same page before."""
    CACHE.mkdir(exist_ok=True)
    store = CACHE / f"{name}-{version}.jsonl"
    known: dict[str, dict[str, Any]] = {}
    if store.exists():
        for line in store.open(encoding="utf-8"):
            entry = json.loads(line)
            known[entry["key"]] = entry["prediction"]
    out: Predictions = {}
    with store.open("a", encoding="utf-8") as f:
        for set_ in sets:
            out[set_] = {}
            for i, g in enumerate(chosen(data, set_, sample)):
                content = page(data, set_, g["id"])
                key = hashlib.sha256(content + (g["url"] or "").encode()).hexdigest()[:24]
                if key not in known:
                    known[key] = guarded(PEERS[name], content, g["url"])
                    f.write(json.dumps({"key": key, "prediction": known[key]}, ensure_ascii=False) + "\n")
                out[set_][g["id"]] = known[key]
                if i % 100 == 0:
                    print(f"  {name} {set_} {i}", end="\r", file=sys.stderr, flush=True)
    return out


def chosen(data: Path, set_: str, sample: int) -> list[dict[str, Any]]:
    golds = gold(data, set_)
    return random.Random(1).sample(golds, sample) if 0 < sample < len(golds) else golds


def fold_of(set_: str, g: dict[str, Any]) -> int:
    from training.data import fold_of as of
    from training.data import site_of

    return of(site_of(set_, g), FOLDS)


def own_predictions(
    data: Path, sets: list[str], sample: int, fold_models: Path | None
) -> tuple[Predictions, dict[str, Predictions]]:
    """onrecord's predictions for pages, and for the dumps of Fundus pages in each style."""
    out: Predictions = {s: {} for s in sets}
    dumps: dict[str, Predictions] = {style: {"fundus": {}} for style in STYLES}
    for set_ in sets:
        todo = chosen(data, set_, sample)
        if fold_models is not None:
            todo = sorted(todo, key=lambda g: fold_of(set_, g))
        for g in todo:
            if fold_models is not None:
                os.environ["ONRECORD_MODELS"] = str(fold_models / f"fold-{fold_of(set_, g)}")
            content = page(data, set_, g["id"])
            out[set_][g["id"]] = onrecord(content, g["url"])
            if set_ == "fundus" and (fold_models is None or _has_dump_model()):
                for style in STYLES:
                    text = dump(content, style)
                    dumps[style]["fundus"][g["id"]] = onrecord(text.encode(), None, "text") if text else {}
    return out, dumps


def _has_dump_model() -> bool:
    """Whether the fold at hand has a model for dumps; pages of other folds are left out of that figure."""
    return (Path(os.environ["ONRECORD_MODELS"]) / "blocks-text.onnx").exists()


def figures_of(data: Path, predictions: Predictions, sample: int) -> dict[str, float]:
    """The measures of one extractor, by name."""
    score = metrics(data)
    out: dict[str, float] = {}
    for set_, found in predictions.items():
        golds = [g for g in gold(data, set_) if g["id"] in found]
        articles = [g for g in golds if g["type"] == "article"]
        if not golds:
            continue
        word = score.CJK_WORD if set_ == "fundus" else score.WORD
        texts = {g["id"]: found[g["id"]].get("text") or "" for g in golds}
        if set_ == "traf":
            total = score.snippet_total([score.snippet_page(g, texts[g["id"]]) for g in golds])
            out["traf snippets F"] = total["f1"]
        else:
            with_text = [g for g in articles if g["text"]]
            if with_text:
                bags = [score.bag_page(g["text"], texts[g["id"]], word)["f1"] for g in with_text]
                out[f"{set_} bag F1"] = sum(bags) / len(bags)
        meta = score.meta_total([score.meta_page(g, found[g["id"]]) for g in articles])
        for key in ("title", "authors", "date"):
            if key in meta:
                out[f"{set_} {key}"] = meta[key]
        if set_ == "wcxb":
            judged = [
                (g["type"] == "article", found[g["id"]].get("is_article"))
                for g in golds
                if g["type"] in ("article", *LISTINGS)
            ]
            if any(said is not None for _, said in judged):
                hit = sum(t and bool(s) for t, s in judged)
                said, true = sum(bool(s) for _, s in judged), sum(t for t, _ in judged)
                out["article precision"], out["article recall"] = hit / max(1, said), hit / max(1, true)
                out["article F1"] = 2 * hit / max(1, said + true)
    return out


def speed(data: Path, names: list[str], count: int, turn: int) -> dict[str, float]:
    """Pages per second of each extractor on one core, `turn` pages at a time, so that drift hits all alike.

    An extractor is used for page after page, so its turns are long enough for its code and its tables to be at hand
    again after another's; with a turn of one page they never are.  The time is that of the processor: other work on
    the machine does not count.  Each page is read once, since reading it again would find its words and names known.
    Garbage is collected before each turn, so that nobody tidies up for another.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import turbohtml

    pages = [(s, g) for s in SETS for g in gold(data, s)]
    picked = random.Random(7).sample(pages, min(count, len(pages)))
    contents = [(page(data, s, g["id"]), g["url"]) for s, g in picked]
    runners = {"onrecord": onrecord, **{n: PEERS[n] for n in names}}
    runners["parsing alone"] = lambda content, _url: {"text": str(turbohtml.parse(content) is not None)}
    spent: dict[str, float] = defaultdict(float)
    for content, url in contents[:5]:
        for run in runners.values():
            guarded(run, content, url)
    gc.collect()
    gc.freeze()  # what the libraries hold for good is not gone through again and again
    for first in range(0, len(contents), turn):
        for name, run in runners.items():
            gc.collect()
            start = time.process_time()
            for content, url in contents[first : first + turn]:
                guarded(run, content, url)
            spent[name] += time.process_time() - start
    gc.unfreeze()
    return {name: len(contents) / seconds for name, seconds in spent.items()}


def memory(data: Path, sets: list[str], name: str) -> float:
    """Peak memory in MB of a process that reads all pages of the sets with one extractor."""
    code = f"from benchmarks.extraction import peak; peak({str(data)!r}, {sets!r}, {name!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def peak(data: str, sets: list[str], name: str) -> None:
    run = onrecord if name == "onrecord" else PEERS[name]
    for set_ in sets:
        for g in gold(Path(data), set_):
            guarded(run, page(Path(data), set_, g["id"]), g["url"])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def languages(data: Path, predictions: Predictions) -> None:
    """Bag F1 by language of the sets that have gold texts."""
    score = metrics(data)
    by: dict[str, list[float]] = defaultdict(list)
    for set_ in ("fundus", "wcxb"):
        for g in gold(data, set_):
            if g["id"] in predictions.get(set_, {}) and g["type"] == "article" and g["text"]:
                word = score.CJK_WORD if set_ == "fundus" else score.WORD
                by[g.get("lang") or "?"].append(
                    score.bag_page(g["text"], predictions[set_][g["id"]].get("text") or "", word)["f1"]
                )
    print(
        "\nBag F1 by language: "
        + ", ".join(
            f"{k} {sum(v) / len(v):.3f} ({len(v)})" for k, v in sorted(by.items(), key=lambda x: -len(x[1]))
        )
    )


def worst(data: Path, predictions: Predictions, count: int) -> None:
    """The pages with the lowest bag F1, with the kind of failure."""
    score = metrics(data)
    for set_ in ("fundus", "wcxb"):
        rows = []
        for g in gold(data, set_):
            found = predictions.get(set_, {}).get(g["id"])
            if found is None or g["type"] != "article" or not g["text"]:
                continue
            word = score.CJK_WORD if set_ == "fundus" else score.WORD
            s = score.bag_page(g["text"], found.get("text") or "", word)
            kind = found.get("error") or (
                "empty" if not found.get("text") else "missing text" if s["r"] < s["p"] else "furniture kept"
            )
            rows.append((s["f1"], s["p"], s["r"], g["id"], kind))
        print(f"\nWorst pages of {set_}: F1, precision, recall")
        for f1, p, r, id_, kind in sorted(rows)[:count]:
            print(f"  {f1:.3f} {p:.3f} {r:.3f}  {kind:15} {id_}")


def table(columns: dict[str, dict[str, float]]) -> None:
    names = list(dict.fromkeys(k for c in columns.values() for k in c))
    print("\n" + f"{'':24}" + "".join(f"{c:>18}" for c in columns))
    for name in names:
        cells = (
            f"{c[name]:18.3f}"
            if name in c and c[name] < 100
            else f"{c[name]:18.0f}"
            if name in c
            else f"{'-':>18}"
            for c in columns.values()
        )
        print(f"{name:24}" + "".join(cells))


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DEFAULT)
    ap.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS)
    ap.add_argument("--sample", type=int, default=0, help="only so many pages of each set")
    ap.add_argument("--no-peers", action="store_true")
    ap.add_argument("--peers", nargs="*", choices=list(PEERS), help="only these peers")
    ap.add_argument("--fold-models", type=Path, help="folder of fold-0 .. fold-4 from training.train --keep")
    ap.add_argument("--speed", type=int, default=150, metavar="PAGES", help="pages to time; 0 for none")
    ap.add_argument(
        "--turn", type=int, default=30, metavar="PAGES", help="pages that each reads in a row (30)"
    )
    ap.add_argument("--memory", action="store_true", help="measure peak memory too (reads all pages again)")
    ap.add_argument("--by-language", action="store_true")
    ap.add_argument("--worst", type=int, default=0, metavar="N")
    ap.add_argument("--update", action="store_true", help="write the figures as new floors")
    ap.add_argument("--lower", action="store_true", help="with --update: lower floors too")
    a = ap.parse_args()
    if not (a.data / "score.py").exists():
        print(f"There is no development data at {a.data}; name another folder with --data.", file=sys.stderr)
        return 2
    installed = {} if a.no_peers else versions()
    wanted = [n for n in (a.peers or PEERS) if n in installed]
    own, dumps = own_predictions(a.data, a.sets, a.sample, a.fold_models)
    columns = {"onrecord": figures_of(a.data, own, a.sample)}
    for style, found in dumps.items():
        if found["fundus"]:
            columns["onrecord"][f"dumps ({style}) bag F1"] = figures_of(a.data, found, a.sample)[
                "fundus bag F1"
            ]
    for name in wanted:
        columns[name] = figures_of(
            a.data, peer_predictions(a.data, name, installed[name], a.sets, a.sample), a.sample
        )
    if a.speed:
        os.environ.pop("ONRECORD_MODELS", None) if a.fold_models is None else None
        rates = speed(a.data, wanted, a.speed, max(1, a.turn))
        for name, rate in rates.items():
            columns.setdefault(name, {})["pages/s"] = rate
        if "trafilatura" in rates:
            columns["onrecord"]["speed / trafilatura"] = rates["onrecord"] / rates["trafilatura"]
        columns["onrecord"]["time / parsing alone"] = rates["parsing alone"] / rates["onrecord"]
    if a.memory:
        for name in ["onrecord", *wanted]:
            columns[name]["peak memory MB"] = memory(a.data, a.sets, name)
    table(columns)
    if a.by_language:
        languages(a.data, own)
    if a.worst:
        worst(a.data, own, a.worst)
    if a.sample or set(a.sets) != set(SETS):
        return 0
    kept = "cross-validated " if a.fold_models else "shipped "
    not_floors = ("pages/s", "peak memory MB", "time / parsing alone")
    figures = {
        kept + k if not k.startswith("speed") else k: v
        for k, v in columns["onrecord"].items()
        if k not in not_floors
    }
    if a.update:
        for line in floors.update(figures, digest(a.data), lower=a.lower):
            print(line)
        return 0
    failed = floors.check(figures, digest(a.data))
    for line in failed:
        print("FLOOR", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
