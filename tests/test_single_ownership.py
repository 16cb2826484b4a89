"""Words within one pair of quotation marks belong to one statement, or to statements that stand within each other."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.statements.analysis import Attribution
from onrecord.read.statements.quoting.quotation import Quotation
from onrecord.read.statements.quoting.quotation_detection import detect_quotations
from onrecord.read.statements.quoting.single_ownership import is_within, own_quotations_once
from onrecord.records import Span
from tests.analysed import at, said

WORDS = ["“", "”", " ", "\n", "no", "said", "Ada", ", ", ". ", "‘", "’", "yes"]


def test_the_nearer_cue_has_it() -> None:
    text = "“We close.”\n\nIt rained.\n\n“No,” Tove Lind said. The mayor said that."
    quotations = detect_quotations(text)
    mayor = Attribution(
        (at(text, "The mayor"),), (at(text, "said", 1),), (at(text, "“We close.”"), at(text, "“No,”")), 0.9
    )
    lind = Attribution((at(text, "Tove Lind"),), (at(text, "said"),), (at(text, "“No,”"),), 0.5)
    first, second = own_quotations_once(text, [mayor, lind], quotations)
    assert first.content == (at(text, "“We close.”"),)
    assert second.content == lind.content


def test_statements_within_each_other_share_their_words() -> None:
    text = "Ada Verrin said Ivo Halle said “no” again."
    outer = said(text, "Ada Verrin", content="Ivo Halle said “no” again")
    inner = said(text, "Ivo Halle", content="“no”")
    assert own_quotations_once(text, [outer, inner], detect_quotations(text)) == (outer, inner)


def shared(
    text: str, found: tuple[Attribution, ...], quotations: tuple[Quotation, ...]
) -> list[tuple[int, int]]:
    """Pairs of attributions beside each other that have a letter of one outermost quotation in common, made outside of it."""
    out = []
    for q in quotations:
        if q.depth:
            continue
        inside = {i for s in q.spans for i in range(s.start, s.end) if text[i].isalnum()}
        held = [
            {i for s in a.content for i in range(s.start, s.end)} & inside
            if not any(s.start <= c.start < s.end for c in (a.cue or a.source) for s in q.spans)
            else set()
            for a in found
        ]
        for i, a in enumerate(found):
            out += [
                (i, j)
                for j in range(i)
                if held[i] & held[j] and not is_within(a, found[j]) and not is_within(found[j], a)
            ]
    return out


@given(st.data())
def test_no_two_statements_beside_each_other_have_words_of_one_quotation(data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30)))
    size = len(text)

    def span() -> Span:
        start = data.draw(st.integers(0, size - 1))
        return Span(start, data.draw(st.integers(start + 1, size)))

    found = [
        Attribution((), (span(),) if data.draw(st.booleans()) else (), (span(),), data.draw(st.floats(0, 1)))
        for _ in range(data.draw(st.integers(0, 5)))
    ]
    quotations = detect_quotations(text)
    owned = own_quotations_once(text, found, quotations)
    assert shared(text, owned, quotations) == []
    assert own_quotations_once(text, owned, quotations) == owned


def test_the_end_of_a_quotation_of_several_paragraphs_goes_to_nobody_without_its_beginning() -> None:
    text = "Edda Marsh spoke last. “We crossed it.\n\n“And now we close it.”\n\nIt rained.\n\n“A sad day,” Tove Lind said."
    lind = Attribution(
        (at(text, "Tove Lind"),),
        (at(text, "said"),),
        (at(text, "“And now we close it.”"), at(text, "“A sad day,”")),
    )
    (found,) = own_quotations_once(text, [lind], detect_quotations(text))
    assert found.content == (at(text, "“A sad day,”"),)
