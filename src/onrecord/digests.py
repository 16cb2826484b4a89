"""Digests as web archives write them: `sha1:` and the value in base 32, or another algorithm and base 16 or 64."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

__all__ = ["fits", "hasher"]

_ALGORITHMS = {
    "md5": "md5",
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "sha-512": "sha512",
}


def hasher(digest: str | None) -> tuple[str, str] | None:
    """(name of the algorithm, value) of a digest, or `None` for what is none that can be checked."""
    label, colon, value = (digest or "").strip().partition(":")
    name = _ALGORITHMS.get(label.strip().lower())
    value = value.strip()
    return (name, value) if colon and name and re.fullmatch(r"[A-Za-z0-9+/=_-]{20,200}", value) else None


def _forms(raw: bytes) -> set[str]:
    """The ways to write a value; base 16 and 32 in capitals."""
    return {
        raw.hex().upper(),
        base64.b32encode(raw).decode().rstrip("="),
        base64.b64encode(raw).decode().rstrip("="),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    }


def fits(digest: str | None, contents: Iterable[bytes], *, hashed: bool = False) -> bool | None:
    """Whether a digest is that of one of `contents` (`hashed`: of which these are the values); `None` if it cannot
    be checked."""
    wanted = hasher(digest)
    if wanted is None:
        return None
    name, value = wanted
    value = value.rstrip("=")
    for content in contents:
        # Old archives use SHA-1 and MD5; they tell damage here, and prove nothing against an attacker.
        raw = content if hashed else hashlib.new(name, content, usedforsecurity=False).digest()
        forms = _forms(raw)
        if value in forms or value.upper() in forms:
            return True
    return False
