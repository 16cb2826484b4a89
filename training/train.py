"""Train the labeller, score it by cross-validation over sites, and export it.

python -m training.train --folds 5            cross-validation: one model a fold, scores
python -m training.train --final OUT          one model on everything, exported to OUT
--dumps                                       the model for text dumps instead of HTML
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from onrecord.read.features import INPUTS
from onrecord.read.hashing import MARKS
from training.data import Example, build, fold_of
from training.net import Labeller
from training.scoring import score

MAX_BLOCKS = 700


def batch(examples: list[Example], rnd: random.Random | None) -> dict[str, torch.Tensor]:
    """Padded arrays of several pages; with `rnd`, long pages are cut at random and words are dropped."""
    spans = []
    for e in examples:
        n = len(e.texts)
        first = rnd.randrange(max(1, n - MAX_BLOCKS + 1)) if rnd else 0
        spans.append((first, min(n, first + MAX_BLOCKS)) if rnd else (0, n))
    width = max(b - a for a, b in spans)

    def pad(rows: list[Any], dtype: Any) -> torch.Tensor:
        out = np.zeros((len(rows), width, *rows[0].shape[1:]), dtype)
        for i, r in enumerate(rows):
            out[i, : len(r)] = r
        return torch.from_numpy(out)

    def cut(name: str) -> list[Any]:
        return [getattr(e.x, name)[a:b] for e, (a, b) in zip(examples, spans, strict=True)]

    out = {
        "dense": pad(cut("dense"), np.float32),
        "words": pad(cut("words"), np.int32),
        **_marks(examples, cut, pad, rnd),
        "page": torch.from_numpy(np.stack([e.x.page for e in examples])),
        "mask": pad([np.ones((b - a, 1), np.float32) for a, b in spans], np.float32),
        "allowed": pad([e.allowed[a:b] for e, (a, b) in zip(examples, spans, strict=True)], bool),
        "weight": pad([_weight(e, a, b) for e, (a, b) in zip(examples, spans, strict=True)], np.float32),
        "type": torch.tensor([e.type for e in examples]),
    }
    if rnd is not None:
        words = out["words"]
        words[torch.rand(words.shape) < 0.15] = 0
        words[torch.rand(len(words)) < 0.05] = 0
    return out


def _marks(examples: list[Example], cut: Any, pad: Any, rnd: random.Random | None) -> dict[str, torch.Tensor]:
    """The elements of all pages in one table, and the pointers into it moved along.

    In training words are dropped, for all elements of the same names alike, and for some pages all of them: a site not
    seen has other class names.
    """
    tables, offsets, total = [np.zeros((1, MARKS), np.int32)], [], 0
    for e in examples:
        offsets.append(total)
        rows = e.x.marks[1:]
        if rnd is not None:
            rows = rows.copy()
            rows[np.random.default_rng(rnd.randrange(1 << 30)).random(rows.shape) < 0.15] = 0
            if rnd.random() < 0.15:
                rows[:, 1:] = 0
        tables.append(rows)
        total += len(rows)
    out = {"marks": torch.from_numpy(np.concatenate(tables))}
    for name in ("around", "inline"):
        moved = [np.where(r > 0, r + o, 0).astype(np.int32) for r, o in zip(cut(name), offsets, strict=True)]
        out[name] = pad(moved, np.int32)
    return out


def _weight(e: Example, a: int, b: int) -> Any:
    # A block that a reader has labelled counts whatever its length: bylines and credits are short.
    w = e.weight[a:b] * (1 + 2.0 * e.sure[a:b]) + 4.0 * e.sure[a:b]
    known = ~e.allowed[a:b].all(1)
    w = w * known
    return w / max(1.0, float(w.sum()) ** 0.5)


def loss_of(model: Labeller, b: dict[str, torch.Tensor]) -> torch.Tensor:
    roles, types = model(*(b[k] for k in (*INPUTS, "mask")))
    logp = torch.log_softmax(roles, -1)
    lacking = torch.where(b["allowed"], logp, torch.full_like(logp, -1e4))
    loss = -(torch.logsumexp(lacking, -1).clamp(min=-12) * b["weight"]).sum() / b["weight"].sum().clamp(
        min=1e-3
    )
    typed = b["type"] >= 0
    if typed.any():
        loss = loss + 0.1 * torch.nn.functional.cross_entropy(
            types[typed], b["type"][typed], label_smoothing=0.05
        )
    return loss


def train(examples: list[Example], epochs: int, seed: int, log: bool = True) -> Labeller:
    torch.manual_seed(seed)
    rnd = random.Random(seed)
    model = Labeller()
    batch_size = 16
    steps = epochs * (len(examples) // batch_size)
    opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02, betas=(0.9, 0.98))
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, total_steps=steps + 1, pct_start=0.1)
    # Averaged weights (Polyak) give most of what an ensemble would.
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995)
    )
    start = time.time()
    for epoch in range(epochs):
        model.train()
        order = sorted(
            rnd.sample(range(len(examples)), len(examples)),
            key=lambda i: rnd.random() * 200 + min(MAX_BLOCKS, len(examples[i].texts)),
        )
        groups = [order[i : i + batch_size] for i in range(0, len(order) - batch_size + 1, batch_size)]
        rnd.shuffle(groups)
        total = 0.0
        for group in groups:
            loss = loss_of(model, batch([examples[i] for i in group], rnd))
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            sched.step()
            average.update_parameters(model)
            total += float(loss.detach())
        if log:
            print(f"epoch {epoch + 1} loss {total / len(groups):.4f} {time.time() - start:.0f} s", flush=True)
    result = average.module
    result.eval()
    return result


@torch.no_grad()
def predict(model: Labeller, examples: list[Example]) -> list[tuple[Any, Any]]:
    """(role probabilities (n, labels), type probabilities) of each page."""
    out = []
    for e in examples:
        b = batch([e], None)
        roles, types = model(*(b[k] for k in (*INPUTS, "mask")))
        out.append((torch.softmax(roles[0], -1).numpy(), torch.softmax(types[0], -1).numpy()))
    return out


def score_exported(examples: list[Example], folder: Path, folds: int, kind: str) -> None:
    """Score the exported models of all folds together, as they are shipped, and keep the figures for the card."""
    from onrecord.read.model import Model

    done: list[tuple[Example, Any, Any]] = []
    for fold in range(folds):
        model = Model(folder / f"fold-{fold}" / f"blocks-{kind}.onnx")
        for e in examples:
            if fold_of(e.site, folds) == fold:
                x = e.x
                roles, types = model(**x.inputs())
                done.append((e, roles, types))
    total = score(done)
    print("all", json.dumps(total), flush=True)
    (Path(__file__).parent / f"scores-{kind}.json").write_text(json.dumps(total, indent=1) + "\n")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--only", type=int, nargs="*", help="only these folds")
    ap.add_argument("--final", type=Path, help="train on everything and export to this folder")
    ap.add_argument("--keep", type=Path, help="export the folds' models to this folder")
    ap.add_argument(
        "--score", type=Path, help="only score the folds' models that --keep has left in this folder"
    )
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--models", type=int, default=1, help="networks averaged in the final model")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--dumps", action="store_true")
    ap.add_argument("--cache", type=Path, help="keep the features here between runs")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.use_deterministic_algorithms(True)
    if a.dumps:
        from training.dumps import build_dumps

        examples = build_dumps(a.cache)
    else:
        examples = build(cache=a.cache)
    if a.score:
        score_exported(examples, a.score, a.folds, "text" if a.dumps else "html")
        return
    if a.final:
        from training.export import export

        kind = "text" if a.dumps else "html"
        export([train(examples, a.epochs, a.seed + k) for k in range(a.models)], a.final, kind)
        return
    done: list[tuple[Example, Any, Any]] = []
    for fold in a.only if a.only is not None else range(a.folds):
        inside = [e for e in examples if fold_of(e.site, a.folds) != fold]
        outside = [e for e in examples if fold_of(e.site, a.folds) == fold]
        model = train(inside, a.epochs, a.seed + fold)
        results = [(e, r, t) for e, (r, t) in zip(outside, predict(model, outside), strict=True)]
        print(f"fold {fold}", json.dumps(score(results)), flush=True)
        done.extend(results)
        if a.keep:
            from training.export import export

            export(model, a.keep / f"fold-{fold}", "text" if a.dumps else "html")
    print("all", json.dumps(score(done)), flush=True)


if __name__ == "__main__":
    main()
