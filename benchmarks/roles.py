"""Roles and kinds of furniture, block by block, against the pages that careful readers have labelled.

    python -m benchmarks.roles --fold-models FOLDS [--data ../shared/bench/extraction] [--confusions]

FOLDS is what `python -m training.train --keep FOLDS` leaves: each page is labelled by a model that has seen no page of its
site.  The labels are those of the program in the end (network, then `onrecord.read.refine`); "network" is the share that is
right before.  Pages that are no article are left out.  What readers label differs in kinds of furniture (related or teasers,
navigation or legal), less so in roles of the story.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from benchmarks.data import DEFAULT, SETS, gold, page
from benchmarks.extraction import fold_of
from onrecord.read.evidence import hints
from onrecord.read.label import label
from onrecord.read.labels import LABELS, Labelled, likeliest
from onrecord.read.page import decode
from onrecord.read.walk import walk
from onrecord.records import TEXT_ROLES, Furniture
from training.data import annotations

Pairs = Counter[tuple[str, str]]


def labelled(data: Path, folds: Path) -> tuple[Pairs, int, int]:
    """(how often each label of the readers met each of ours, blocks that the network alone has right, pages)."""
    golds = {f"{s}/{g['id']}": (s, g) for s in SETS for g in gold(data, s)}
    pairs: Pairs = Counter()
    right = pages = 0
    for name, note in annotations().items():
        if name not in golds:
            continue
        set_, of = golds[name]
        if of.get("type") not in (None, "article"):
            continue  # it has no story
        os.environ["ONRECORD_MODELS"] = str(folds / f"fold-{fold_of(set_, of)}")
        tree = walk(decode(page(data, set_, of["id"]), url=of["url"]))
        if len(tree.raws) != note["n"]:
            print(f"{name}: {len(tree.raws)} blocks, labelled were {note['n']}", file=sys.stderr)
            continue
        pages += 1
        wanted = {i: role for first, last, role in note["runs"] for i in range(first, last + 1)}
        found: Labelled = label(tree, hints(tree.head, of["url"]))
        ours = [str(x.furniture or x.role) for x in found.labels]
        pairs.update((role, ours[i]) for i, role in wanted.items())
        if found.probabilities is None:
            raise SystemExit(f"{folds}: {found.notes[0].why}")
        best = likeliest(found.probabilities)[0].tolist()
        right += sum(LABELS[best[i]] == role for i, role in wanted.items())
    return pairs, right, pages


def table(pairs: Pairs, right: int, pages: int, confusions: bool) -> None:
    total = sum(pairs.values())
    both = sum(n for (a, b), n in pairs.items() if a == b)
    side = sum(n for (a, b), n in pairs.items() if (a in TEXT_ROLES) == (b in TEXT_ROLES))
    kinds = frozenset(map(str, Furniture))
    story = [(n, a == b) for (a, b), n in pairs.items() if a not in kinds or b not in kinds]
    print(f"{pages} pages, {total:,} blocks")
    print(f"right: {both / total:.3f} (network {right / total:.3f}); text or not: {side / total:.3f}")
    hit = sum(n for n, same in story if same)
    print(f"roles of the story, of blocks that either takes for one: {hit / sum(n for n, _ in story):.3f}\n")
    print(f"{'':14}{'blocks':>8}{'recall':>8}{'precision':>11}{'F1':>7}")
    for name in LABELS:
        wanted = sum(n for (a, _), n in pairs.items() if a == name)
        found = sum(n for (_, b), n in pairs.items() if b == name)
        same = pairs[name, name]
        if not wanted:
            continue
        recall, precision = same / wanted, same / max(1, found)
        f1 = 2 * same / (wanted + found)
        line = f"{name:14}{wanted:8,}{recall:8.2f}{precision:11.2f}{f1:7.2f}"
        if confusions:
            others = Counter({b: n for (a, b), n in pairs.items() if a == name != b}).most_common(4)
            line += "   " + ", ".join(f"{b} {n}" for b, n in others)
        print(line)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DEFAULT)
    ap.add_argument("--fold-models", type=Path, required=True, help="folder of fold-0 .. fold-4")
    ap.add_argument("--confusions", action="store_true", help="what each label is taken for")
    a = ap.parse_args()
    if not (a.data / "score.py").exists():
        print(f"There is no development data at {a.data}; name another folder with --data.", file=sys.stderr)
        return 2
    pairs, right, pages = labelled(a.data, a.fold_models)
    if not pages:
        print("None of the pages that readers have labelled is in the data.", file=sys.stderr)
        return 2
    table(pairs, right, pages, a.confusions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
