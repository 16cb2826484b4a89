"""From trained runs to the files that ship.

    python -m training.statements.export RUN.pt [RUN.pt ...] --out src/onrecord/models

Several runs (same `--init-seed`) become one network by averaging their weights (model soups: Wortsman et al. 2022).
The encoder is quantised to 8 bits (dynamic, per channel, 7 bits of range: processors without VNNI would overflow with
8) after its inputs are evened out, and the confidence is fitted on dev by the network as it ships.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from onrecord.read.statements.network import LAYOUT, LINKS
from onrecord.read.statements.pieces import FEATURES, Vocabulary
from onrecord.read.statements.role_decoding import LABELS, PAIR_FEATURES
from training.statements.corpus import documents
from training.statements.evaluate import predict
from training.statements.net import LINK, Links, Net, pretrained
from training.statements.train import encoder_folder

NAME = "statements-en"
OUTPUTS = ["roles", "entities", "pos", "relations", "sentences", "cue", "source", "content"]


class Tokens(nn.Module):
    """The encoder with its heads, outputs in order."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        out = self.net(ids, features, mask)
        return tuple(out[k] for k in OUTPUTS)


class Pairs(nn.Module):
    """The scores of links, for contents and for sources."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.to_source, self.to_content = net.to_source, net.to_content

    def forward(self, cues: Tensor, others: Tensor, pairs: Tensor) -> tuple[Tensor, ...]:
        c, o = F.gelu(cues), F.gelu(others)

        def scores(links: Links) -> Tensor:
            out: Tensor = links(c, o, pairs)
            return out

        return (
            scores(self.to_source),
            self.to_source.none(c).squeeze(1),
            scores(self.to_content),
            self.to_content.none(o).squeeze(1),
        )


def averaged(runs: list[Path]) -> tuple[Net, list[str]]:
    """The mean of the runs' weights."""
    encoder, words = pretrained(encoder_folder())
    net = Net(encoder)
    states = [torch.load(r, weights_only=True)["net"] for r in runs]
    net.load_state_dict({k: torch.stack([s[k].float() for s in states]).mean(0) for k in states[0]})
    return net.eval(), words


def even_out(net: Net, words: list[str], articles: int = 20, most: float = 3.0) -> None:
    """Even out what goes into the two layers of each feed-forward block, by what they see in articles of "train"."""
    vocabulary = Vocabulary(words)
    chosen = [x for layer in net.encoder.layers for x in (layer.up, layer.down)]
    largest: dict[nn.Module, Tensor] = {}

    def look(module: nn.Module, given: tuple[Tensor, ...], out: Tensor) -> None:
        now = given[0].detach().abs().flatten(0, 1).amax(0)
        largest[module] = torch.maximum(largest.get(module, now), now)

    hooks = [x.register_forward_hook(look) for x in chosen]
    for d in islice(documents("train"), articles):
        predict(net, vocabulary, d.text)
    for hook in hooks:
        hook.remove()
    for module in chosen:
        module.even_out(largest[module], most)


def _write(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: Any, path: Path) -> None:
    torch.onnx.export(
        module,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def write(net: Net, words: list[str], folder: Path, confidence: list[float], quantise: bool = True) -> Path:
    """Write both files; the version is a digest of the weights."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for value in net.state_dict().values():
        digest.update(value.numpy().tobytes())
    version = f"{NAME}-{digest.hexdigest()[:8]}"
    path, links = folder / f"{NAME}.onnx", folder / f"{NAME}-links.onnx"
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        n, t = {0: "windows", 1: "pieces"}, 5
        _write(
            Tokens(net).eval(),
            {
                "ids": torch.ones(2, t, dtype=torch.long),
                "features": torch.zeros(2, t, FEATURES),
                "mask": torch.ones(2, t),
            },
            OUTPUTS,
            dict.fromkeys(("ids", "features", "mask", *OUTPUTS), n),
            plain,
        )
        _place_masks(plain)
        if quantise:
            # The heads stay as they are: a thousandth of the work, and what all decisions hang on.
            heads = [x.name for x in onnx.load(str(plain)).graph.node if "heads" in x.name]
            quantize_dynamic(
                plain,
                path,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gather"],
                nodes_to_exclude=heads,
            )
        else:
            path.write_bytes(plain.read_bytes())
    _write(
        Pairs(net).eval(),
        {
            "cues": torch.zeros(2, LINK),
            "others": torch.zeros(3, LINK),
            "pairs": torch.zeros(2, 3, PAIR_FEATURES),
        },
        ["source_scores", "source_none", "content_scores", "content_none"],
        {
            "cues": {0: "cues"},
            "others": {0: "others"},
            "pairs": {0: "cues", 1: "others"},
            "source_scores": {0: "cues", 1: "others"},
            "source_none": {0: "cues"},
            "content_scores": {0: "cues", 1: "others"},
            "content_none": {0: "others"},
        },
        links,
    )
    _describe(links, {"layout": LINKS, "version": version})
    _describe(
        path,
        {
            "layout": LAYOUT,
            "version": version,
            "vocabulary": "\n".join(words),
            "transitions": json.dumps(net.transitions.tolist()),
            "start": json.dumps(net.start.tolist()),
            "confidence": json.dumps(confidence),
        },
    )
    return path


def _place_masks(path: Path) -> None:
    """`MultiHeadAttention` takes the mask of keys as its fifth input."""
    import onnx

    model = onnx.load(str(path))
    for node in model.graph.node:
        if node.op_type == "MultiHeadAttention":
            q, k, v, mask = node.input
            del node.input[:]
            node.input.extend([q, k, v, "", mask])
    onnx.save(model, str(path))


def _describe(path: Path, meta: dict[str, str]) -> None:
    import onnx

    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, meta)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("runs", nargs="+", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--plain", action="store_true", help="32-bit floats, to see what quantising costs")
    ap.add_argument(
        "--outside",
        type=float,
        default=0.0,
        help="added to the score of a piece to be part of nothing; chosen on dev",
    )
    a = ap.parse_args()
    torch.set_num_threads(1)
    net, words = averaged(a.runs)
    with torch.no_grad():
        net.heads.bias[LABELS.index("O")] += a.outside  # the roles are the first of the heads
    if not a.plain:
        even_out(net, words)
    path = write(net, words, a.out, [0.3] * 7 + [0.0], not a.plain)
    print(path, f"{path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
