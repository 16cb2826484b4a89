"""Reading one page: bytes -> page -> text and tree -> blocks -> labelled -> article -> statements, if asked for.

Each step is a function of the value before it; `Reader` only holds them together, so that any of them can
be swapped.  No clock, no network, no disk: the same bytes give the same `Reading` everywhere.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from onrecord.errors import EmptyPage, LoginWall
from onrecord.read.article import Draft, draft
from onrecord.read.embedded import embedded
from onrecord.read.enveloped import stated_labels, with_envelope
from onrecord.read.evidence import Hints, hints
from onrecord.read.hidden import without_hidden
from onrecord.read.label import label
from onrecord.read.labels import Labelled
from onrecord.read.line_breaks import split_lines
from onrecord.read.lines import blocks_of, lines
from onrecord.read.meta import Metadata, Visible, metadata
from onrecord.read.meta.archives import note_archive
from onrecord.read.other_stories import find_other_stories, of_own_story, with_stories, without_stories
from onrecord.read.page import Page, decode
from onrecord.read.tree import Head, Tree
from onrecord.read.walk import walk
from onrecord.records import TEXT_ROLES, Article, Envelope, Furniture, Note, Reading, Role, Statement
from onrecord.settings import MOST, Settings

__all__ = ["Reader", "read"]

_HARDLY_ANY = 200  # characters: less than a paragraph
_NO_ARTICLE = Note(
    "statements",
    "the whole text",
    "read for statements, although onrecord does not take the page for an article",
)
_MARKS_ONLY = Note(
    "statements",
    "statements without quotation marks",
    "in this page's language onrecord finds statements only by quotation marks, dashes and interview turns",
)
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.I)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the cyclic garbage collector back while one page is read.

    A page's values are freed by their reference counts, and the bounds in `Settings` keep them few; the
    collector's passes over thousands of young objects cost a tenth of the time and find nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _tree(page: Page, settings: Settings) -> Tree:
    if page.document is not None:
        return blocks_of(page, page.document, settings)
    if page.info.media != "html":
        return lines(page, settings)
    tree = walk(page, settings)
    return embedded(tree, settings) if _shows_nothing(tree) else tree


def _shows_nothing(tree: Tree) -> bool:
    """Whether a page has no text to speak of outside `<noscript>` ("Please enable JavaScript")."""
    if len(tree.raws) > 40:
        return False
    shown = sum(len(raw.text) - raw.link_chars for raw in tree.raws if "noscript" not in tree.tags(raw.node))
    return shown < _HARDLY_ANY


def _has_no_story(tree: Tree, labelled: Labelled) -> bool:
    """Whether a page shows menus and notices, and no text."""
    if tree.elsewhere or not tree.nodes:
        return False
    text = 0
    for raw, x in zip(tree.raws, labelled.labels, strict=True):
        if x.role in TEXT_ROLES:
            text += len(raw.text)
            if text >= _HARDLY_ANY:
                return False
    return True


@dataclass(frozen=True, slots=True)
class Reader:
    """The stages of reading.  Replace one to change what it does:

    >>> from dataclasses import replace
    >>> careful = replace(Reader(), label=my_labeller)  # doctest: +SKIP

    `statements` is `None` for the reader of statements in `onrecord.read.statements`, which is loaded when it is first
    needed: its model takes longer to load than all the rest.
    """

    decode: Callable[..., Page] = decode
    tree: Callable[[Page, Settings], Tree] = _tree
    hints: Callable[[Head, str | None], Hints] = hints
    label: Callable[[Tree, Hints], Labelled] = label
    draft: Callable[[Tree, Labelled, str | None], Draft] = draft
    metadata: Callable[[Tree, str | None, Visible], Metadata] = metadata
    statements: Callable[[Article], tuple[Statement, ...]] | None = None

    def read(
        self,
        content: bytes | str,
        *,
        url: str | None = None,
        name: str = "-",
        charset: str | None = None,
        media: str | None = None,
        settings: Settings | None = None,
        statements: bool = False,
        envelope: Envelope | None = None,
    ) -> Reading:
        """Read one page.  See `read`."""
        settings = settings or Settings()
        with _uncollected():
            reading = self._read(content, url, name, charset, media, settings, envelope)
        return self._with_statements(reading) if statements else reading

    def _with_statements(self, reading: Reading) -> Reading:
        if reading.article is None:
            return reading
        notes = [] if reading.verdict.is_article else [_NO_ARTICLE]
        if self.statements is not None:
            found = self.statements(reading.article)
            return replace(reading, statements=found, trail=(*reading.trail, *notes))
        from onrecord.read.statements.languages import has_network
        from onrecord.read.statements.reader import spoken

        stated = reading.article.language
        if not has_network(stated.value if stated else None, reading.article.text):
            notes.append(_MARKS_ONLY)

        heard = spoken(reading.article)
        return replace(
            reading,
            statements=heard.statements,
            silences=heard.silences,
            trail=(*reading.trail, *notes, *_unread(reading.article)),
        )

    def _read(
        self,
        content: bytes | str,
        url: str | None,
        name: str,
        charset: str | None,
        media: str | None,
        settings: Settings,
        envelope: Envelope | None,
    ) -> Reading:
        page = self.decode(content, name=name, url=url, charset=charset, media=media, settings=settings)
        tree = self.tree(page, settings)
        if not tree.raws:
            raise _nothing(tree, name)
        note_archive(tree, url)
        # The address of the page itself, where this is the copy of an archive.
        address = tree.archived.original if tree.archived else url
        found = self.hints(tree.head, address)
        envelope = envelope or (page.document.envelope if page.document else None)
        labelled = self.label(tree, found)
        if found.is_article and _has_no_story(tree, labelled):
            inner = embedded(tree, settings)
            if inner is not tree:
                tree, labelled = inner, self.label(inner, found)
        whole = tree
        tree, labelled = split_lines(tree, labelled)
        if tree is not whole and not labelled.verdict.is_article:
            # The network has judged the story as one block.
            again = self.label(tree, found)
            labelled = replace(labelled, verdict=again.verdict) if again.verdict.is_article else labelled
        told = tree  # what the page says of its story
        others, notes = find_other_stories(tree, labelled, address)
        if others:
            # The network takes the headline of a second story for a subheading; alone it is seen for what it is.
            own, kept = without_stories(tree, others)
            labelled = with_stories(tree, self.label(own, found), kept, labelled, others)
            tree, told = of_own_story(tree, own, kept)
        labelled = stated_labels(tree, without_hidden(tree, labelled), envelope)
        base = _base(
            tree.head.base, url if tree.archived and any(raw.of_archive for raw in tree.raws) else address
        )
        made = self.draft(tree, labelled, base)
        if tree.head.password_fields and len(made.text) < _HARDLY_ANY:
            raise LoginWall("the page shows a login form and no story", page=name)
        meta = with_envelope(self.metadata(told, address, _visible(tree, labelled)), envelope)
        return Reading(
            page=page.info,
            verdict=labelled.verdict,
            blocks=made.blocks,
            article=_article(page, made, meta) if made.text else None,
            trail=(*tree.notes, *notes, *labelled.notes, *made.notes, *meta.notes, *_paywall(tree)),
            reader=_name(labelled.labeller),
            envelope=envelope,
        )


def _unread(article: Article) -> list[Note]:
    """What is said of the end of a text that is too long to be read for statements."""
    left = len(article.text) - MOST
    if left <= 0:
        return []
    return [
        Note(
            "statements",
            f"the last {left} characters",
            f"onrecord looks for statements only in the first {MOST}",
        )
    ]


def _paywall(tree: Tree) -> list[Note]:
    if any(_NOT_FREE.search(script) for script in tree.head.json_ld):
        return [
            Note(
                "article",
                "perhaps the end of the text",
                "the page says that it is not free to read, so the text may be cut off",
            )
        ]
    return []


def _nothing(tree: Tree, name: str) -> EmptyPage:
    """The error for a page without any text, with the reason if the page shows one."""
    head = tree.head
    if head.frames:
        return EmptyPage(
            f"a frameset: its text is in other pages ({', '.join(head.frames[:5])})",
            page=name,
            stage="blocks",
        )
    if any(key == "refresh" for key, _ in head.metas):
        return EmptyPage("the page only redirects to another address", page=name, stage="blocks")
    if "<script" in tree.page.source[:200_000].lower():
        return EmptyPage(
            "the page shows no text without JavaScript, which onrecord does not run",
            page=name,
            stage="blocks",
        )
    return EmptyPage("the page has no text", page=name, stage="blocks")


def _base(base: str, url: str | None) -> str | None:
    try:
        return urljoin(url or "", base) or None
    except ValueError:
        return url


def _visible(tree: Tree, labelled: Labelled) -> Visible:
    n = len(labelled.labels)
    headline = labelled.column(Role.HEADLINE)
    byline, dateline, section, tags = ([0.0] * n for _ in range(4))
    text = [False] * n
    furniture_role, of_tags, of_another = Role.FURNITURE, Furniture.TAGS, Furniture.OTHER_STORY
    for i, (role, furniture, score, _) in enumerate(labelled.labels):
        if role is furniture_role:
            if furniture is of_tags:
                tags[i] = score
            elif furniture is of_another:
                headline[i] = 0.0
        elif role in TEXT_ROLES:
            text[i] = True
        elif role is Role.HEADLINE:
            headline[i] = max(headline[i], score)
        elif role is Role.BYLINE:
            byline[i] = dateline[i] = score
        elif role is Role.DATELINE:
            dateline[i] = score
        elif role is Role.SECTION:
            section[i] = score
    return Visible(headline, byline, dateline, section, tags, text)


def _article(page: Page, made: Draft, meta: Metadata) -> Article:
    story = tuple(b for b in made.blocks if b.span is not None)
    dek = next((b.text for b in story if b.role is Role.DEK), None)
    return Article(
        id=page.info.id,
        url=page.info.url,
        text=made.text,
        blocks=story,
        title=meta.title,
        dek=dek,
        authors=meta.authors,
        origin=meta.origin,
        published=meta.published,
        modified=meta.modified,
        site=meta.site,
        section=meta.section,
        tags=meta.tags,
        language=meta.language,
        canonical_url=meta.canonical_url,
        images=made.images,
        archived=meta.archived,
    )


def _name(labeller: str) -> str:
    from onrecord._version import VERSION

    return f"onrecord {VERSION} ({labeller})"


def read(
    content: bytes | str,
    *,
    url: str | None = None,
    name: str = "-",
    charset: str | None = None,
    media: str | None = None,
    settings: Settings | None = None,
    statements: bool = False,
    envelope: Envelope | None = None,
) -> Reading:
    """Read one page and label all of it; find its statements if asked to, which takes several times as long.

    `content` is the page as received: bytes in any encoding, or text that is decoded already; also the bytes of a PDF or
    a Word document (.docx).  `url` is the address it came from; it helps to resolve links and to tell the page's type, and
    is never fetched.  `charset` is the encoding that the transport declared; `media` ("html", "text", "pdf" or "docx")
    overrides the guess.  `envelope` is what the file that the page came in says of it.

    Raises `PageError`: `EmptyPage`, `NotAPage`, `PageTooLarge` or `LoginWall`; `MissingExtra` for documents whose reader is
    not installed.
    """
    return Reader().read(
        content,
        url=url,
        name=name,
        charset=charset,
        media=media,
        settings=settings,
        statements=statements,
        envelope=envelope,
    )
