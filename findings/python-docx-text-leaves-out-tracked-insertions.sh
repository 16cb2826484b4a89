#!/usr/bin/env bash
# python-docx's `Paragraph.text` leaves out words that were inserted with tracked changes, and keeps no sign of it.
#
# Software: python-docx 1.2.0, the usual library for Word files.
# Expected: the text of a paragraph is what Word shows.  Words inserted under "Track Changes" are shown, and printed, until somebody rejects
#           them; ECMA-376 keeps them in `w:ins`.  Statements that several people edited are full of them.
# Observed: runs within `w:ins`, and content controls (`w:sdt`), are passed over.  "The mole held." is read where Word shows "The mole never
#           held."  No error, no warning.
# So what:  a quotation from a press statement can lose a "not".  onrecord walks the XML of a paragraph itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
"$work/venv/bin/python" -m pip install --quiet python-docx==1.2.0
"$work/venv/bin/python" - <<'PY'
import io
import sys
from importlib.metadata import version

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

print("python-docx", version("python-docx"))
document = docx.Document()
paragraph = document.add_paragraph()
paragraph.add_run("The mole ")
paragraph._p.append(
    parse_xml(
        f'<w:ins {nsdecls("w")} w:id="1" w:author="Editor" w:date="2026-03-12T09:00:00Z">'
        '<w:r><w:t xml:space="preserve">never </w:t></w:r></w:ins>'
    )
)
paragraph.add_run("held.")
control = parse_xml(
    f'<w:p {nsdecls("w")}><w:r><w:t xml:space="preserve">Toll: </w:t></w:r>'
    "<w:sdt><w:sdtContent><w:r><w:t>31</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
document.element.body.insert(1, control)
saved = io.BytesIO()
document.save(saved)
saved.seek(0)
texts = [p.text for p in docx.Document(saved).paragraphs]
print("Word shows: ['The mole never held.', 'Toll: 31']")
print("read:      ", texts)
sys.exit(None if texts == ["The mole held.", "Toll: "] else "CHANGED: this is not what was seen before")
PY
echo "As observed: inserted words and content controls are not in the text."
