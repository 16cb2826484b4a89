"""The headlines of a live blog's entries are of one kind."""

import pytest

from onrecord.records import Role
from tests.stories import article, page

ENTRIES = [
    (
        "16.05",
        "Bridge shut to lorries",
        "The road office has shut the bridge to lorries. “It would blow them over,” said engineer Maud Ferrier.",
    ),
    (
        "15.20",
        "Two ferries stay in port",
        "Both ferries will stay in port until the morning, the line says. Tickets keep their value.",
    ),
    (
        "14.45",
        "Roof of the sports hall damaged",
        "The wind has torn plates off the roof of the sports hall. Nobody was hurt, the fire brigade said.",
    ),
    (
        "14.10",
        "Storm reaches the coast",
        "The storm has reached the outer islands, the weather service said. Gusts of 130 km/h were measured.",
    ),
]


@pytest.mark.parametrize("level", ["h2", "h3"])
@pytest.mark.parametrize(
    "form",
    [
        '<div class="post" id="p{t}"><header><time datetime="2025-02-03T{i}:00Z">{t} GMT</time><{l}>{h}</{l}></header><p>{x}</p><p class="author">Noor Vance</p></div>',
        '<section class="entry"><{l}>{h}</{l}><time datetime="2025-02-03T{i}:00Z">{t} GMT</time><div><p>{x}</p></div></section>',
        '<div class="entry"><p class="when">{t} GMT</p><{l}>{h}</{l}><p>{x}</p></div>',
    ],
)
def test_headlines_of_entries(form: str, level: str) -> None:
    body = "".join(
        form.replace("{t}", t)
        .replace("{i}", t.replace(".", ":"))
        .replace("{h}", h)
        .replace("{x}", x)
        .replace("{l}", level)
        for t, h, x in ENTRIES
    )
    found = article(page(body, headline="Storm over Nether Quay: live updates"))
    roles = {b.text: b.role for b in found.blocks}
    for _, headline, text in ENTRIES:
        assert roles[headline] is Role.SUBHEADING
        assert text in found.text
