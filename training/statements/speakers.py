"""Learn whom "he" and "she" call, and which given names tell a woman or a man, from machine-made coreference.

    python -m training.statements.speakers [--data DIR] [--decay X]

Writes `models/speakers.json` in the package: the weights of the choice among candidates (`read/statements/naming/pronoun_resolution.py`),
trained on the coreference chains of the train articles, and the table of given names (the list beside
this file, and names that the chains show with one kind of pronoun only).  Deterministic.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.read.statements.naming import person_names
from onrecord.read.statements.naming.discourse_context import DiscourseContext, discourse_context
from onrecord.read.statements.naming.person_names import parse
from onrecord.read.statements.naming.pronoun_resolution import (
    Choice,
    choices,
    probabilities,
    resolve_pronouns,
    tables,
)
from onrecord.read.statements.naming.token_view import strip_possessive
from training.statements.corpus import DATA, Document, analysis, documents

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src" / "onrecord" / "models" / "speakers.json"
HE, SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
ROUNDS = 3


def chains(doc: Document) -> list[tuple[list[tuple[int, int, str]], list[tuple[int, str]]]]:
    """The chains that call a named person: their names as (start, end, text), their he/she pronouns as (start, word)."""
    sentences = doc.layer["sentences"]
    out = []
    for chain in doc.layer["coref"]:
        called, pronouns = [], []
        for number, first, last, head, _, text in chain:
            tokens = sentences[number]["tokens"]
            low = text.casefold()
            if low in HE | SHE:
                pronouns.append((tokens[first][0], low))
                continue
            if tokens[head][3] != "PERSON":
                continue
            left = right = head  # the name around the head, without what stands beside it
            while left > first and tokens[left - 1][3] == "PERSON":
                left -= 1
            while right + 1 < last and tokens[right + 1][3] == "PERSON":
                right += 1
            start, end = tokens[left][0], tokens[right][1]
            called.append((start, end, doc.text[start:end]))
        if called and pronouns:
            out.append((called, pronouns))
    return out


def main_name(called: Iterable[tuple[int, int, str]]) -> str:
    """Whom a chain calls: the fullest name with the surname that it uses most."""
    texts = [strip_possessive(t) for _, _, t in called]
    count = Counter(parse(t).short for t in texts)
    short = max(count, key=lambda s: (count[s], -[parse(t).short for t in texts].index(s)))
    return max((t for t in texts if parse(t).short == short), key=lambda t: (len(t.split()), -texts.index(t)))


def given_names(docs: Iterable[Document]) -> dict[str, str]:
    """The table: names from the list, then names of the corpus that one kind of pronoun follows."""
    table = {}
    for line in (HERE / "given_names.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("m ", "f "):
            for name in line[2:].split():
                table[name] = "" if table.get(name, line[0]) != line[0] else line[0]
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for called, pronouns in chains(doc):
            name = parse(main_name(called))
            told = {"m" if low in HE else "f" for _, low in pronouns}
            if (
                name.given
                and len(told) == 1
                and len(pronouns) > 1
                and re.fullmatch(r"[^\W\d_]{3,}", name.given[0])
            ):
                seen[name.given[0]][told.pop()] += 1  # once an article
    for given, counts in sorted(seen.items()):
        if given not in table and len(counts) == 1 and counts.total() > 1:
            table[given] = next(iter(counts))
    return {n: g for n, g in table.items() if g}


def gold(doc: Document, on: DiscourseContext) -> dict[int, int]:
    """For each pronoun (by word) of a chain with a named person, the entity of the scene it calls."""
    out = {}
    for called, pronouns in chains(doc):
        short = parse(main_name(called)).short
        votes: Counter[int] = Counter()
        for start, end, text in called:
            if parse(strip_possessive(text)).short != short:
                continue
            for mention in on.cast.mentions[on.cast.before(start - 30) : on.cast.before(end)]:
                if mention.span.start < end and start < mention.span.end:
                    votes[mention.party] += 1
        if votes:
            best = max(votes, key=lambda i: (votes[i], -i))
            for start, _ in pronouns:
                word = next(
                    (c.word for c in on.calls if c.how == "pronoun" and on.view.starts[c.word] == start), -1
                )
                if word >= 0:
                    out[word] = best
    return out


def examples(
    scenes: list[tuple[DiscourseContext, dict[int, int]]], weights: dict[str, float] | None
) -> list[tuple[Any, int, float]]:
    """Choices with the right candidate's index; the past is gold, or what `weights` chose."""
    rows = []
    table = tables(weights or {})
    for on, right in scenes:
        answers = dict(right) if weights is None else {}
        for choice, _ in choices(on, answers):
            word = choice.call.word
            if weights is not None:
                odds = probabilities(choice, table)
                answers[word] = choice.entities[int(np.argmax(odds))]
            if word in right and right[word] in choice.entities:
                importance = 1.0 if on.source[word] >= 0 else 0.3
                rows.append((choice, choice.entities.index(right[word]), importance))
    return rows


