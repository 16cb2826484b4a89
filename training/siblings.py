"""Train the network that judges siblings together, on what the folds' models say of pages that they have not seen.

python -m training.siblings --folds FOLDS --cache CACHE.pkl              scores by cross-validation over the same folds, with intervals
python -m training.siblings --folds FOLDS --cache CACHE.pkl --final OUT  the network that ships; and one beside each fold's model

A network that has seen a page is sure of it, and its doubts are what the second one learns from: so each page is judged by the
fold's model that has not seen its site.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.read.labels import LABELS, TEXT, TYPES
from onrecord.read.model import SIBLINGS, Model
from onrecord.read.siblings import (
    FEATURES,
    JUDGEMENTS,
    NAME,
    PAGE_FEATURES,
    SCALE,
    Siblings,
    settled,
    shared_out,
    siblings,
)
from onrecord.records import PageType
from training.data import Example, build, fold_of
from training.scoring import score

HIDDEN, OWN, DROPOUT = 48, 3.0, 0.1
EPOCHS, RATE, DECAY, BATCH = 16, 3e-3, 0.3, 4096
RIDGE = 0.01
IS_TEXT = np.isin(np.arange(len(LABELS)), TEXT).astype(np.float32)
IS_ARTICLE = np.array([t is PageType.ARTICLE for t in TYPES], np.float32)
INPUTS = ("x", "logits", "known", "page")
JUDGED_TYPES = ("article", "listing", "collection", "product", "forum")


class Judge(nn.Module):
    """Weighs the judgements of each block against each other, and tells articles by a logistic regression."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.weigh = nn.Linear(FEATURES, HIDDEN), nn.Linear(HIDDEN, JUDGEMENTS)
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.weigh.bias)
        with torch.no_grad():
            self.weigh.bias[0] = OWN  # at first, each block's own judgement counts
        self.drop = nn.Dropout(DROPOUT)
        self.shift = nn.Parameter(torch.zeros(()))
        self.register_buffer("page_weight", torch.zeros(PAGE_FEATURES))
        self.register_buffer("page_bias", torch.zeros(1))

    def logit(self, x: Tensor, logits: Tensor, known: Tensor) -> Tensor:
        """Log-odds of running text of each block."""
        hidden = torch.relu(self.hidden.weight @ x + self.hidden.bias[:, None])
        weights = self.weigh.weight @ self.drop(hidden) + self.weigh.bias[:, None] + (known - 1) * 50
        return SCALE * (torch.softmax(weights, 0) * logits).sum(0) + self.shift

    def forward(self, x: Tensor, logits: Tensor, known: Tensor, page: Tensor) -> tuple[Tensor, Tensor]:
        """Probability of running text (n,), and that the page is an article (1,)."""
        article = (page * self.page_weight).sum(-1, keepdim=True) + self.page_bias
        return torch.sigmoid(self.logit(x, logits, known)), torch.sigmoid(article)


class Page:
    """A page, what its fold's model says of it, and what the second network sees."""

    def __init__(self, example: Example, roles: Any, types: Any) -> None:
        self.example, self.roles, self.types = example, roles, types
        self.seen: Siblings = siblings(example.x, roles, types)

    def judged(self, model: Judge) -> tuple[Example, Any, Any]:
        with torch.no_grad():
            text, article = model(*(torch.from_numpy(getattr(self.seen, name)) for name in INPUTS))
        roles = shared_out(self.roles, IS_TEXT, settled(self.seen, self.roles, text.numpy()))
        return self.example, roles, shared_out(self.types[None], IS_ARTICLE, article.numpy())[0]


