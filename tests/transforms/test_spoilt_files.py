"""Some hundred of the cases that benchmarks/fuzz_reading.py runs by the thousand."""

from __future__ import annotations

import random

import pytest

from benchmarks.fuzz_reading import fault_of, judged_case, kinds

MADE = kinds()


@pytest.mark.parametrize("kind", MADE)
def test_a_spoilt_file_gives_a_verdict_and_no_wrong_row(kind):
    draw = random.Random(26)  # noqa: S311 - to be repeated, not to be secret
    for _ in range(15):
        extension, content = MADE[kind](draw)

        assert fault_of(judged_case(extension, content), content, extension) == ""
