"""Floors: figures that a change may raise but not silently lower.

`floors.json` (`floors-NAME.json` for other benchmarks) holds each figure with the digests of the data it is about.  On other data the floors say nothing
and are not enforced.  A figure may fall below its floor by its margin, which covers the noise of training anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

__all__ = ["check", "update"]

HERE = Path(__file__).parent
MARGIN = 0.003  # for shares
SPEED_MARGIN = 0.10  # for the ratio of speeds: machines are noisy


def _path(name: str) -> Path:
    return HERE / (f"floors-{name}.json" if name else "floors.json")


def _load(name: str) -> dict[str, dict[str, object]]:
    if not _path(name).exists():
        return {}
    loaded: dict[str, dict[str, object]] = json.loads(_path(name).read_text(encoding="utf-8"))
    return loaded


def _lowest(name: str, floor: float) -> float:
    return floor * (1 - SPEED_MARGIN) if name.startswith("speed") else floor - MARGIN


def check(figures: dict[str, float], data: dict[str, str], name: str = "") -> list[str]:
    """What fell below its floor, as lines to print; [] if nothing did or the data are others."""
    floors = _load(name)
    if floors.get("data") != data:
        return []
    out = []
    for figure, floor in floors.get("figures", {}).items():
        value = figures.get(figure)
        if isinstance(floor, float) and value is not None and value < _lowest(figure, floor):
            out.append(f"{figure}: {value:.4f} is below its floor of {floor:.4f}")
    return out


def update(figures: dict[str, float], data: dict[str, str], *, lower: bool, name: str = "") -> list[str]:
    """Write new floors.  Without `lower`, a figure that fell keeps its floor, and a line says so."""
    old = _load(name)
    kept: list[str] = []
    floors = dict(old.get("figures", {})) if old.get("data") == data else {}
    for figure, value in figures.items():
        floor = floors.get(figure)
        if isinstance(floor, float) and value < floor and not lower:
            kept.append(
                f"{figure}: {value:.4f} does not lower the floor of {floor:.4f}; use --lower to say that it should"
            )
        else:
            floors[figure] = round(value, 4)
    with tempfile.NamedTemporaryFile("w", dir=HERE, delete=False, encoding="utf-8") as f:
        json.dump({"data": data, "figures": floors}, f, indent=1, sort_keys=True)
        f.write("\n")
    os.chmod(f.name, 0o644)
    os.replace(f.name, _path(name))
    return kept
