"""`onrecord search`, `speakers`, `says` and `silences`: find in a store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

import click

from onrecord.cli.pages import attitudes_option, console, store_errors, store_option
from onrecord.records import Act, Firmness, Manner, PageType

__all__ = ["filter_options", "says", "search", "silences", "speakers"]

_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON Lines: one record a line.")
_spelling_option = click.option(
    "--no-spellings",
    is_flag=True,
    help="Find the words as they are spelled, not names that sound the same or stand in another script.",
)


_OUTDATED = (
    "{}: its indexes were made by another version of the program, so some words may not be found.\n"
    "The next `onrecord add` makes them anew; so does `onrecord check --repair`."
)


def _names(values: type[StrEnum]) -> list[str]:
    """The values as words: of an enumeration itself click would ask for the names in capitals."""
    return [str(v) for v in values]


def _bounded(_: click.Context, __: click.Parameter, value: int) -> int:
    """More than any store holds, and less than what SQLite counts to."""
    return min(value, 1_000_000_000)


def _limits(most: int) -> Callable[..., Any]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option(
            "--offset",
            default=0,
            type=click.IntRange(0),
            callback=_bounded,
            help="Pass over so many of the first.",
        )(command)
        return click.option(
            "-n",
            "--limit",
            default=most,
            show_default=True,
            type=click.IntRange(0),
            callback=_bounded,
            help="How many to show; 0 for all.",
        )(command)

    return add


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `onrecord.store.filters.Filters` that concern pages."""
    for option in (
        click.option("--all-versions", is_flag=True, help="Also earlier versions of pages that changed."),
        click.option(
            "--type",
            "types",
            multiple=True,
            type=click.Choice([*_names(PageType), "any"]),
            help="Kind of page; can be given several times.  [default: article]",
        ),
        click.option("--language", help="Language of the page, as a code: en, de, pt-BR."),
        click.option("--to", "until", metavar="DAY", help="Published on this day (2026-03-31) or before."),
        click.option("--from", "since", metavar="DAY", help="Published on this day (2026-03-01) or after."),
        click.option("--outlet", help="Host (with its subdomains), or the site's name."),
    ):
        command = option(command)
    return command


