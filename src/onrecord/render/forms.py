"""The forms in which a store can be taken out, by the names that the command line and programs use."""

from __future__ import annotations

__all__ = ["FOLDERS", "FORMS", "STREAMS"]

#: The forms that are one stream of text, and what each is.
STREAMS = {
    "csv": "statements as a table for spreadsheets",
    "annotations": "statements as W3C Web Annotations, one collection on each line",
    "jsonld": "articles as schema.org NewsArticle with their statements, one on each line",
    "ftm": "FollowTheMoney entities, one on each line",
    "corrections": "corrections by hand as training data, one on each line",
}
#: The forms that are a folder with a file for each record type.
FOLDERS = {
    "jsonl": "everything, as JSON Lines; `onrecord import` reads it",
    "parquet": "everything, as Parquet",
}
FORMS = {**FOLDERS, **STREAMS, "wacz": "the pages as received, with their records, as a web archive"}
