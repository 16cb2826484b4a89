"""The forms in which a store can be taken out, by the names that the command line and programs use."""

from __future__ import annotations

__all__ = ["FOLDERS", "FORMS", "STREAMS"]

#: The forms that are one stream of text, and what each is.
STREAMS = {
    "csv": "statements as a table for spreadsheets",
    "annotations": "statements as W3C Web Annotations, a collection a line",
    "jsonld": "articles as schema.org NewsArticle with their statements, one a line",
    "ftm": "FollowTheMoney entities, one a line",
    "corrections": "what was corrected by hand, as training data, one correction a line",
}
#: The forms that are a folder with a file for each record type.
FOLDERS = {
    "jsonl": "everything, as JSON Lines; `onrecord import` reads it back",
    "parquet": "everything, as Parquet",
}
FORMS = {**FOLDERS, **STREAMS, "wacz": "the pages as received with their records, as a web archive"}
