"""From the trained network to the file that ships: ONNX, with what it was trained for as metadata."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from onrecord.read.features import AROUND, DENSE, INLINE, INPUTS, PAGE
from onrecord.read.hashing import MARKS, WORDS
from onrecord.read.labels import LABELS, TYPES
from onrecord.read.model import LAYOUT
from training.net import Labeller


class Shipped(nn.Module):
    """Probabilities instead of logits; one or several networks averaged; no padding."""

    def __init__(self, models: list[Labeller]) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)

    def forward(
        self, dense: Tensor, marks: Tensor, around: Tensor, inline: Tensor, words: Tensor, page: Tensor
    ) -> Any:
        outs = [m(dense, marks, around, inline, words, page) for m in self.models]
        if len(outs) == 1:
            roles, types = outs[0]
            return torch.softmax(roles, -1), torch.softmax(types, -1)
        roles = torch.stack([torch.softmax(r, -1) for r, _ in outs]).mean(0)
        types = torch.stack([torch.softmax(t, -1) for _, t in outs]).mean(0)
        return roles, types


def export(models: Labeller | list[Labeller], folder: Path, kind: str) -> Path:
    """Write `blocks-KIND.onnx` into `folder`; the version is a digest of the weights."""
    import onnx

    several = models if isinstance(models, list) else [models]
    shipped = Shipped(several).eval()
    n = 7
    example = (
        torch.zeros(n, DENSE),
        torch.zeros(5, MARKS, dtype=torch.int32),
        *(torch.zeros(n, w, dtype=torch.int32) for w in (AROUND, INLINE, WORDS)),
        torch.zeros(PAGE),
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"blocks-{kind}.onnx"
    torch.onnx.export(
        shipped,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["roles", "types"],
        dynamic_axes={
            "marks": {0: "elements"},
            **{k: {0: "blocks"} for k in ("dense", "around", "inline", "words", "roles")},
        },
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(path))
    _smaller(model)
    digest = hashlib.sha256()
    for value in shipped.state_dict().values():
        digest.update(value.numpy().tobytes())
    meta = {
        "layout": LAYOUT,
        "labels": ",".join(LABELS),
        "types": ",".join(TYPES),
        "version": f"blocks-{kind}-{digest.hexdigest()[:8]}",
    }
    onnx.helper.set_model_props(model, meta)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return path


def _smaller(model: Any) -> None:
    """Keep the hash tables, nine tenths of the file, as 16-bit floats; they are cast when the model loads."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or tensor.dims[:1] == [] or tensor.dims[0] < 4096:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), name + "_half")
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
        graph.node.insert(0, helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