def _both(choice: Choice, features: dict[str, float]) -> dict[str, float]:
    """Features, each also as one of the pronoun's role."""
    return features | {f"{choice.role}/{k}": x for k, x in features.items()}


def fit(rows: list[tuple[Any, int, float]], decay: float, steps: int = 300) -> dict[str, float]:
    """Weights of a logistic choice, by Adam over all examples at once."""
    counts = Counter(k for c, _, _ in rows for f in c.features for k in _both(c, f))
    keys = {k: i for i, k in enumerate(sorted(k for k, n in counts.items() if n >= 5))}
    flat_key, flat_row, flat_value, group, target, importance = [], [], [], [], [], []
    n = 0
    for g, (choice, right, weight) in enumerate(rows):
        for j, features in enumerate(choice.features):
            for k, x in _both(choice, features).items():
                if k in keys:
                    flat_key.append(keys[k])
                    flat_row.append(n)
                    flat_value.append(x)
            group.append(g)
            target.append(1.0 if j == right else 0.0)
            importance.append(weight)
            n += 1
    fk, fr, fv = np.array(flat_key), np.array(flat_row), np.array(flat_value)
    gr, ta, im = np.array(group), np.array(target), np.array(importance)
    w = np.zeros(len(keys))
    m, s = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        score = np.bincount(fr, fv * w[fk], n)
        top = np.full(len(rows), -np.inf)
        np.maximum.at(top, gr, score)
        odds = np.exp(score - top[gr])
        odds /= np.bincount(gr, odds)[gr]
        grad = np.bincount(fk, fv * ((odds - ta) * im)[fr], len(w)) / len(rows) + decay * w
        m, s = 0.9 * m + 0.1 * grad, 0.999 * s + 0.001 * grad**2
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(s / (1 - 0.999**step)) + 1e-8)
    return {k: round(float(w[i]), 3) for k, i in keys.items() if abs(w[i]) >= 0.005}


def accuracy(
    scenes: list[tuple[DiscourseContext, dict[int, int]]], weights: dict[str, float]
) -> dict[str, float]:
    """The share of pronouns resolved to the chain's person, of all and of sources."""
    hits: dict[str, list[int]] = {"all": [], "sources": []}
    for on, right in scenes:
        found = resolve_pronouns(on, weights)
        for word, entity in right.items():
            hit = int(found.get(word, (-1, 0))[0] == entity)
            hits["all"].append(hit)
            if on.source[word] >= 0 and on.view.low[word] in ("he", "she"):
                hits["sources"].append(hit)
    return {k: sum(x) / max(len(x), 1) for k, x in hits.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the attribution data")
    parser.add_argument("--decay", type=float, default=3e-4)
    options = parser.parse_args()
    train, dev = list(documents("train", options.data)), list(documents("dev", options.data))
    table = given_names(train)
    data = {
        "about": "Given names that tell a gender, and the weights of the choice of whom he or she calls.",
        "names": {g: " ".join(sorted(n for n, x in table.items() if x == g)) for g in ("m", "f")},
        "weights": person_names.learned()["weights"],  # not used before the new ones are there
    }
    person_names.learned.cache_clear()
    person_names._given.cache_clear()
    OUT.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parse.cache_clear()
    sets = []
    for docs in (train, dev):
        these = []
        for doc in docs:
            on = discourse_context(analysis(doc), doc.attributions)
            these.append((on, gold(doc, on)))
        sets.append(these)
    weights: dict[str, float] | None = None
    for _ in range(ROUNDS):
        rows = examples(sets[0], weights)
        weights = fit(rows, options.decay)
        print(
            len(rows),
            "examples",
            len(weights),
            "weights",
            "train",
            accuracy(sets[0], weights),
            "dev",
            accuracy(sets[1], weights),
        )
    data["weights"] = weights
    OUT.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
