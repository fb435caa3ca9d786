"""Which numbers have one possible value, against every table that there is."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.audit.certificate import matrix_of
from transforms.audit.closed import Knowing
from transforms.audit.narrowing import Box, narrowed
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
    assert Knowing(part).closed(asked, {}) == closed_among(part, tables_of(part))


@settings(deadline=None, max_examples=60)
@given(part=parts(), data=st.data())
def test_who_knows_a_number_works_out_what_all_tables_with_it_agree_in(
    part: Part, data: st.DataObject
) -> None:
    """One reader after another, with tables that others found; what is false too."""
    tables = tables_of(part)
    given_away = data.draw(st.lists(st.sampled_from(tables), max_size=2))
    true = data.draw(st.sampled_from(tables))
    knowing = Knowing(part, [tuple(table.values()) for table in given_away], true)
    for name in part.names:
        number = data.draw(st.sampled_from((true[name], 0, MOST)))
        left = [table for table in tables if table[name] == number]
        others = [other for other in part.names if other != name]
        found = knowing.closed(others, {name: number})
        assert found == (closed_among(part, left) & set(others) if left else set())


def closed_among(part: Part, tables: list[dict[str, int]]) -> set[str]:
    return {name for name in part.names if len({t[name] for t in tables}) == 1}


@settings(deadline=None, max_examples=60)
@given(part=parts())
def test_narrowing_loses_no_table(part: Part) -> None:
    lower = np.array([given_.lower for given_ in part.ranges], float)
    upper = np.array([given_.upper for given_ in part.ranges], float)
    ends = (
        np.array([relation.least for relation in part.relations], float),
        np.array([relation.most for relation in part.relations], float),
    )
    whole = np.ones(len(part.names), bool)
    box = narrowed(matrix_of(part), ends, Box(lower, upper), whole)
    assert (lower <= box.lower).all()
    assert (box.upper <= upper).all()
    for table in tables_of(part):
        numbers = np.array(list(table.values()))
        assert (box.lower <= numbers).all()
        assert (numbers <= box.upper).all()


def test_narrowing_follows_one_relation_after_another() -> None:
    """9 together, at least 1 each, the one less than the other, which is then 2."""
    part = Part(
        ("one", "other"),
        (Range(1), Range(1)),
        (
            Relation((("one", 1.0), ("other", 1.0)), 9, 9),
            Relation((("one", 1.0), ("other", -1.0)), -100, -1),
        ),
    )
    ends = np.array([9.0, -100.0]), np.array([9.0, -1.0])
    box = Box(np.array([1.0, 1.0]), np.array([100.0, 100.0]))
    found = narrowed(matrix_of(part), ends, box, np.ones(2, bool))
    assert found.upper.tolist() == [7.0, 8.0]
    assert found.lower.tolist() == [1.0, 2.0]
    assert Knowing(part).closed(["one"], {"other": 8.0}) == {"one"}
