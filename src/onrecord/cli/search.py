"""`onrecord search`, `speakers`, `says` and `silences`: find things in a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Any

import click

from onrecord.cli.pages import attitudes_option, check_days, console, counted, store_errors, store_option
from onrecord.records import Act, Firmness, Manner, PageType

__all__ = ["filter_options", "says", "search", "silences", "speakers"]

_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Write JSON Lines, one record on each line."
)
_spelling_option = click.option(
    "--no-spellings",
    is_flag=True,
    help="Find the words only as you spell them, not names that sound the same or are in another script.",
)


#: Results beyond a list that are counted at most; each costs a look-up.
_MOST_COUNTED = 2_000
_OUTDATED = (
    "{}: another version of onrecord made the indexes of this store, so some words may not be found.\n"
    "The next `onrecord add` rebuilds them; so does `onrecord check --repair`."
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
            help="Skip this many results.",
        )(command)
        return click.option(
            "-n",
            "--limit",
            default=most,
            show_default=True,
            type=click.IntRange(0),
            callback=_bounded,
            help="Show at most this many results; 0 shows all.",
        )(command)

    return add


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `onrecord.store.filters.Filters` that concern pages."""
    for option in (
        click.option(
            "--all-versions", is_flag=True, help="Also search earlier versions of pages that changed."
        ),
        click.option(
            "--type",
            "types",
            multiple=True,
            type=click.Choice([*_names(PageType), "any"]),
            help="Search this type of page; you can give several.  [default: article]",
        ),
        click.option("--language", help="Search pages in this language, given as a code: en, de, pt-BR."),
        click.option(
            "--to",
            "until",
            metavar="DAY",
            help="Search pages published on this day or before, such as 2026-03-31 (UTC).",
        ),
        click.option(
            "--from",
            "since",
            metavar="DAY",
            help="Search pages published on this day or after, such as 2026-03-01 (UTC).",
        ),
        click.option(
            "--outlet", help="Search pages of this outlet: a host (with its subdomains), or the site's name."
        ),
    ):
        command = option(command)
    return command