def train(pages: list[Page], seed: int = 1) -> Judge:
    torch.manual_seed(seed)
    model = Judge()
    keep = np.concatenate([p.example.keep for p in pages])
    known = keep >= 0
    weight = np.concatenate([_weight(p.example) for p in pages])[known]
    x, logits, there = (
        torch.from_numpy(np.concatenate([getattr(p.seen, name) for p in pages], 1)[:, known])
        for name in INPUTS[:3]
    )
    gold, weights = torch.from_numpy(keep[known].astype(np.float32)), torch.from_numpy(weight)
    opt = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    count = x.shape[1]
    steps = EPOCHS * -(-count // BATCH)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 1.5 * RATE, total_steps=steps + 1)
    model.train()
    for _ in range(EPOCHS):
        order = torch.randperm(count)
        for at in range(0, count, BATCH):
            j = order[at : at + BATCH]
            loss = (
                nn.functional.binary_cross_entropy_with_logits(
                    model.logit(x[:, j], logits[:, j], there[:, j]), gold[j], weights[j], reduction="sum"
                )
                / weights[j].sum()
            )
            opt.zero_grad()
            loss.backward()
            opt.step()
            sched.step()
    _tell_articles(model, pages)
    return model.eval()


def _weight(e: Example) -> Any:
    known = e.weight * (e.keep >= 0)
    return known / max(1.0, float(known.sum())) ** 0.5


def _tell_articles(model: Judge, pages: list[Page]) -> None:
    """Fit the logistic regression on the pages whose type is known; its features are brought to one scale first."""
    typed = [p for p in pages if p.example.gold["set"] == "wcxb" and p.example.gold["type"] in JUDGED_TYPES]
    x = np.stack([p.seen.page for p in typed]).astype(np.float64)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = torch.from_numpy((x - mean) / scale)
    gold = torch.tensor([float(p.example.gold["type"] == "article") for p in typed], dtype=torch.float64)
    weight = torch.zeros(z.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([weight, bias], max_iter=500)

    def closure() -> Tensor:
        opt.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(z @ weight + bias, gold)
        loss = loss + RIDGE * (weight**2).sum()
        loss.backward()
        return loss

    opt.step(closure)
    with torch.no_grad():
        plain = weight.detach().numpy() / scale
        model.page_weight.copy_(torch.from_numpy(plain))
        model.page_bias.copy_(bias.detach() - float((plain * mean).sum()))


def rule(page: Page, most: float = 0.6, least: float = 0.3, doubt: float = 0.1) -> tuple[Example, Any, Any]:
    """The plainest way to judge siblings together: three or more in one parent go with the greater part of them."""
    e, text = page.example, page.roles[:, TEXT].sum(1)
    out = text.copy()
    weight = np.where(e.x.lengths >= 15, np.minimum(e.x.lengths, 300), 0.0)
    names = e.x.around[:, 0].astype(np.int64)
    for box in (e.x.boxes[0], e.x.boxes[1] * 100_003 + names):
        number = np.unique(box, return_inverse=True)[1]
        total = np.bincount(number, weight)[number] - weight
        mean = (np.bincount(number, weight * text)[number] - weight * text) / np.maximum(1.0, total)
        told = (np.bincount(number, weight > 0)[number] >= 3) & (weight > 0)
        out = np.where(told & (mean >= most) & (text >= doubt) & (text < 0.5), 0.51, out)
        out = np.where(told & (mean <= least) & (text <= 1 - doubt) & (text >= 0.5), 0.49, out)
    return e, shared_out(page.roles, IS_TEXT, out), page.types


def export(model: Judge, folder: Path) -> Path:
    """Write the network into `folder`; its version is a digest of the weights."""
    import onnx

    n = 7
    example = (
        torch.zeros(FEATURES, n), torch.zeros(JUDGEMENTS, n), torch.ones(JUDGEMENTS, n), torch.zeros(PAGE_FEATURES),
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.onnx"
    torch.onnx.export(
        model,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["text", "article"],
        dynamic_axes={**{k: {1: "blocks"} for k in ("x", "logits", "known")}, "text": {0: "blocks"}},
        opset_version=17,
        dynamo=False,
    )
    digest = hashlib.sha256()
    for value in model.state_dict().values():
        digest.update(value.numpy().tobytes())
    stored = onnx.load(str(path))
    onnx.helper.set_model_props(stored, {"layout": SIBLINGS, "version": f"{NAME}-{digest.hexdigest()[:8]}"})
    onnx.checker.check_model(stored)
    onnx.save(stored, str(path))
    return path


def pages_of(examples: list[Example], folds: Path, count: int) -> list[list[Page]]:
    """The pages of each fold whose model is in `folds`, judged by that model."""
    out = []
    for fold in range(count):
        path = folds / f"fold-{fold}" / "blocks-html.onnx"
        model = Model(path) if path.exists() else None
        chosen = [e for e in examples if fold_of(e.site, count) == fold] if model is not None else []
        out.append([Page(e, *model(**e.x.inputs())) for e in chosen] if model is not None else [])
    return out


def intervals(before: list[Any], after: list[Any]) -> dict[str, list[float]]:
    """What each set gains, with the 95 % interval of a bootstrap over pages (2,000 draws)."""
    rnd = np.random.default_rng(1)
    out = {}
    for set_ in ("fundus", "wcxb", "traf"):
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if a[0].gold["set"] == set_]
        if set_ != "traf":
            pairs = [p for p in pairs if p[0][0].gold["text"] and p[0][0].gold["type"] == "article"]
            gains = np.array([score([b])[set_] - score([a])[set_] for a, b in pairs])
            draws = gains[rnd.integers(0, len(gains), (2000, len(gains)))].mean(1)
            out[set_] = [
                len(gains),
                *(round(float(v), 4) for v in (gains.mean(), *np.percentile(draws, (2.5, 97.5)))),
            ]
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folds", type=Path, required=True, help="what training.train --keep has left")
    ap.add_argument("--count", type=int, default=5)
    ap.add_argument("--final", type=Path, help="train on the pages of all folds and export to this folder")
    ap.add_argument("--cache", type=Path)
    a = ap.parse_args()
    torch.set_num_threads(1)
    by_fold = pages_of(build(cache=a.cache), a.folds, a.count)
    everything = [p for pages in by_fold for p in pages]
    before = [(p.example, p.roles, p.types) for p in everything]
    after = []
    for fold, pages in enumerate(by_fold):
        if pages:
            model = train([p for k, other in enumerate(by_fold) if k != fold for p in other])
            after += [p.judged(model) for p in pages]
            export(model, a.folds / f"fold-{fold}")
    for name, results in (
        ("first network", before),
        ("plain rule", [rule(p) for p in everything]),
        ("siblings", after),
    ):
        print(f"{name:14}", json.dumps(score(results)), flush=True)
    print("gains", json.dumps(intervals(before, after)), flush=True)
    if a.final:
        print(export(train(everything), a.final))


if __name__ == "__main__":
    main()
