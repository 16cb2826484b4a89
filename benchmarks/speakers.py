"""Who is it: how often the speaker is whom the corpus' coreference chains say.

    python -m benchmarks.speakers [--data DIR] [--split dev] [--errors N] [--json]

The input are gold attributions and the machine-made analysis.  An attribution counts if its source is one word that the
chains (CoreNLP's, noisy) put together with a named person: a chain counts if one of its mentions has a head marked PERSON.
Whom a chain calls is the surname that most of its names have, in the fullest of their forms.  A speaker is right if
the names agree: the same surname, and where both have a given name, the same one (or its initial or short form).

Shown are he/she sources, beside the rules that a reader would try first (nearest person before, and so on), then
surnames, and how well the score is calibrated.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord.read.statements.naming.discourse_context import DiscourseContext, discourse_context
from onrecord.read.statements.naming.person_names import compatible, parse
from onrecord.read.statements.naming.speaker_resolution import resolve_speakers
from onrecord.read.statements.naming.token_view import strip_possessive
from onrecord.records import Speaker, SpeakerKind
from training.statements.corpus import DATA, analysis, documents
from training.statements.speakers import HE, SHE, chains, main_name

RULES = ("nearest", "gender", "unquoted", "subjects")


@dataclass(frozen=True, slots=True)
class Case:
    """One he/she source: what was concluded, what the chain says, and what the plain rules say."""

    document: str
    context: str
    speaker: Speaker
    name: str
    names: tuple[str, ...]
    rules: dict[str, str]

    @property
    def right(self) -> bool:
        return same(self.speaker.name, self.name)


def same(a: str, b: str) -> bool:
    """Whether two names agree."""
    return compatible(parse(strip_possessive(a)), parse(strip_possessive(b)))


def plain(on: DiscourseContext, word: int, gender: str) -> dict[str, str]:
    """What rules alone would take for whom a pronoun calls."""
    out: dict[str, str] = {}
    v = on.view
    for call in reversed(on.calls):
        if call.word >= word or call.how != "name":
            continue
        one = on.entities[call.entity]
        if one.kind is not SpeakerKind.PERSON:
            continue
        name = on.cast.parties[one.party].name
        out.setdefault("nearest", name)
        if one.gender.lower() in ("", gender):
            out.setdefault("gender", name)
            if not v.quoted[call.word]:
                out.setdefault("unquoted", name)
                if v.relation[call.last - 1] == "subject":
                    out.setdefault("subjects", name)
                    break
    return out


def cases(split: str, data: Path) -> Iterator[Case]:
    """All he/she sources of a split that a named chain holds."""
    for doc in documents(split, data):
        given = analysis(doc)
        speakers = resolve_speakers(given, doc.attributions)
        on = discourse_context(given, doc.attributions)
        held = {start: called for called, pronouns in chains(doc) for start, _ in pronouns}
        for one, speaker in zip(doc.attributions, speakers, strict=True):
            if len(one.source) != 1 or one.source[0].start not in held:
                continue
            span = one.source[0]
            low = span.of(doc.text).casefold()
            if low not in ("he", "she"):
                continue
            called = held[span.start]
            word = on.view.at(span)[0]
            yield Case(
                doc.id,
                doc.text[max(0, span.start - 300) : span.end + 40],
                speaker,
                main_name(called),
                tuple(t for _, _, t in called),
                plain(on, word, "m" if low in HE else "f"),
            )


def interval(hits: list[bool]) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    n, z = max(len(hits), 1), 1.96
    p = sum(hits) / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def calibration(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: the mean distance of score and share of right ones, in bins of equal width."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, hit in pairs:
        held[min(int(score * bins), bins - 1)].append((score, hit))
    return sum(abs(sum(s for s, _ in b) - sum(h for _, h in b)) for b in held.values()) / max(len(pairs), 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the attribution data")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", type=int, default=0, help="show this many that are wrong")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = list(cases(options.split, options.data))
    hits = [c.right for c in found]
    low, high = interval(hits)
    figures: dict[str, float] = {
        "he/she sources": len(found),
        "right": sum(hits) / max(len(hits), 1),
        "from": low,
        "to": high,
        "calibration error": calibration([(c.speaker.score, c.right) for c in found]),
    }
    for word, forms in (("he", HE), ("she", SHE)):
        these = [c.right for c in found if c.context[-40 - len(word) : -40].casefold() in forms]
        figures[f"right, {word}"] = sum(these) / max(len(these), 1)
    for rule in RULES:
        figures[f"rule: {rule}"] = sum(same(c.rules.get(rule, "?"), c.name) for c in found) / max(
            len(found), 1
        )
    figures["any name of the chain"] = sum(any(same(c.speaker.name, n) for n in c.names) for c in found) / max(len(found), 1)  # fmt: skip
    if options.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}))
    else:
        for key, value in figures.items():
            print(f"{key:24} {value:8.3f}" if value <= 1 else f"{key:24} {value:8.0f}")
    for case in [c for c in found if not c.right][: options.errors]:
        print("-" * 80, f"\n{case.document}: {case.speaker.name} ({case.speaker.score}) for {case.name} {set(case.names)}\n{case.context}")  # fmt: skip


if __name__ == "__main__":
    main()
