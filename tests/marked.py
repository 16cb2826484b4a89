"""Sentences with their attribution marked, for tests: `{s:the source}`, `{c:the cue}`, `{k:the content}`."""

from __future__ import annotations

from hypothesis import strategies as st

from onrecord.read.statements.analysis import Analysis, Attribution
from onrecord.read.statements.tokens import analyse
from onrecord.records import Span


def marked(text: str, language: str = "en") -> tuple[Analysis, Attribution]:
    """The sentence without its marks, and the attribution that they say."""
    parts: dict[str, list[Span]] = {"s": [], "c": [], "k": []}
    plain: list[str] = []
    opened: list[tuple[str, int]] = []
    length = i = 0
    while i < len(text):
        if text[i] == "{":
            opened.append((text[i + 1], length))
            i += 3
        elif text[i] == "}":
            kind, start = opened.pop()
            parts[kind].append(Span(start, length))
            i += 1
        else:
            plain.append(text[i])
            length += 1
            i += 1
    found = Attribution(tuple(sorted(parts["s"])), tuple(sorted(parts["c"])), tuple(sorted(parts["k"])))
    return analyse("".join(plain), language), found


_WORDS = st.sampled_from(
    "said that may not if whether denied , . ? “ ” \" ' to on Monday January 21 in a statement no evidence of who and "
    "reportedly around 4,000 troops failed refused doubt ferry 否认 مرحبا 🚢 \n ; will be expected".split(" ")
)
#: Any text, and text of the words that the rules look for.
anything = st.text(max_size=80) | st.lists(_WORDS, max_size=40).map(" ".join)
_spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 60)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=3
).map(lambda spans: tuple(sorted(spans)))
#: Attributions whose spans may lie anywhere, also outside the text.
attributions = st.builds(Attribution, source=_spans, cue=_spans, content=_spans)
languages = st.sampled_from(
    [None, "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "zh", "ar", "xx", "en-GB"]
)

#: Texts that break rules which were written for sentences.
STRANGE = {
    "one long sentence": "word " * 20_000,
    "only marks": "“”\"'«»„" * 2_000,
    "right to left": "قال الوزير إن الجسر مغلق. " * 200,
    "emoji": "🚢👩‍👧🇺🇦 " * 500,
    "many paragraphs": "She said no.\n\n" * 1_500,
    "hedges only": "may not if " * 1_000,
    "nothing": "",
    "blanks": " \n\t" * 50,
}
