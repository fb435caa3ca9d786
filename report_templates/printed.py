"""Figures that remember what they are, from the sentence to the finished document.

A figure is put into words by `wording`; here the words are wrapped in four characters
that no text of anybody's holds, together with the figure's place in its release. The
writer of a document takes them off and notes the place beside the words, so that
`provenance` can hold every figure against the store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report_templates import wording
from schemas.released import ReleasedValue
from transforms.indicator import Indicator

_OPEN, _BETWEEN, _TEXT, _CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKED = re.compile(f"{_OPEN}([^{_TEXT}]*){_TEXT}([^{_CLOSE}]*){_CLOSE}")
_OF_MARKS = re.compile(f"[{_OPEN}-{_CLOSE}]")

FORMS: dict[str, Callable[[Indicator, ReleasedValue], str]] = {
    "cell": wording.in_cell,
    "words": wording.in_words,
    "full": wording.in_full,
    "short": wording.in_short,
    "column": wording.in_column,
    "figure": wording.figure,
}
"""The ways in which a value is put into words."""


@dataclass(frozen=True)
class Source:
    """Where a printed figure comes from.

    Attributes:
        form: the way in which it was put into words, a key of `FORMS`.
        period: period code.
        release: number of the period's release.
        indicator: id.
        breakdown: name of the breakdown; empty for the total.
        category: code; empty for the total.
    """

    form: str
    period: str
    release: int
    indicator: str
    breakdown: str
    category: str


@dataclass(frozen=True)
class Piece:
    """Words of a text; with their source where they are a figure."""

    text: str
    source: Source | None = None


def cell(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value in a small cell: the figure or its symbol, with its marks."""
    return _marked("cell", wording.in_cell(indicator, value), value)


def words(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value, or the status in words."""
    return _marked("words", wording.in_words(indicator, value), value)


def short(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value with its marks alone, or the status in words."""
    return _marked("short", wording.in_short(indicator, value), value)


def column(indicator: Indicator, value: ReleasedValue | None) -> str:
    """The same with a symbol in place of words."""
    return _marked("column", wording.in_column(indicator, value), value)


def full(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value with what it rests on."""
    return _marked("full", wording.in_full(indicator, value), value)


def figure(indicator: Indicator, value: ReleasedValue) -> str:
    """A figure that is shown, without its marks."""
    return _marked("figure", wording.figure(indicator, value), value)


def plain(text: str) -> str:
    """The text as a reader sees it."""
    return _MARKED.sub(r"\2", text)


def without_marks(text: str) -> str:
    """Another's text, safe to set among ours: our four characters taken out."""
    return _OF_MARKS.sub("", text)


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces, figures apart."""
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        form, period, release, *place = match[1].split(_BETWEEN)
        yield Piece(match[2], Source(form, period, int(release), *place))
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


def _marked(form: str, said: str, value: ReleasedValue | None) -> str:
    if value is None:
        return said
    place = (form, value.period, str(value.release), *value.place)
    return f"{_OPEN}{_BETWEEN.join(place)}{_TEXT}{said}{_CLOSE}"
