"""Which numbers have one possible value, against every table that there is."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.audit.attacks import closed_in
from transforms.audit.published import Part, Range, Relation

MOST = 3


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """A few whole numbers from 0 to 3, tied by sums that are true of one table."""
    names = tuple("abcde"[: draw(st.integers(2, 5))])
    table = {name: draw(st.integers(0, MOST)) for name in names}
    relations = []
    for _ in range(draw(st.integers(1, 4))):
        tied = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        total = sum(table[name] for name in tied)
        slack = draw(st.integers(0, 1))
        terms = tuple((name, 1.0) for name in tied)
        relations.append(Relation(terms, total, total + slack))
    ranges = tuple(Range(0, MOST) for _ in names)
    return Part(names, ranges, tuple(relations))


def tables_of(part: Part) -> list[dict[str, int]]:
    """Every table that agrees with the relations."""
    found = []
    for numbers in product(range(MOST + 1), repeat=len(part.names)):
        table = dict(zip(part.names, numbers, strict=True))
        sums = [(r, sum(table[n] * f for n, f in r.terms)) for r in part.relations]
        if all(r.least <= total <= r.most for r, total in sums):
            found.append(table)
    return found


@settings(deadline=None, max_examples=60)
@given(part=parts(), data=st.data())
def test_a_number_is_closed_where_all_tables_agree(
    part: Part, data: st.DataObject
) -> None:
    asked = data.draw(st.permutations(part.names))
    tables = tables_of(part)
    closed = {name for name in part.names if len({t[name] for t in tables}) == 1}
    assert closed_in(part, asked) == closed
