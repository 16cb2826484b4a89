"""A larger encoder, which is fine-tuned as the shipped one is, and then teaches it.

MPNet (Song et al. 2020; `all-mpnet-base-v2`, Apache-2.0) has eight times the layers' weights of the encoder that ships
and the same word pieces, so what it says of a piece can be learned from as it stands (Hinton et al. 2015).
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.statements.net import Encoder, layers

__all__ = ["MPNet", "mpnet"]

_BUCKETS, _FARTHEST = 32, 128
#: Layers that stay as they are; what is known of a piece beside its word comes in after them.  Halves the time back.
FROZEN = 6


def _buckets(n: int) -> Tensor:
    """Number of the bucket of each distance between two of n pieces: exact when near, by logarithm when far."""
    far = torch.arange(n)[:, None] - torch.arange(n)[None, :]
    half = _BUCKETS // 2
    side, far = (far < 0).long() * half, far.abs()
    exact = half // 2
    log = torch.log(far.clamp_min(1).float() / exact) / math.log(_FARTHEST / exact)
    return side + torch.where(far < exact, far, (exact + (log * (half - exact)).long()).clamp_max(half - 1))


class MPNet(Encoder):
    """MPNet, asked with the ids of BERT's vocabulary."""

    frozen = (
        *(f"encoder.{name}." for name in ("words", "places", "norm", "distances")),
        *(f"encoder.layers.{i}." for i in range(FROZEN)),
    )

    def __init__(self, config: dict[str, Any], drop: float = 0.1) -> None:
        super().__init__(config, drop)
        self.distances = nn.Embedding(_BUCKETS, config["num_attention_heads"])
        for layer in self.layers:
            layer.norm1.eps = layer.norm2.eps = config["layer_norm_eps"]  # type: ignore[union-attr,assignment]
        self.norm.eps = config["layer_norm_eps"]
        # BERT's vocabulary with four symbols before it, three of which stand for BERT's own.
        ids = torch.arange(config["vocab_size"]) + 4
        ids[0], ids[101], ids[102] = 1, 0, 2
        self.register_buffer("ids", ids, persistent=False)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        n = ids.shape[1]
        with torch.no_grad():
            x = self.words(self.ids[ids]) + self.places.weight[None, 2 : n + 2]  # type: ignore[index]
            x = self.norm(x)
            bias = (1.0 - mask[:, None, None, :]) * -1e4 + self.distances(_buckets(n)).permute(2, 0, 1)[None]
            if torch.is_autocast_enabled("cpu"):
                bias = bias.to(torch.bfloat16)
            for layer in self.layers[:FROZEN]:
                x = layer(x, bias)
        x = x + self.features(features)
        for layer in self.layers[FROZEN:]:
            x = layer(x, bias)
        return x

    def train(self, mode: bool = True) -> MPNet:
        """As every module's, but the layers that are not trained drop nothing."""
        super().train(mode)
        for layer in self.layers[:FROZEN]:
            layer.eval()
        return self


def mpnet(folder: Path) -> MPNet:
    """MPNet with its published weights from a folder with `config.json` and `model.safetensors`."""
    from safetensors.torch import load_file

    encoder = MPNet(json.loads((folder / "config.json").read_text()))
    given = load_file(folder / "model.safetensors")
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "places.weight": given["embeddings.position_embeddings.weight"],
        "features.weight": torch.zeros_like(encoder.features.weight),
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
        "distances.weight": given["encoder.relative_attention_bias.weight"],
    }
    inputs = ("attention.attn.q", "attention.attn.k", "attention.attn.v")
    state |= layers(given, len(encoder.layers), inputs, "attention.attn.o", "attention.LayerNorm")
    encoder.load_state_dict(state)
    return encoder
