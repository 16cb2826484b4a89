"""Is what is shown as said really said?  Types of attributions against marks made by hand.

    python benchmarks/said.py                 both sets, with 95 % intervals (Wilson); --show lists what differs

`said.jsonl` holds the marks: for each statement or silence that the program found, the page, a digest of the words of its cue and
content, and the label that a reader gave without seeing the program's (communication, attitude, silence).  No text is in it.

- "fundus": 335 attributions of 20 English news pages of `extraction/fundus`, at most 20 a page, drawn at random.
- "polnear-dev": 74 negated or refusing attributions of PolNeAR dev, on which silence is hard to tell; 14 more were left out, on
  which the reader was not sure.

An attribution whose words the program now finds otherwise is passed over and counted.  The toy beside it calls communication what has
a verb of speech in its cue and no negation, silence what has both, and everything else an attitude.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import read
from onrecord.read.statements.quoting.cue_lexicon import cues_of, is_verb
from onrecord.read.statements.reader import spoken_of_texts
from onrecord.records import Span

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
MARKS = Path(__file__).with_name("said.jsonl")
_NEGATION = re.compile(r"\b(?:not|never|no|nobody|neither|nor|declin\w+|refus\w+|without)\b|n['’]t", re.I)


def key_of(cue: str, content: str) -> str:
    """The digest of an attribution's words."""
    return hashlib.blake2b(f"{cue}\n{content}".encode(), digest_size=8).hexdigest()


def toy(cue: str) -> str:
    """What a list of verbs says."""
    if not any(is_verb(w, cues_of("en")) for w in re.findall(r"\w+", cue.lower())):
        return "silence" if re.search(r"declin|refus", cue, re.I) else "attitude"
    return "silence" if _NEGATION.search(cue) else "communication"


def found(name: str, pages: set[str]) -> Iterator[tuple[str, str, str, str]]:
    """(page, key, words, type) of everything the program finds on the marked pages."""
    texts: list[tuple[str, str, list[tuple[tuple[Span, ...], tuple[Span, ...], str]]]] = []
    if name == "fundus":
        for page in sorted(pages):
            path = BENCH / "extraction" / "fundus" / "pages" / f"{page}.html.gz"
            reading = read(gzip.decompress(path.read_bytes()), statements=True)
            if reading.article is not None:
                of = [(s.cue, s.content, s.type.value) for s in reading.statements]
                of += [(s.cue, s.about, "silence") for s in reading.silences]
                texts.append((page, reading.article.text, of))
    else:
        lines = (BENCH / "attribution" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        articles = [a for a in map(json.loads, lines) if a["id"] in pages]
        for article, spoken in zip(articles, spoken_of_texts(a["text"] for a in articles), strict=True):
            of = [(s.cue, s.content, s.type.value) for s in spoken.statements]
            of += [(s.cue, s.about, "silence") for s in spoken.silences]
            texts.append((article["id"], article["text"], of))
    for page, text, every in texts:
        for cue, content, type_ in every:
            words = [" … ".join(s.of(text) for s in part) for part in (cue, content)]
            yield page, key_of(*words), f"{words[0]} | {words[1][:60]}", type_


def interval(k: int, n: int, z: float = 1.96) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    if not n:
        return "none"
    p, d = k / n, 1 + z * z / n
    middle, wide = (p + z * z / 2 / n) / d, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n) / d
    return f"{p:.3f} ({middle - wide:.3f}-{middle + wide:.3f}, {k} of {n})"


def report(title: str, pairs: list[tuple[str, str]]) -> None:
    """The shares that count, of (label by hand, label of the program)."""
    said = [p for p in pairs if p[0] == "communication"]
    shown = [p for p in pairs if p[1] == "communication"]
    both = sum(a == b == "communication" for a, b in pairs)
    silent = sum((a == "silence") == (b == "silence") for a, b in pairs)
    lost = sum(p[1] == "silence" for p in said)
    print(f"  {title}: of what is shown as said, said {interval(both, len(shown))};")
    print(f"    of what is said, shown {interval(both, len(said))}; called silent {lost};")
    print(f"    silence or not, right {interval(silent, len(pairs))}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="list what differs")
    arguments = parser.parse_args()
    marks: dict[str, dict[tuple[str, str], str]] = {}
    for one in map(json.loads, MARKS.read_text(encoding="utf-8").splitlines()):
        marks.setdefault(one["set"], {})[one["page"], one["key"]] = one["label"]
    for name, labels in marks.items():
        pairs, simple, seen = [], [], set()
        for page, key, words, type_ in found(name, {p for p, _ in labels}):
            label = labels.get((page, key))
            if label is None or (page, key) in seen:
                continue
            seen.add((page, key))
            pairs.append((label, type_))
            simple.append((label, toy(words.split(" | ")[0])))
            if arguments.show and label != type_:
                print(f"    {label} -> {type_}: {words!r}")
        print(f"{name}: {len(pairs)} of {len(labels)} marked attributions are found with the same words")
        report("onrecord", pairs)
        report("toy", simple)


if __name__ == "__main__":
    main()