def _statement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        attitudes_option,
        click.option(
            "--at-least", type=click.Choice(_names(Firmness)), help="Statements put at least so firmly."
        ),
        click.option(
            "--firmness", type=click.Choice(_names(Firmness)), help="Statements put just so firmly."
        ),
        click.option("--act", type=click.Choice(_names(Act)), help="Statements by what the speaker does."),
        click.option(
            "--manner", type=click.Choice(_names(Manner)), help="Statements by how they are reported."
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@store_option
@click.option(
    "--statements", is_flag=True, help="Search what people are reported to have said, not articles."
)
@click.option(
    "--speaker", metavar="NAME", help="Articles that quote this speaker; with --statements, theirs only."
)
@filter_options
@_statement_options
@click.option("--not", "without", multiple=True, metavar="WORD", help="Without this word or phrase.")
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@_spelling_option
@_limits(20)
@_json_option
@click.pass_context
def search(
    context: click.Context,
    /,
    words: tuple[str, ...],
    store: str,
    statements: bool,
    speaker: str | None,
    without: tuple[str, ...],
    newest: bool,
    limit: int,
    offset: int,
    as_json: bool,
    **filters: Any,
) -> None:
    """Find articles, or statements, by their words.

    All words must occur.  "Words in quotation marks" stand one after the other (quote the whole for the shell:
    '"port strike"'), fisher* is the beginning of a word, and port OR harbour is one or the other.  A name is found in other spellings and scripts too: Zelensky, Selenskyj, Зеленський.
    Without words, everything within the limits is found, the newest first.

    Exit status: 0 if something was found, 1 if nothing, 2 for wrong usage, or a store that cannot be used.
    """
    given = [
        n for n in ("manner", "act", "firmness", "at_least", "attitudes") if filters[n] not in (None, False)
    ]
    if given and not statements:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is about statements; add --statements")

    def found(opened: Any, types: tuple[str, ...]) -> Iterable[Any]:
        verb = opened.search_statements if statements else opened.search
        hits: Iterable[Any] = verb(
            _question(words, without),
            _filters(speaker=speaker, **{**filters, "types": types}),
            newest=newest,
            limit=limit or None,
            offset=offset,
        )
        return hits

    everything = _or_others(found, filters["types"], offset)
    _run(context, store, everything, "show_statement" if statements else "show_article", as_json)


@click.command()
@click.argument("name", nargs=-1)
@store_option
@_spelling_option
@_limits(50)
@_json_option
@click.pass_context
def speakers(
    context: click.Context,
    /,
    name: tuple[str, ...],
    store: str,
    no_spellings: bool,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List the names under which statements are made, those with most statements first.

    With NAME, those names that have all of its words, in any spelling.  Names that may be spellings of one another are
    told beside each other, and never counted together.

    Exit status: 0 if something was found, 1 if nothing, 2 for wrong usage, or a store that cannot be used.
    """

    def found(opened: Any) -> Iterable[Any]:
        entries: Iterable[Any] = opened.speakers(
            " ".join(name) if name else None, limit=limit or None, offset=offset, spellings=not no_spellings
        )
        return entries

    _run(context, store, found, "show_speaker", as_json)


@click.command()
@click.argument("name", nargs=-1, required=True)
@store_option
@click.option(
    "--about", metavar="WORDS", default="", help="Only statements with these words, as in `search`."
)
@filter_options
@_statement_options
@_spelling_option
@_limits(50)
@_json_option
@click.pass_context
def says(
    context: click.Context,
    /,
    name: tuple[str, ...],
    store: str,
    about: str,
    limit: int,
    offset: int,
    as_json: bool,
    **filters: Any,
) -> None:
    """Show everything that NAME is reported to have said: newest first, with the page and the exact words.

    All words of NAME must stand in the speaker's name, in any spelling; each statement tells which name it was.

    Exit status: 0 if something was found, 1 if nothing, 2 for wrong usage, or a store that cannot be used.
    """

    def found(opened: Any, types: tuple[str, ...]) -> Iterable[Any]:
        wanted = _filters(**{**filters, "types": types})
        hits: Iterable[Any] = opened.says(
            " ".join(name), wanted, text=about, limit=limit or None, offset=offset
        )
        return hits

    _run(context, store, _or_others(found, filters["types"], offset), "show_statement", as_json)


@click.command()
@click.argument("name", nargs=-1)
@store_option
@filter_options
@_spelling_option
@_limits(50)
@_json_option
@click.pass_context
def silences(
    context: click.Context,
    /,
    name: tuple[str, ...],
    store: str,
    limit: int,
    offset: int,
    as_json: bool,
    **filters: Any,
) -> None:
    """Show who declined, refused or did not comment: newest first, with the page and the exact words.

    With NAME, only those whose name has all of its words, in any spelling.  A silence is never a statement: what somebody did
    not speak of stands in no other list.

    Exit status: 0 if something was found, 1 if nothing, 2 for wrong usage, or a store that cannot be used.
    """

    def found(opened: Any) -> Iterable[Any]:
        hits: Iterable[Any] = opened.silences(
            " ".join(name) if name else None, _filters(**filters), limit=limit or None, offset=offset
        )
        return hits

    _run(context, store, found, "show_silence", as_json)


def _question(words: tuple[str, ...], without: tuple[str, ...]) -> str:
    return " ".join([*words, *('-"{}"'.format(w.replace('"', " ")) for w in without)])


def _filters(*, types: tuple[str, ...], no_spellings: bool, **others: Any) -> Any:
    from onrecord.store.filters import Filters

    kinds = () if "any" in types else tuple(map(PageType, types)) or (PageType.ARTICLE,)
    for name, kind in (("manner", Manner), ("act", Act), ("firmness", Firmness), ("at_least", Firmness)):
        if others.get(name) is not None:
            others[name] = kind(others[name])
    return Filters(types=kinds, spellings=not no_spellings, **others)


def _or_others(
    found: Callable[[Any, tuple[str, ...]], Iterable[Any]], types: tuple[str, ...], offset: int
) -> Callable[[Any], Iterable[Any]]:
    """What is found in articles or, if no type was asked for and nothing is, in pages that are taken for something else."""

    def look(opened: Any) -> Iterator[Any]:
        some = False
        for hit in found(opened, types):
            some = True
            yield hit
        if some or types or offset:
            return
        for hit in found(opened, ("any",)):
            if not some:
                click.echo("No article has this.  These are pages that are not taken for articles:", err=True)
            some = True
            yield hit

    return look


def _run(
    context: click.Context, path: str, found: Callable[[Any], Iterable[Any]], show: str, as_json: bool
) -> None:
    """Open the store, print what is found one by one, and end with 0 or 1; errors end with 2."""
    from onrecord.codec import dumps
    from onrecord.render.inert import inert_json
    from onrecord.run.store import open_store
    from onrecord.store.indexing import outdated

    printer = None if as_json else _printer(show)
    count = 0
    with store_errors(), open_store(path) as opened:
        if outdated(opened.database):
            click.echo(_OUTDATED.format(path), err=True)
        for record in found(opened):
            count += 1
            if printer is None:
                click.echo(inert_json(dumps(record)))
            else:
                printer(record)
    if not count and sys.stderr.isatty():
        click.echo("Nothing found.", err=True)
    context.exit(0 if count else 1)


def _printer(show: str) -> Callable[[Any], None]:
    from onrecord.render import found

    output = console()
    function: Callable[[Any, Any], None] = getattr(found, show)
    return lambda record: function(record, output)
