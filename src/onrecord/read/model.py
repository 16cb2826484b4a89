"""The models of the package, run by ONNX Runtime on one thread.

A model file carries, as metadata, the labels and the layout of features that it was trained for; a file of
another make is refused by name.  Nothing is ever downloaded: models ship inside the package, or lie in the
folder that the environment variable `ONRECORD_MODELS` names.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra, ModelError
from onrecord.read.onnxfile import metadata

__all__ = ["LAYOUT", "LINKS", "SIBLINGS", "STATEMENTS", "Model", "load", "version"]

#: Version of the features' layout; raised whenever `features`, `signals` or `hashing` change what a column means.
LAYOUT = "2"
#: The same of what goes into the network that judges siblings together.
SIBLINGS = "siblings-1"
#: The same of what goes into the reader of statements, and into its links.
STATEMENTS, LINKS = "statements-2", "statements-links-1"

#: The runtime's fused operator for a sum that is normalised takes several times as long as the two operators it replaces.
_SLOW = ["SkipLayerNormFusion"]


class Model:
    """One network.  Calling it with named arrays gives its outputs; safe to share between threads."""

    def __init__(self, path: Path, layout: str = LAYOUT) -> None:
        try:
            import onnxruntime
        except ImportError as e:  # pragma: no cover - onnxruntime is a dependency
            raise MissingExtra("onnxruntime is not installed", stage="model") from e
        options = onnxruntime.SessionOptions()
        # One page is too little work for several threads; many pages run in several processes.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # A plan of memory is kept for each shape of inputs, and every page has its own.
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
            )
        except Exception as e:
            raise ModelError(f"the model cannot be loaded ({type(e).__name__})", page=str(path)) from e
        self.meta: dict[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        self.version = self.meta.get("version", "")
        _fits(self.meta, layout, path)

    def __call__(self, **inputs: Any) -> list[Any]:
        return self.run(None, **inputs)

    def run(self, names: list[str] | None, **inputs: Any) -> list[Any]:
        """The outputs of these names (all of them for `None`); what they do not need is not computed."""
        outputs: list[Any] = self._session.run(names, inputs)
        return outputs


@cache
def _shipped() -> Path:
    return Path(str(resources.files("onrecord"))) / "models"


def _file(folder: str | None, name: str) -> Path:
    return (Path(folder) if folder else _shipped()) / f"{name}.onnx"


def _fits(meta: dict[str, str], layout: str, path: Path) -> None:
    found = meta.get("layout")
    if found != layout:
        raise ModelError(
            f"the model is for feature layout {found}, but this version of onrecord has {layout}"
            if found
            else "this is not a model of onrecord",
            page=str(path),
        )


def _there(path: Path) -> Path:
    if not path.is_file():
        raise ModelError("the model is missing; install the package again", page=str(path))
    return path


@lru_cache(maxsize=8)
def _load(folder: str | None, name: str, layout: str) -> Model:
    return Model(_there(_file(folder, name)), layout)


def load(name: str, layout: str = LAYOUT) -> Model:
    """The model called `name` ("blocks-html"), loaded once in each process.

    Raises `ModelError` if it is missing, damaged or of another version.
    """
    return _load(os.environ.get("ONRECORD_MODELS"), name, layout)


def version(name: str, layout: str = LAYOUT) -> str:
    """The version of the model called `name`, which is not loaded: that takes time, and memory that does not come back.

    Raises `ModelError` if it is missing or of another version; what else is wrong with it, only loading it tells.
    """
    path = _there(_file(os.environ.get("ONRECORD_MODELS"), name))
    try:
        meta = metadata(path)
    except (OSError, ValueError) as e:
        raise ModelError(f"the model cannot be read: {e}", page=str(path)) from e
    _fits(meta, layout, path)
    return meta.get("version", "")
