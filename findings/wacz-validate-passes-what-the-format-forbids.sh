#!/usr/bin/env bash
# `wacz validate` calls files valid that the WACZ format forbids.
#
# Software: wacz 0.6.0 (py-wacz, "a reference implementation for creating WACZ files ... and validating them"), warcio 1.8.1.
# Expected: the format (https://specs.webrecorder.net/wacz/1.1.1/) says that `pages/pages.jsonl` MUST be present, and that
#           compressed files MUST NOT be compressed again, so that a reader can go to any record.  A file that breaks
#           either rule should not be valid.
# Observed: all three files below are "valid", with exit status 0: the good one, one whose data.warc.gz is deflated once more
#           in the ZIP, and one whose list of pages stands at another path.
# So what:  a green `wacz validate` in CI does not show that replay tools can read the file.  Check these rules yourself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet wacz==0.6.0 warcio==1.8.1
cd "$work"
venv/bin/python - <<'PY'
import hashlib, io, json, zipfile
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL, AT = "https://news.example/ferry", "2026-01-01T00:00:00Z"
packed = io.BytesIO()
writer = WARCWriter(packed, gzip=True)
http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
page = io.BytesIO(b"<title>Ferry</title><p>The ferry struck the mole.")
writer.write_record(
    writer.create_warc_record(URL, "response", page, http_headers=http, warc_headers_dict={"WARC-Date": AT})
)
warc = packed.getvalue()
where = {"url": URL, "mime": "text/html", "status": "200", "length": str(len(warc)), "offset": "0", "filename": "data.warc.gz"}


def make(name, pages="pages/pages.jsonl", method=zipfile.ZIP_STORED):
    files = {
        "archive/data.warc.gz": warc,
        "indexes/index.cdx": f"example,news)/ferry 20260101000000 {json.dumps(where)}\n".encode(),
        pages: b'{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}\n'
        + json.dumps({"id": "1", "url": URL, "ts": AT, "title": "Ferry"}).encode() + b"\n",
    }
    digest = lambda data: "sha256:" + hashlib.sha256(data).hexdigest()
    resources = [{"name": p.split("/")[-1], "path": p, "hash": digest(d), "bytes": len(d)} for p, d in files.items()]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": digest(package)}).encode()
    with zipfile.ZipFile(name, "w", method) as out:
        for path, data in files.items():
            out.writestr(path, data)


make("good.wacz")
make("deflated-again.wacz", method=zipfile.ZIP_DEFLATED)
make("no-pages.wacz", pages="list/of-pages.jsonl")
PY
echo "wacz $(venv/bin/python -c 'from importlib.metadata import version; print(version("wacz"))')"
for file in good deflated-again no-pages; do
  echo "== $file.wacz"
  venv/bin/python -c 'import sys, zipfile
for i in zipfile.ZipFile(sys.argv[1]).infolist(): print("  ", i.filename, "stored" if i.compress_type == 0 else "deflated")' $file.wacz
  venv/bin/wacz validate -f $file.wacz | tee told
  grep -q "the passed WACZ is valid" told || { echo "CHANGED: $file.wacz is not called valid any longer"; exit 1; }
done
echo "As observed: all three are called valid."
