"""The tree of errors: one base, a page and a stage for each, and the way back from a worker process."""

import pickle

import pytest

from onrecord import errors
from onrecord.records import Span

ALL = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("cls", ALL)
def test_errors_survive_a_process_boundary(cls: type[errors.OnrecordError]) -> None:
    error = cls("it is broken", page="a.html", stage="fetch")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is cls
    assert (back.message, back.page, back.stage, str(back)) == (
        "it is broken",
        "a.html",
        "fetch",
        "a.html: it is broken",
    )


@pytest.mark.parametrize("cls", ALL)
def test_errors_share_one_base_and_are_drawn_in_the_docstring(cls: type[errors.OnrecordError]) -> None:
    assert issubclass(cls, errors.OnrecordError)
    assert errors.__doc__ is not None
    assert cls.__name__ in errors.__doc__


def test_errors_become_failures() -> None:
    failure = errors.NotAPage("this is a PDF document", page="x.pdf").failure("https://a.example/x.pdf")
    assert (failure.name, failure.stage, failure.error, failure.message, failure.url) == (
        "x.pdf",
        "decode",
        "NotAPage",
        "this is a PDF document",
        "https://a.example/x.pdf",
    )


def test_spans() -> None:
    assert Span(2, 5).of("abcdefg") == "cde"
    assert len(Span(2, 5)) == 3
    for start, end in ((-1, 2), (3, 2)):
        with pytest.raises(ValueError, match="not a span"):
            Span(start, end)
