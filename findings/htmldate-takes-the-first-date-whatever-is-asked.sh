#!/usr/bin/env bash
# htmldate's `original_date` makes no difference in a line that names both dates: the first date in the line is taken.
#
# Software: htmldate 1.11.0 (with dateparser 1.5.0), which trafilatura uses for its dates.
# Expected: `find_date(html, original_date=True)` is documented to look for the original date, for example that of
#           publication, and `original_date=False` for the most recent one.  "Updated 12 March 2026, first published 9 March
#           2026" names both in words.
# Observed: both calls give the date that stands first, in English and in French.  With the update first, the date of
#           publication is wrong; with the publication first, the most recent date is.
# So what:  outlets that print "Updated ..." before "Published ..." get the day of the last edit as their day of publication.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
"$work/venv/bin/python" -m pip install --quiet htmldate==1.11.0 dateparser==1.5.0
"$work/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version
from htmldate import find_date

print("htmldate", version("htmldate"))
PAGE = """<!doctype html><html lang="{0}"><head><title>Ferry</title></head><body><article><h1>Ferry</h1>
<p class="date">{1}</p><p>The ferry struck the mole of the harbour in thick fog, and nobody was hurt.</p></article></body></html>"""
LINES = [
    ("en", "Updated 12 March 2026, first published 9 March 2026", "2026-03-12"),
    ("fr", "Mis à jour le 12 mars 2026, publié le 9 mars 2026", "2026-03-12"),
    ("fr", "Publié le 9 mars 2026, mis à jour le 12 mars 2026", "2026-03-09"),
]
changed = False
for language, line, seen in LINES:
    page = PAGE.format(language, line)
    original, latest = find_date(page, original_date=True), find_date(page, original_date=False)
    print(f"{line}\n    original: {original}    most recent: {latest}")
    changed |= (original, latest) != (seen, seen)
sys.exit("CHANGED: this is not what was seen before" if changed else None)
PY
echo "As observed: the first date of the line is taken, whichever is asked for."
