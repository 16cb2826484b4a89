"""Write the models' card: what they are, what they were trained on (with digests), and how well they do.

    python -m training.card

reads `training/scores-*.json`, which cross-validation leaves, and the models in the package.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from training.data import BENCH, annotations

HERE = Path(__file__).parent
MODELS = HERE.parent / "src" / "onrecord" / "models"

HEAD = """# Models

The reader of statements has a card of its own: `statements.md`; the weights by which speakers are resolved are in `speakers.json`
(`training/statements/speakers.py`), those by which titles are chosen in `titles.json` (`training/titles.py`).

| file | size | labels the blocks of | version |
|---|--:|---|---|
{files}

`blocks-html` and `blocks-text` are the same small network (`training/net.py`): hashed words of the elements around a block and of its text, numbers on
its form, its place and its likeness to what the page says of itself (`onrecord/read/features.py`), then four dilated
convolutions along the page. They give each block a probability for each of {labels} labels and the page one for each of
five types. Licence: Apache-2.0, as the package. The training texts are not in the files: words enter only as hashed rows.

`blocks-html-siblings` is a second, much smaller network (`training/siblings.py`): for each block of a web page it weighs what the
first one says of it against its mean judgement of the block's siblings, and it tells anew whether the page is an article
(`onrecord/read/siblings.py`).

## Trained on

| data | pages | what it tells | SHA-256 of gold.jsonl |
|---|--:|---|---|
{data}

and on {notes} of these pages labelled block by block by careful readers (`training/annotations.jsonl`: block numbers and
labels, no text). Where gold text and reader disagree on what belongs to the story, the gold decides.

## Scores

Five-fold cross-validation, no site in more than one fold, so each page is scored by a model that has not seen its site. Before
`onrecord.read.refine` puts in what words say outright.
`fundus`, `wcxb`: mean bag F1 of the running text; `traf`: F1 of snippets; `is_article`: F1 of articles against listings,
collections, products and forums; `labels`: share of hand-labelled blocks with the right one of all labels. Measured straight
from blocks; `benchmarks/extraction.py` measures whole pages through the program.

| model | {columns} |
|---|{rules}|
{scores}

## Limits

Mostly English and German pages; few in Cyrillic, Chinese, Japanese and Korean, none in Arabic or Hebrew were labelled by hand.
Rare roles (live-blog headers, corrections, pull quotes, embeds) have few examples and lean on rules for their weak labels.
The kinds of furniture are told less surely than furniture from story. Pages that hold several full stories are read as one.
"""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    import onnx

    from onrecord.read.labels import LABELS

    files = []
    for path in sorted(MODELS.glob("blocks-*.onnx")):
        meta = {p.key: p.value for p in onnx.load(str(path)).metadata_props}
        what = "web pages" if "html" in path.name else "text dumps"
        if "siblings" in path.name:
            what = "web pages, siblings together"
        files.append(f"| `{path.name}` | {path.stat().st_size / 1e6:.2f} MB | {what} | {meta['version']} |")
    tells = {
        "fundus": "text, title, summary, captions, authors",
        "wcxb": "text, type of page, snippets that must not appear",
        "traf": "snippets that must and must not appear",
    }
    data = []
    for name, told in tells.items():
        gold = BENCH / name / "gold.jsonl"
        pages = sum(1 for _ in gold.open(encoding="utf-8"))
        data.append(f"| {name} | {pages} | {told} | `{digest(gold)[:16]}` |")
    scores = {
        p.stem.removeprefix("scores-"): json.loads(p.read_text()) for p in sorted(HERE.glob("scores-*.json"))
    }
    columns = sorted({k for s in scores.values() for k in s})
    rows = [
        f"| {name} | " + " | ".join(f"{s[c]:.3f}" if c in s else "" for c in columns) + " |"
        for name, s in scores.items()
    ]
    text = HEAD.format(
        files="\n".join(files),
        labels=len(LABELS),
        data="\n".join(data),
        notes=len(annotations()),
        columns=" | ".join(columns),
        rules="--:|" * (len(columns) - 1) + "--:",
        scores="\n".join(rows),
    )
    (MODELS / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
