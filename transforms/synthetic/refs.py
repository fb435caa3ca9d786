"""References that look like an agency's own and like nothing else.

Never more than six digits in a row, so that none can be taken for a CHI number or a
telephone number, and none ends as a postcode does.
"""

from __future__ import annotations

import numpy as np

from transforms.synthetic.chance import Numbers, Words
from transforms.synthetic.quarters import quarter_of

_BLOCK = 1_000_000
_LETTERS = 26


def numbered(prefix: str, numbers: Numbers) -> Words:
    """`PREFIX-000123`; from a million on `PREFIX-A000123` and so forth."""
    if not len(numbers):
        return np.empty(0, dtype=object)
    digits = np.char.zfill((numbers % _BLOCK).astype("U6"), 6).astype(object)
    blocks = numbers // _BLOCK
    starts = np.array(
        [f"{prefix}-{_letters(block)}" for block in range(int(blocks.max()) + 1)],
        dtype=object,
    )
    joined: Words = starts[blocks] + digits
    return joined


def of_quarter(prefix: str, number: int, ids: Numbers) -> Words:
    """`PREFIX-26Q2-000123`: the quarter in which it was given out, and its place."""
    quarter = quarter_of(number)
    return numbered(f"{prefix}-{quarter.start_year % 100:02d}{quarter.part}", ids + 1)


def _letters(block: int) -> str:
    text = ""
    while block > 0:
        block, rest = divmod(block - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text
