"""`onrecord read`: read pages, and show or write the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from onrecord.cli.pages import (
    Received,
    Unusable,
    attitudes_option,
    complain,
    console,
    page_options,
    progress,
    ready,
    refuse_empty,
)
from onrecord.codec import dumps
from onrecord.errors import WorkerError
from onrecord.records import Failure, Reading
from onrecord.settings import FETCH, PAGE, PROCESS, Settings

__all__ = ["read"]

#: Forms that have no place for statements, so that finding them would cost time for nothing.
_WITHOUT = ("text",)
_FLAGS = ("--json", "--markdown", "--jsonld", "--text", "--annotations", "--tei")
_OF_STATEMENTS = ("jsonl", "csv", "annotations")


class _Read(click.Command):
    """`--statements` takes the word after it only if that is a format: what follows is nearly always a page."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        out: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                out += [arg, *rest]
                break
            if out[-1:] == ["--statements=jsonl"] and arg in ("jsonl", "csv"):
                out[-1] = f"--statements={arg}"
            else:
                out.append("--statements=jsonl" if arg == "--statements" else arg)
        chosen = dict.fromkeys(
            arg for arg in out[: out.index("--") if "--" in out else None] if arg in _FLAGS
        )
        if len(chosen) > 1:  # click would take the last one and say nothing
            raise click.UsageError(f"{' and '.join(chosen)} are different forms; choose one of them", ctx)
        return super().parse_args(ctx, out)


def _form(name: str, help: str) -> Callable[..., Any]:
    return click.option(f"--{name}", "form", flag_value=name, help=help)


@click.command(cls=_Read)
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL|-...")
@_form("json", "Write the whole reading as JSON; for several pages, one on each line.")
@_form("markdown", "Write the article as Markdown, and below it who said what.")
@_form("jsonld", "Write the article as a schema.org NewsArticle, with its statements as Quotation and Claim.")
@_form("text", "Write only the running text.")
@click.option(
    "--statements",
    "table",
    type=click.Choice(["jsonl", "csv"]),
    help="Write only the statements: as JSON Lines (the default), or as CSV for spreadsheets.",
)
@_form("annotations", "Write the statements as W3C Web Annotations (JSON-LD).")
@_form("tei", "Write the article as TEI P5, with <said> around what is said; for one page only.")
@click.option(
    "--no-statements", is_flag=True, help="Do not look for statements. Reading is several times as fast."
)
@attitudes_option
@click.option(
    "--mark/--no-mark",
    default=None,
    help="Mark statements in the text: a colour for each speaker, cues underlined.  [default: --mark if the terminal has colours]",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show everything, also the furniture, labelled with kind and score.",
)
@click.option("--trail", is_flag=True, help="Show what was left out or inferred, and why.")
@click.option(
    "-j",
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Read with this many processes.",
)
@page_options(PAGE, PROCESS, FETCH)
@click.pass_context
def read(
    context: click.Context,
    /,
    pages: tuple[str, ...],
    form: str | None,
    table: str | None,
    no_statements: bool,
    attitudes: bool,
    mark: bool | None,
    everything: bool,
    trail: bool,
    url: str | None,
    charset: str | None,
    media: str | None,
    jobs: int,
    **bounds: Any,
) -> None:
    """Read pages without storing them, and show who said what.

    FILE can be a saved page, a text, a PDF or Word document (.docx), MHTML, a mail (.eml) or mailbox (.mbox), a folder, an
    archive (WARC, WACZ), a Telegram export, JSON Lines, a list of addresses or a feed, also compressed (.gz).  onrecord reads
    all pages in it.  You can also give an address, or - for standard input.

    For one page, you see its story with the furniture folded away, and its statements by speaker.  For several pages, the
    output is JSON Lines unless you choose another form or write to a terminal.  If a page cannot be read, a line on standard
    error says why (in JSON, also a record), and onrecord continues with the others.

    onrecord reads several pages, PDFs and Word documents in other processes.  So if one takes too much time or memory, only
    that one fails.  These limits do not apply to a single page.

    onrecord looks for statements, except for --text and --no-statements.

    Exit status: 0 if all pages were read, 1 if some failed, 2 for wrong usage or if no work was possible.
    """
    if form is not None and table is not None:
        raise click.UsageError(f"--statements and --{form} are two forms; choose one of them")
    form = table or form
    if no_statements and form in _OF_STATEMENTS:
        raise click.UsageError(
            f"--no-statements leaves nothing for --{form if table is None else 'statements'} to write"
        )
    settings = Settings(**bounds)
    wanted = not no_statements and form not in _WITHOUT
    if wanted:
        ready()
    refuse_empty(pages)
    received = Received(pages, settings, url, charset)
    alone = received.alone
    if form == "tei" and not alone:
        raise click.UsageError("--tei writes one document, but there are several pages")
    if form is None and not alone and not sys.stdout.isatty():
        form = "json"
    from onrecord.run import read_captures

    if form == "csv":
        from onrecord.render.statements import csv_header

        click.echo(csv_header(), nl=False)
    failed = 0
    with progress(1 if alone else None) as advance:
        results = read_captures(received, settings, media=media, jobs=jobs, statements=wanted)
        for result in _usable(results):
            advance()
            if isinstance(result, Reading) and form != "json" and not attitudes:
                result = result.without_attitudes()
            if isinstance(result, Failure):
                failed += 1
                complain(result)
                if form == "json":
                    _json(dumps(result, indent=2 if alone else None))
            elif form is None:
                _show(result, everything=everything, trail=trail, mark=mark, statements=wanted)
            else:
                _write(result, form, alone)
    received.complain()
    context.exit(1 if failed else 0)


def _usable(results: Iterator[Reading | Failure]) -> Iterator[Reading | Failure]:
    """The results; what ends the whole run becomes the command's message."""
    try:
        yield from results
    except WorkerError as e:
        raise Unusable(str(e)) from e


def _json(text: str) -> None:
    from onrecord.render.inert import inert_json

    click.echo(inert_json(text))


def _write(reading: Reading, form: str, alone: bool) -> None:
    indent = 2 if alone else None
    match form:
        case "json":
            _json(dumps(reading, indent=indent))
        case "jsonld":
            from onrecord.render.jsonld import jsonld

            _json(json.dumps(jsonld(reading), ensure_ascii=False, indent=indent))
        case "annotations":
            from onrecord.render.annotations import collection

            _json(json.dumps(collection(reading), ensure_ascii=False, indent=indent))
        case "jsonl":
            from onrecord.render.statements import records

            for record in records(reading):
                _json(json.dumps(record, ensure_ascii=False))
        case "csv":
            from onrecord.render.statements import csv_rows

            click.echo(csv_rows(reading), nl=False)
        case "tei":
            from onrecord.render.tei import tei

            click.echo(tei(reading), nl=False)
        case "markdown":
            from onrecord.render.markdown import markdown

            click.echo(markdown(reading))
        case _:
            from onrecord.render.inert import inert

            click.echo(inert(reading.article.text) if reading.article else "")


def _show(reading: Reading, **options: Any) -> None:
    from onrecord.render.terminal import show

    show(reading, console(), **options)
