#!/usr/bin/env bash
# trafilatura returns the text within <template>, which no browser shows, as part of the article.
#
# Software: trafilatura 2.3.1 over lxml 6.1.3.
# Expected: the contents of a <template> are inert: a browser keeps them in a fragment of their own, not among the children
#           of the element, and shows nothing (HTML standard, "The template element").  Pages keep there what scripts may show
#           later: a wall for guests, a card for a further story.  So none of it should be in the text of this story.
# Observed: the parser takes the contents for plain children, and the text comes out, also with favor_precision=True.
# So what:  words that no reader saw stand in corpora as words of the story.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
"$work/venv/bin/python" -m pip install --quiet trafilatura==2.3.1 lxml==6.1.3
"$work/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import trafilatura

print("trafilatura", version("trafilatura"), "lxml", version("lxml"))
SHOWN = """<p>The harbour office said on Friday that the ferry struck the mole in thick fog shortly before nine.</p>
<p>Nobody was hurt, and the passengers were taken ashore in three boats, the office said in a statement.</p>"""
INERT = "<p>The rest of this story is for members only, who also receive our letter each Friday morning.</p>"
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry strikes mole</title></head><body><main><article>
<h1>Ferry strikes mole</h1>{SHOWN}<template id="wall">{INERT}</template></article></main></body></html>"""

changed = False
for precision in (False, True):
    text = trafilatura.extract(PAGE, favor_precision=precision) or ""
    print(f"-- favor_precision={precision}\n{text}")
    changed |= "passengers" not in text or "members only" not in text
sys.exit("CHANGED: this is not what was seen before" if changed else None)
PY
echo "As observed: the text of the template is returned."
