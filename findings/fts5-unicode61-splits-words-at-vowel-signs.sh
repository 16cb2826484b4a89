#!/usr/bin/env bash
# SQLite's FTS5 with its default tokenizer takes vowel signs of Thai, Hindi and other scripts for separators of words.
#
# Software: SQLite 3.50.4 as bundled by apsw 3.50.4.0; FTS5, tokenizer `unicode61` (the default), `remove_diacritics` 2.
# Expected: `unicode61` is documented to take letters and digits of Unicode 6.1 as parts of words, and to remove diacritics from Latin letters.
#           A vowel sign within a word is part of the word.
# Observed: signs of the categories Mn and Mc outside Latin end a word.  Hindi "किताब" (book) and "कातिब" (scribe) both become "क", "त", "ब", so that a
#           search for one finds the other; Thai "กิน" (eat) and "กัน" (each other) are the same tokens.
# So what:  searches in Devanagari, Thai, Khmer or Burmese find other words.  `tokenize = "unicode61 categories 'L* N* Co Mn Mc'"` keeps the
#           signs; onrecord folds texts itself before SQLite sees them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
"$work/venv/bin/python" -m pip install --quiet apsw==3.50.4.0
"$work/venv/bin/python" - <<'PY'
import sys

import apsw

print("apsw", apsw.apsw_version(), "SQLite", apsw.sqlite_lib_version())
WORDS = [("hi", "किताब", "कातिब"), ("th", "กิน", "กัน")]


def found(tokenizer: str, text: str, question: str) -> bool:
    db = apsw.Connection(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE pages USING fts5 (text, tokenize = "{tokenizer}")')
    db.execute("INSERT INTO pages VALUES (?)", (text,))
    return bool(list(db.execute("SELECT 1 FROM pages WHERE pages MATCH ?", (f'"{question}"',))))


seen = []
for language, text, other in WORDS:
    plain = found("unicode61 remove_diacritics 2", text, other)
    kept = found("unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", text, other)
    print(f"{language}: a page with {text!r} answers a search for {other!r}: {plain}; with marks as parts of words: {kept}")
    seen.append((plain, kept))
sys.exit(None if seen == [(True, False), (True, False)] else "CHANGED: this is not what was seen before")
PY
echo "As observed: vowel signs part words."