def _statement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        attitudes_option,
        click.option(
            "--at-least",
            type=click.Choice(_names(Firmness)),
            help="Only statements made at least this firmly.",
        ),
        click.option(
            "--firmness",
            type=click.Choice(_names(Firmness)),
            help="Only statements made exactly this firmly.",
        ),
        click.option(
            "--act", type=click.Choice(_names(Act)), help="Only statements in which the speaker does this."
        ),
        click.option(
            "--manner", type=click.Choice(_names(Manner)), help="Only statements that are reported this way."
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@store_option
@click.option(
    "--statements", is_flag=True, help="Search what people are reported to have said, instead of articles."
)
@click.option(
    "--speaker",
    metavar="NAME",
    help="Find articles that quote this speaker; with --statements, only what this speaker said.",
)
@filter_options
@_statement_options
@click.option(
    "--not",
    "without",
    multiple=True,
    metavar="WORD",
    help="Leave out results with this word or phrase; you can give several.",
)
@click.option("--newest", is_flag=True, help="Show the newest first, not the best match.")
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
    """Search articles or statements by their words.

    A result has all of the words.  "Words in quotation marks" must come one after the other (in a shell, quote them twice:
    '"port strike"').  fisher* finds words that begin with "fisher".  port OR harbour finds one or the other.  Names are also
    found in other spellings and scripts: Zelensky, Selenskyj, Зеленський.  Without words, you get everything within the
    limits, newest first.

    Exit status: 0 if something was found, 1 if nothing was found, 2 for wrong usage or a store that cannot be used.
    """
    given = [
        n for n in ("manner", "act", "firmness", "at_least", "attitudes") if filters[n] not in (None, False)
    ]
    if given and not statements:
        raise click.UsageError(f"--{given[0].replace('_', '-')} works only with --statements")

    def found(opened: Any, types: tuple[str, ...]) -> Iterable[Any]:
        verb = opened.search_statements if statements else opened.search
        hits: Iterable[Any] = verb(
            _question(words, without),
            _filters(speaker=speaker, **{**filters, "types": types}),
            newest=newest,
            limit=_enough(limit),
            offset=offset,
        )
        return hits

    everything = _or_others(found, filters["types"], offset)
    show = "show_statement" if statements else "show_article"
    _run(context, store, everything, show, as_json, limit, offset)


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
    """List the names under which statements are made, most statements first.

    With NAME, list only names that have all of its words, in any spelling.  Each line also shows other names that may be
    spellings of the same name.  onrecord never counts them together.

    Exit status: 0 if something was found, 1 if nothing was found, 2 for wrong usage or a store that cannot be used.
    """

    def found(opened: Any) -> Iterable[Any]:
        entries: Iterable[Any] = opened.speakers(
            " ".join(name) if name else None,
            # Figures of names that are only counted would cost as much as those that are shown.
            limit=_enough(limit) if name else limit + 1 if limit else None,
            offset=offset,
            spellings=not no_spellings,
        )
        return entries

    _run(context, store, found, "show_speaker", as_json, limit, offset, None if name else _all_speakers)


@click.command()
@click.argument("name", nargs=-1, required=True)
@store_option
@click.option(
    "--about",
    metavar="WORDS",
    default="",
    help="Only statements with these words; write them as for `search`.",
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
    """Show everything that NAME is reported to have said, newest first, with the page and the exact words.

    The speaker's name must have all words of NAME, in any spelling.  Each statement shows the name as the page has it.

    Exit status: 0 if something was found, 1 if nothing was found, 2 for wrong usage or a store that cannot be used.
    """

    def found(opened: Any, types: tuple[str, ...]) -> Iterable[Any]:
        wanted = _filters(**{**filters, "types": types})
        hits: Iterable[Any] = opened.says(
            " ".join(name), wanted, text=about, limit=_enough(limit), offset=offset
        )
        return hits

    _run(
        context, store, _or_others(found, filters["types"], offset), "show_statement", as_json, limit, offset
    )


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
    """Show who declined, refused or did not comment, newest first, with the page and the exact words.

    With NAME, show only people whose name has all of its words, in any spelling.  A silence is never a statement, so it is in
    no other list.

    Exit status: 0 if something was found, 1 if nothing was found, 2 for wrong usage or a store that cannot be used.
    """

    def found(opened: Any) -> Iterable[Any]:
        hits: Iterable[Any] = opened.silences(
            " ".join(name) if name else None, _filters(**filters), limit=_enough(limit), offset=offset
        )
        return hits

    _run(context, store, found, "show_silence", as_json, limit, offset)


def _question(words: tuple[str, ...], without: tuple[str, ...]) -> str:
    return " ".join([*words, *('-"{}"'.format(w.replace('"', " ")) for w in without)])


def _filters(*, types: tuple[str, ...], no_spellings: bool, **others: Any) -> Any:
    from onrecord.store.filters import Filters

    check_days(others.get("since"), others.get("until"))
    kinds = () if "any" in types else tuple(map(PageType, types)) or (PageType.ARTICLE,)
    for name, kind in (("manner", Manner), ("act", Act), ("firmness", Firmness), ("at_least", Firmness)):
        if others.get(name) is not None:
            others[name] = kind(others[name])
    return Filters(types=kinds, spellings=not no_spellings, **others)


def _or_others(
    found: Callable[[Any, tuple[str, ...]], Iterable[Any]], types: tuple[str, ...], offset: int
) -> Callable[[Any], Iterable[Any]]:
    """What is found in articles or, if no type was asked for and nothing is, in pages of other types."""

    def look(opened: Any) -> Iterator[Any]:
        some = False
        for hit in found(opened, types):
            some = True
            yield hit
        if some or types or offset:
            return
        for hit in found(opened, ("any",)):
            if not some:
                click.echo(
                    "No article matches.  These pages match, but onrecord does not take them for articles:",
                    err=True,
                )
            some = True
            yield hit

    return look


def _enough(limit: int) -> int | None:
    """How many results to ask for: some beyond those that are shown, so that a list that stops can say of how many."""
    return limit + _MOST_COUNTED if limit else None


def _all_speakers(opened: Any) -> int:
    from onrecord.store.persons import how_many

    return how_many(opened.database)


def _run(
    context: click.Context,
    path: str,
    found: Callable[[Any], Iterable[Any]],
    show: str,
    as_json: bool,
    limit: int,
    offset: int,
    total: Callable[[Any], int] | None = None,
) -> None:
    """Open the store, print what is found one by one, and end with 0 or 1; errors end with 2.

    Of a list that stops at `limit`, a line on standard error says how long it is: what `total` counts, or what `found` gives.
    """
    from onrecord.codec import dumps
    from onrecord.render.inert import inert_json
    from onrecord.run.store import open_store
    from onrecord.store.indexing import outdated

    printer = None if as_json else _printer(show)
    count = 0
    with store_errors(), open_store(path) as opened:
        if outdated(opened.database):
            click.echo(_OUTDATED.format(path), err=True)
        records = iter(found(opened))
        for record in opened.linked(islice(records, limit or None)):
            count += 1
            if printer is None:
                click.echo(inert_json(dumps(record)))
            else:
                printer(record)
        if limit and count == limit and (rest := sum(1 for _ in records)):
            whole = (
                f"{offset + count + rest:,}"
                if rest < _MOST_COUNTED
                else f"more than {offset + count + rest - 1:,}"
            )
            shown = f"{offset + 1:,} to {offset + count:,}" if offset else f"{count:,}"
            click.echo(f"{shown} of {f'{total(opened):,}' if total else whole}; --limit 0 for all", err=True)
        if not count:
            pages = counted(opened.database.value("SELECT count(*) FROM page"), "page")
            click.echo(f"Nothing {'more ' if offset else ''}found in {pages}.", err=True)
    context.exit(0 if count else 1)


def _printer(show: str) -> Callable[[Any], None]:
    from onrecord.render import found

    output = console()
    function: Callable[[Any, Any], None] = getattr(found, show)
    return lambda record: function(record, output)
