"""Addresses of the room's views.

The address of a version of a page comes from the digest of its bytes, so that it is the same in every store and can be
cited.  Where several pages of a store have the same bytes, the first one received has the plain address, and the others
carry the number of their version behind it.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from onrecord.errors import NotInStore
from onrecord.store.database import Database

__all__ = ["key_of", "page_url", "speaker_url", "version_of"]

DIGITS = 16  # hexadecimal digits of the digest: 64 bits, enough to tell a billion pages apart
_KEY = re.compile(r"([0-9a-f]{8,64})(?:-(\d{1,18}))?")


# -- views -----------------------------------------------------------------------------------------------------------
def key_of(db: Database, version: int) -> str:
    """The key of a version in addresses.  Raises `NotInStore`."""
    found = db.row(
        "SELECT b.digest, (SELECT min(w.id) FROM version w WHERE w.body = v.body)"
        " FROM version v JOIN body b ON b.id = v.body WHERE v.id = ?",
        (version,),
    )
    if found is None:
        raise NotInStore(f"there is no version {version}", page=db.path)
    return short_key(found[0], version, found[1])


def short_key(digest: str, version: int, first: int) -> str:
    """The key of `version` with the bytes of `digest`, of which `first` is the first version."""
    return digest[:DIGITS] if version == first else f"{digest[:DIGITS]}-{version}"


def version_of(db: Database, key: str) -> int:
    """The version that a key (at least 8 digits of a digest) names.  Raises `NotInStore`, also where several fit."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotInStore("this is not the address of a page, which has 8 to 64 hexadecimal digits", page=key)
    digest, number = match[1], match[2]
    bodies = list(
        db.rows(
            "SELECT id FROM body WHERE digest >= ? AND digest < ? ORDER BY digest LIMIT 2",
            (digest, digest + "g"),
        )
    )
    if not bodies:
        raise NotInStore("the store has no page with this digest", page=key)
    if len(bodies) > 1:
        raise NotInStore("several digests begin like this; give more digits", page=key)
    if number is None:
        version = db.value("SELECT min(id) FROM version WHERE body = ?", bodies[0])
    else:
        version = db.value("SELECT id FROM version WHERE body = ? AND id = ?", (*bodies[0], int(number)))
    if version is None:
        raise NotInStore("the store has no such version of a page", page=key)
    return int(version)


def page_url(key: str, form: str = "", statement: str | None = None) -> str:
    """The address of a page of the record: as HTML, or its twin in the form "json" or "csv"."""
    return f"/page/{key}{'.' + form if form else ''}{f'#s-{statement}' if statement else ''}"


def speaker_url(name: str, kind: str, form: str = "") -> str:
    """The address of a speaker's page.  The name stands in the query: in a path, "." and "/" would be lost."""
    return f"/speaker{'.' + form if form else ''}?{urlencode({'name': name, 'kind': kind})}"
