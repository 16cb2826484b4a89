"""How well statements are read: source, cue and content against the corpus, confidence, speed, memory.

    python benchmarks/statements.py [--data DIR] [--split dev] [--no-peers] [--speed N] [--update [--lower]]

Scores by the `score.py` that stands with the data (PolNeAR; see `benchmarks/README.md`), for the program as it ships and
for rule readers on the same articles.  The program was trained on "train" and chosen on "dev".
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import floors
from onrecord.read.statements.analysis import Attribution
from training.statements.corpus import DATA, Document, as_gold, documents, scorer

#: Verbs of speech: an attribution counts as one of speech if a word of its cue is a form of one of them.
SPEECH = frozenset(
    """accuse add admit affirm agree allege announce answer argue ask assert assure boast caution claim comment complain
    concede conclude confirm contend counter criticize declare denounce deny describe disclose dismiss emphasize exclaim
    explain express insist joke lament maintain mention note object observe pledge predict proclaim promise quip quote recall
    reiterate reject remark remind repeat reply report respond reveal say scream shout speak state stress suggest talk tell
    testify threaten tweet urge voice vow warn write yell""".split()
)
_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "thought": "think",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
}


def _speech(text: str, cue: Sequence[Sequence[int]]) -> bool:
    for s, e in cue:
        for word in text[s:e].lower().split():
            word = _IRREGULAR.get(word, word)
            stems = {word, word[:-1], word[:-2], word[:-3], word[:-2] + "y", word[:-3] + "e", word[:-3] + "y"}
            if len(word) > 4 and word[-3:-2] == word[-4:-3]:
                stems.add(word[:-3])
            if stems & SPEECH:
                return True
    return False


def speech_f1(module: ModuleType, gold: list[dict[str, Any]], found: dict[str, Any]) -> dict[str, float]:
    """Whole attributions whose cue is a verb of speech: recall over gold's, precision over the found ones'."""
    tp = n = tr = m = 0
    for d in gold:
        text, a, b = d["text"], d["attributions"], found.get(d["id"], [])
        pairs = module.match_attributions(text, a, b, "full")
        g, p = [_speech(text, x["cue"]) for x in a], [_speech(text, x["cue"]) for x in b]
        tr += sum(g[i] for i, _ in pairs)
        tp += sum(p[j] for _, j in pairs)
        n, m = n + sum(p), m + sum(g)
    p, r = tp / n if n else 0.0, tr / m if m else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}


def people(module: ModuleType, data: Path) -> float:
    """How far two people agree on attributions of speech, over all articles that several have marked (F1)."""
    tp = n = tr = m = 0
    for split in ("train", "dev"):
        for line in (data / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            marked = [v for _, v in sorted(d.get("annotators", {}).items())]
            for i, a in enumerate(marked):
                for b in marked[i + 1 :]:
                    pairs = module.match_attributions(d["text"], a, b, "full")
                    g, p = (
                        [_speech(d["text"], x["cue"]) for x in a],
                        [_speech(d["text"], x["cue"]) for x in b],
                    )
                    tr += sum(g[k] for k, _ in pairs)
                    tp += sum(p[k] for _, k in pairs)
                    n, m = n + sum(p), m + sum(g)
    return (tp + tr) / (n + m) if n + m else 0.0


def calibration(
    module: ModuleType, gold: list[dict[str, Any]], found: dict[str, list[Attribution]]
) -> dict[str, float]:
    """Expected calibration error in ten bins of equal width (Guo et al. 2017), and precision where half is found."""
    rows: list[tuple[float, bool]] = []
    total = 0
    for d in gold:
        mine = found[d["id"]]
        total += len(d["attributions"])
        hits = {j for _, j in module.match_attributions(d["text"], d["attributions"], as_gold(mine), "full")}
        rows += [(a.score, j in hits) for j, a in enumerate(mine)]
    error = 0.0
    for k in range(10):
        bin_ = [(s, h) for s, h in rows if k / 10 <= s < (k + 1) / 10 or (k == 9 and s >= 1)]
        if bin_:
            error += abs(sum(s - h for s, h in bin_)) / len(rows)
    rows.sort(key=lambda x: -x[0])
    hits_, precision = 0, 0.0
    for i, (_, hit) in enumerate(rows, 1):
        hits_ += hit
        if hits_ >= total / 2:
            precision = hits_ / i
            break
    return {"ece": error, "precision at recall .50": precision}


def ours(texts: Sequence[str]) -> list[list[Attribution]]:
    from onrecord.read.statements.reader import attributions

    return [list(a) for a in attributions(texts)]


def marks_only(texts: Sequence[str]) -> list[list[Attribution]]:
    """The reader of other languages on English: quotation marks and a table of verbs."""
    from onrecord.read.statements.quoting.quotation_reader import read_quotations

    return [list(read_quotations(t, "en")) for t in texts]


def clauses(docs: Sequence[Document]) -> list[list[Attribution]]:
    """A rule reader as GenderGapTracker and textacy have it, on the machine-made parses that come with the corpus.

    A verb of speech; its source is its subject's subtree, its content its clause's subtree, or what stands in
    quotation marks beside it.  Those programs need a spaCy pipeline, which PyPI does not hold.
    """
    from onrecord.records import Span

    results = []
    for d in docs:
        out = []
        for s in d.layer["sentences"]:
            words, heads = s["tokens"], [h for h, _ in s["heads"]]
            deps = [x for _, x in s["heads"]]
            below: list[list[int]] = [[] for _ in words]
            for i, h in enumerate(heads):
                if h >= 0:
                    below[h].append(i)

            def span(top: int, below: list[list[int]] = below, words: Any = words) -> Span:
                seen, todo = {top}, [top]
                while todo:
                    for k in below[todo.pop()]:
                        if k not in seen:
                            seen.add(k)
                            todo.append(k)
                return Span(words[min(seen)][0], words[max(seen)][1])

            for i, w in enumerate(words):
                if w[2].startswith("VB") and w[4] in SPEECH:
                    subjects = [k for k in below[i] if deps[k].startswith("nsubj")]
                    contents = [k for k in below[i] if deps[k] in ("ccomp", "parataxis", "xcomp")]
                    if not contents and heads[i] >= 0 and deps[i] in ("parataxis", "ccomp"):
                        contents = [heads[i]]
                    if contents:
                        top = span(contents[0])
                        parts = (
                            [top]
                            if not top.start <= w[0] < top.end
                            else [p for p in (Span(top.start, max(top.start, min(w[0], top.end))),) if len(p)]
                        )
                        source = (span(subjects[0]),) if subjects else ()
                        out.append(Attribution(source, (Span(w[0], w[1]),), tuple(parts), 0.5, "clauses"))
        results.append(out)
    return results


def _rows(module: ModuleType, gold: list[dict[str, Any]], found: list[list[Attribution]]) -> dict[str, float]:
    by_id = {d["id"]: as_gold(a) for d, a in zip(gold, found, strict=True)}
    report = module.score(gold, by_id)
    out = {f"full {k}": report["full", k]["f1"] for k in ("all", "direct", "indirect", "mixed")}
    out["full precision"], out["full recall"] = report["full", "all"]["p"], report["full", "all"]["r"]
    out["verbs of speech"] = speech_f1(module, gold, by_id)["f1"]
    out["exact contents"] = report["exact", "content"]["f1"]
    out["exact contents, edges trimmed"] = report["exact_edge", "content"]["f1"]
    out["exact sources"] = report["exact", "source"]["f1"]
    return out


def speed(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Articles of 1,000 words a second of processor time, one thread: statements whole, and the network alone.

    `prototype` puts windows of 256 pieces with stride 128 one by one through the same network: what the
    design measured, on this machine.
    """
    import numpy as np

    from onrecord.read.statements.network import network
    from onrecord.read.statements.pieces import FEATURES, windows
    from onrecord.read.statements.reader import statements_of_texts

    words = sum(len(t.split()) for t in texts)
    net = network()
    net.read(texts[:2])
    pieces = sum(len(w.pieces) for t in texts for w in windows(t, net._vocabulary))
    whole, alone, proto = [], [], []
    one = {
        "ids": np.full((1, 256), 1000, np.int64),
        "features": np.zeros((1, 256, FEATURES), np.float32),
        "mask": np.ones((1, 256), np.float32),
    }
    for _ in range(rounds):
        t = time.process_time()
        for k in range(0, len(texts), 16):
            list(statements_of_texts(texts[k : k + 16]))
        whole.append(time.process_time() - t)
        t = time.process_time()
        for k in range(0, len(texts), 16):
            net.read(texts[k : k + 16])
        alone.append(time.process_time() - t)
        t = time.process_time()
        for _ in range(10):
            net._model.run(["roles"], **one)
        proto.append((time.process_time() - t) / 10 * pieces / 128)
    return {
        "articles/s": words / 1000 / min(whole),
        "articles/s, network alone": words / 1000 / min(alone),
        "articles/s, prototype's windows": words / 1000 / min(proto),
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--split", default="dev")
    ap.add_argument("--no-peers", action="store_true", help="only the program itself")
    ap.add_argument(
        "--speed", type=int, default=3, metavar="N", help="rounds of the measurement of speed; 0 for none"
    )
    ap.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    ap.add_argument("--lower", action="store_true", help="with --update: lower floors as well")
    a = ap.parse_args()
    module = scorer()
    docs = list(documents(a.split, a.data))
    texts = [d.text for d in docs]
    gold = [{"id": d.id, "text": d.text, "attributions": as_gold(d.attributions)} for d in docs]
    readers: dict[str, Callable[[], list[list[Attribution]]]] = {"onrecord": lambda: ours(texts)}
    if not a.no_peers:
        readers |= {
            "marks and verbs": lambda: marks_only(texts),
            "speech verbs + parses": lambda: clauses(docs),
        }
    found = {name: read() for name, read in readers.items()}
    tables = {name: _rows(module, gold, f) for name, f in found.items()}
    sure = calibration(module, gold, {d.id: f for d, f in zip(docs, found["onrecord"], strict=True)})
    print(f"{len(docs)} articles of {a.split}, F1 unless said\n")
    print(f"| measure | {' | '.join(tables)} |\n|---|{'--:|' * len(tables)}")
    for name in tables["onrecord"]:
        print(f"| {name} | {' | '.join(f'{100 * t[name]:.1f}' for t in tables.values())} |")
    figures = {f"statements {a.split} {k}": v for k, v in (tables["onrecord"] | sure).items() if k != "ece"}
    print(
        f"\ntwo people on verbs of speech, all articles that several have marked: {100 * people(module, a.data):.1f}"
    )
    print(
        f"confidence: calibration error {sure['ece']:.3f}, precision at recall .50 {sure['precision at recall .50']:.3f}"
    )
    if a.speed:
        for name, value in speed(texts[:32], a.speed).items():
            print(f"{name}: {value:.2f}")
        print(
            f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, gold and scores included"
        )
    data = {
        f"attribution {a.split}": hashlib.sha256((a.data / f"{a.split}.jsonl").read_bytes()).hexdigest()[:16]
    }
    if a.update:
        print(*floors.update(figures, data, lower=a.lower, name="statements"), sep="\n")
    fallen = floors.check(figures, data, name="statements")
    print(*fallen, sep="\n")
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
