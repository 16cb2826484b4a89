"""The development data of attribution: PolNeAR's articles, and the machine-made layer beside them."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.read.statements.analysis import Analysis, Attribution, Entity, Token
from onrecord.read.statements.tokens import paragraphs
from onrecord.records import Span

DATA = Path(__file__).resolve().parents[3] / "shared" / "bench" / "attribution"

#: CoreNLP's Penn Treebank tags to coarse Universal Dependencies ones.
POS = {
    "NN": "noun", "NNS": "noun", "NNP": "propn", "NNPS": "propn", "PRP": "pron", "PRP$": "pron", "WP": "pron",
    "WP$": "pron", "EX": "pron", "VB": "verb", "VBD": "verb", "VBG": "verb", "VBN": "verb", "VBP": "verb",
    "VBZ": "verb", "MD": "aux", "JJ": "adj", "JJR": "adj", "JJS": "adj", "RB": "adv", "RBR": "adv", "RBS": "adv",
    "WRB": "adv", "IN": "adp", "TO": "part", "RP": "part", "POS": "part", "DT": "det", "PDT": "det", "WDT": "det",
    "CD": "num", "CC": "conj",
}  # fmt: skip
NER = {
    "PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "CITY": "place", "COUNTRY": "place",
    "STATE_OR_PROVINCE": "place", "MISC": "other", "NATIONALITY": "other", "IDEOLOGY": "other", "RELIGION": "other",
    "DATE": "date", "TIME": "date", "NUMBER": "number", "MONEY": "number", "PERCENT": "number",
}  # fmt: skip


def relation(label: str) -> str:
    """CoreNLP's dependency to the few relations that `Token.relation` knows."""
    if label.startswith(("nsubj", "csubj")):
        return "subject"
    if label in ("dobj", "obj", "iobj"):
        return "object"
    if label in ("root", "appos"):
        return {"root": "root", "appos": "apposition"}[label]
    return "clause" if label in ("ccomp", "xcomp", "advcl", "parataxis", "acl", "acl:relcl") else "other"


@dataclass(frozen=True, slots=True)
class Document:
    """An article of the corpus: text, gold attributions, the machine-made layer."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]
    layer: dict[str, Any]
    annotators: tuple[tuple[Attribution, ...], ...] = ()  # where several people marked the article


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(sorted(Span(s, e) for s, e in pairs if e > s))


def _attributions(marked: list[dict[str, list[list[int]]]]) -> tuple[Attribution, ...]:
    return tuple(
        Attribution(_spans(a["source"]), _spans(a["cue"]), _spans(a["content"]), 1.0, "gold")
        for a in marked
        if a["source"] or a["cue"] or a["content"]
    )


def documents(split: str, data: Path = DATA) -> Iterator[Document]:
    """The articles of "train" or "dev"."""
    with gzip.open(data / f"{split}.corenlp.jsonl.gz", "rt", encoding="utf-8") as f:
        layers = {d["id"]: d for d in map(json.loads, f)}
    with (data / f"{split}.jsonl").open(encoding="utf-8") as f:
        for d in map(json.loads, f):
            gold = _attributions(d["attributions"])
            others = tuple(_attributions(a) for a in d.get("annotators", {}).values())
            yield Document(
                d["id"], d["text"], gold, layers.get(d["id"], {"sentences": [], "coref": []}), others
            )


def analysis(doc: Document) -> Analysis:
    """The machine-made layer as the `Analysis` that the program's own model gives at run time (English)."""
    tokens, sentences, entities = [], [], []
    for s in doc.layer["sentences"]:
        words = s["tokens"]
        if not words:
            continue
        sentences.append(Span(words[0][0], words[-1][1]))
        run: list[int] | None = None
        kind = ""
        for (start, end, tag, ner, _), (_, dep) in zip(words, s["heads"], strict=True):
            pos = POS.get(tag, "other" if tag[:1].isalpha() else "punct")
            tokens.append(Token(Span(start, end), pos, relation(dep)))
            found = NER.get(ner, "")
            if run and found == kind:
                run[1] = end
                continue
            if run:
                entities.append(Entity(Span(*run), kind))
            run, kind = ([start, end], found) if found else (None, "")
        if run:
            entities.append(Entity(Span(*run), kind))
    return Analysis(
        doc.text, tuple(tokens), tuple(sentences), tuple(entities), paragraphs(doc.text), "en", "corenlp"
    )


@cache
def scorer() -> ModuleType:
    """The development data's `score.py`."""
    spec = importlib.util.spec_from_file_location("attribution_score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_gold(found: Sequence[Attribution]) -> list[dict[str, list[list[int]]]]:
    """Attributions in the form of the data."""
    return [
        {r: [[s.start, s.end] for s in getattr(a, r)] for r in ("source", "cue", "content")} for a in found
    ]
