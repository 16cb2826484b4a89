"""The page that started the project: is every statement of the careful reader found, with its speaker?

    python benchmarks/seed.py [--seed DIR]

A statement counts as found if the contents share at least half of their words' places (intersection over union, the
words of the gold looked up in the article's text) and the cues overlap; its speaker is right if the names share a
word that is not an article.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord import read
from onrecord.records import Statement

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "seed"
_SMALL = frozenset("the of a and s soldiers unnamed".split())


def places(text: str, words: list[str]) -> set[int]:
    """The code points of the letters that `words` cover in `text`: the longest of them, and the others nearest to it."""
    out: set[int] = set()
    near = 0
    for w in sorted((w.strip("“”") for w in words), key=len, reverse=True):
        at = min(
            (m.start() for m in re.finditer(re.escape(w), text)), key=lambda x: abs(x - near), default=-1
        )
        if at >= 0:
            near = near or at
            out.update(i for i in range(at, at + len(w)) if text[i].isalnum())
    return out


def covered(text: str, statement: Statement) -> set[int]:
    return {i for s in statement.content for i in range(s.start, s.end) if text[i].isalnum()}


def _names(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _SMALL


def same_speaker(expected: str, found: str) -> bool:
    a, b = _names(expected), _names(found)
    return bool(a & b) or expected == found or (not a and not b)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--seed", type=Path, default=DEFAULT)
    a = ap.parse_args()
    expected: dict[str, Any] = json.loads((a.seed / "expected.json").read_text(encoding="utf-8"))
    reading = read((a.seed / "page.txt").read_bytes(), name="page.txt", statements=True)
    assert reading.article is not None
    text = reading.article.text
    missing = 0
    for e in expected["statements"]:
        if "content_clause" in e:
            e["content"] = [*e["content"], e["content_clause"]]
        gold = places(text, e["content"])
        best, share = None, 0.0
        for s in reading.statements:
            mine = covered(text, s)
            iou = len(gold & mine) / len(gold | mine) if gold | mine else 0.0
            if iou > share:
                best, share = s, iou
        found = best is not None and share >= 0.5
        who = best is not None and same_speaker(e["speaker"], best.speaker.name)
        optional = " (optional)" if e.get("optional") else ""
        missing += not optional and not (found and who)
        print(
            f"{'ok ' if found and who else 'NO '} {share:.2f}  {e['speaker']} / {e['cue']}{optional}"
            f"  ->  {best.speaker.name if best else None} {best.speaker.inferred if best else ''}"
            f" [{' '.join(c.of(text) for c in best.cue) if best else ''}] {best.grade.firmness if best else ''}"
        )
    print(
        f"{len(reading.statements)} statements read; {missing} of those wanted are missing or have another speaker"
    )
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
