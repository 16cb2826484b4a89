"""What a teacher says of the corpus, of the corpus with other names, and of news that nobody has marked.

    python -m training.statements.lessons --teacher TEACHER.pt --encoder FOLDER --out LESSONS.pickle

The teacher is what `python -m training.statements.train --teacher FOLDER` left.  Of every piece it gives the
probabilities of its labels, and of pairs of labels, which a student learns in place of yes and no (Hinton et al. 2015;
for chains of labels Wang et al. 2020).  Texts that nobody has marked get the teacher's own attributions for gold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.pieces import Vocabulary, windows
from onrecord.read.statements.role_decoding import LABELS, forward_backward
from onrecord.read.statements.tokens import paragraphs
from training.statements.augment import Marked, augmented, lexicon
from training.statements.corpus import DATA, analysis, documents
from training.statements.evaluate import attributions, heard
from training.statements.examples import Lesson
from training.statements.net import Net, pretrained
from training.statements.teacher import mpnet
from training.statements.train import encoder_folder

PAGES = DATA.parent / "extraction"
STORIES = DATA.parent / "stories" / "google-news-2017.jsonl.gz"
_TOGETHER = 2048  # pieces that are read side by side
_SHORTEST, _LONGEST = 800, 12_000  # characters of a text that nobody has marked
_ENGLISH = frozenset("the of to and that for with was is has from he she said".split())
GOLD = 0.4  # how much gold counts beside the teacher


def probabilities(
    emissions: NDArray[np.float32], transitions: NDArray[np.float32], start: NDArray[np.float32]
) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    """Of labels, pieces by labels; of pairs of neighbours, pieces by labels before by labels."""
    n, k = emissions.shape
    moves = np.exp(transitions.astype(np.float64))
    forward, backward, emitted = (
        x[:, 0] for x in forward_backward(emissions[:, None], [1] * n, transitions, start)
    )
    single = forward * backward
    pairs = np.zeros((n, k, k))
    pairs[1:] = forward[:-1, :, None] * moves * (emitted[1:] * backward[1:])[:, None, :]
    pairs[1:] /= pairs[1:].sum((1, 2), keepdims=True)
    single /= single.sum(1, keepdims=True)
    return single.astype(np.float16), pairs.astype(np.float16)


def lesson(
    net: Net, vocabulary: Vocabulary, text: str, rng: random.Random
) -> tuple[Lesson, tuple[Attribution, ...]]:
    """What the teacher says of a text's pieces, and the attributions that it finds."""
    cut = [w.pieces for w in windows(text, vocabulary, sizes=iter(lambda: rng.randint(144, 224), None))]
    transitions, start = net.transitions.detach().numpy(), net.start.detach().numpy()
    found: list[Attribution] = []
    parts: dict[int, tuple[NDArray[np.float16], NDArray[np.float16]]] = {}
    order = sorted((i for i, p in enumerate(cut) if p), key=lambda i: len(cut[i]))
    while order:
        some, room = [order.pop()], _TOGETHER
        while order and (len(some) + 1) * len(cut[some[0]]) <= room:
            some.append(order.pop())
        for i, given in zip(some, heard(net, vocabulary, [cut[i] for i in some]), strict=True):
            parts[i] = probabilities(given["roles"].numpy(), transitions, start)
            found += attributions(net, cut[i], given)
    starts = np.array([p.start for pieces in cut for p in pieces], np.int64)
    single = np.concatenate([parts[i][0] for i in sorted(parts)] or [np.zeros((0, len(LABELS)), np.float16)])
    pairs = np.concatenate(
        [parts[i][1] for i in sorted(parts)] or [np.zeros((0, len(LABELS), len(LABELS)), np.float16)]
    )
    # Where one of the teacher's windows ends and the next begins, nothing is known but the labels of both sides.
    alone = np.flatnonzero(pairs.sum((1, 2)) == 0)[1:]
    pairs[alone] = single[alone - 1, :, None] * single[alone, None, :]
    return Lesson(starts, single, pairs), tuple(sorted(found, key=lambda a: a.cue[0].start if a.cue else 0))


def _english(text: str) -> bool:
    words = text.lower().split()
    return sum(w in _ENGLISH for w in words) > 0.12 * len(words)


def unmarked() -> Iterator[str]:
    """English running text of news and other pages, at hand without statements marked."""
    with gzip.open(STORIES, "rt", encoding="utf-8") as f:
        yield from (text for line in f if len(text := json.loads(line)["text"]) <= _LONGEST)
    for name in ("wcxb", "fundus"):
        for line in (PAGES / name / "gold.jsonl").read_bytes().splitlines():
            row = json.loads(line)
            text = "\n".join(p.strip() for p in row["text"].split("\n") if p.strip())
            if row["type"] == "article" and _english(text) and _SHORTEST <= len(text) <= _LONGEST:
                yield text


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument(
        "--encoder", type=Path, required=True, help="folder with config.json and model.safetensors"
    )
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--unmarked", type=int, default=700, help="texts that nobody has marked, at most")
    ap.add_argument("--other-names", action="store_true", help="the corpus with other names too")
    ap.add_argument("--limit", type=int, help="articles, for a trial")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    _, words = pretrained(encoder_folder())
    net, vocabulary = Net(mpnet(a.encoder)), Vocabulary(words)
    net.load_state_dict(torch.load(a.teacher, weights_only=True)["net"])
    net.eval()
    net.short = True
    rng = random.Random(1)
    train = [Marked(d.attributions, analysis(d)) for d in documents("train")][: a.limit]
    names = lexicon(m.analysis for m in train)
    rows: list[tuple[str, int, Marked, Lesson]] = []
    begun = time.time()

    def teach(kind: str, texts: list[Marked], weight: float) -> None:
        for i, marked in enumerate(texts):
            said, found = lesson(net, vocabulary, marked.text, rng)
            if kind == "unmarked":
                marked = replace(marked, attributions=found)
            rows.append((kind, i, marked, replace(said, weight=weight)))
            if (i + 1) % 50 == 0:
                print(f"{kind}  {i + 1}/{len(texts)}  {time.time() - begun:.0f} s", flush=True)
        with a.out.open("wb") as f:
            pickle.dump(rows, f)

    teach("as it is", train, 1 - GOLD)
    others = [
        Marked((), Analysis(t, paragraphs=paragraphs(t), language="en")) for t in sorted(set(unmarked()))
    ]
    rng.shuffle(others)
    teach("unmarked", others[: a.unmarked], 1.0)
    if a.other_names:
        teach("other names", [augmented(m, names, rng) for m in train], 1 - GOLD)


if __name__ == "__main__":
    main()
