"""The marks of an edition in place of the usual ones, wherever a document prints them.

Everything is worded with the marks of the Government Statistical Service ([c], [x],
[z], [p], [r]); a committee that has others gets its own in the last step before print.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from schemas.released import Symbol, Symbols

T = TypeVar("T")


def translation(symbols: Symbols) -> Callable[[str], str]:
    """What puts the edition's marks in place of the usual ones in a text."""
    instead = {str(usual): ours for usual, ours in symbols if usual != ours}
    if not instead:
        return str
    marks = re.compile("|".join(re.escape(mark) for mark in instead))
    return lambda text: marks.sub(lambda found: instead[found[0]], text)


def in_blocks(blocks: Iterable[T], symbols: Symbols) -> list[T]:
    """Blocks with the edition's marks, in tables, alternative texts and charts too."""
    listed = list(blocks)
    if all(usual == ours for usual, ours in symbols):
        return listed
    translate = translation(symbols)
    return [_translated(block, translate) for block in listed]


def in_words(symbols: Symbols) -> str:
    """The marks as a document records them: `[c]=[low]`; empty for the usual ones."""
    return " ".join(f"{usual}={ours}" for usual, ours in symbols if usual != ours)


def from_words(recorded: str) -> Symbols:
    """The marks that a document recorded."""
    pairs = (pair.partition("=") for pair in recorded.split())
    return tuple((Symbol(usual), ours) for usual, _, ours in pairs)


def _translated(block: Any, translate: Callable[[str], str]) -> Any:
    if type(block) is str or isinstance(block, Symbol):
        return translate(str(block))
    if type(block) is tuple:
        return tuple(_translated(each, translate) for each in block)
    if dataclasses.is_dataclass(block) and not isinstance(block, type):
        fields = (field.name for field in dataclasses.fields(block))
        return dataclasses.replace(
            block, **{n: _translated(getattr(block, n), translate) for n in fields}
        )
    return block
