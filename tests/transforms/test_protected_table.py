"""What to hide in a table: no cell can be worked out, and nothing is lost in vain."""

from __future__ import annotations

import contextlib
import itertools
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytauargus
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.linear_tables import name, of_array, two_way, with_margins
from transforms.audit import attack, disclosed, faults
from transforms.linear_table import (
    Cell,
    Fact,
    Figure,
    LinearTable,
    Protection,
    State,
)
from transforms.linear_table_faults import TableError
from transforms.protected_table import protect_table, published_of
from transforms.suppression import Pattern, known_anyway
from transforms.suppression.choice import choose

few = settings(deadline=None, max_examples=60)
small_tables = st.lists(
    st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=3
)


A_SMALL_PART = Cell("girls", 3, lower=1, protection=Protection())
ALL = Cell("all", 12)
SUM = Fact((("girls", 1.0), ("boys", 1.0), ("all", -1.0)))


def possible_values(table: LinearTable, unknown: frozenset[str]) -> dict[str, set[int]]:
    """Values of the unknown cells of a 2 by 3 table that a reader can't rule out.

    Every inner number up to 3 from the true one is tried.
    """
    true = {cell.name: int(cell.value) for cell in table.cells}
    inner = [f"{row},{column}" for row in range(2) for column in range(3)]
    choices = [
        np.arange(max(1, true[n] - 3), true[n] + 4) if n in unknown else [true[n]]
        for n in inner
    ]
    grid = np.array(np.meshgrid(*choices, indexing="ij")).reshape(2, 3, -1)
    full = np.zeros((3, 4, grid.shape[-1]), int)
    full[:2, :3] = grid
    full[2, :3] = grid.sum(axis=0)
    full[:, 3] = full[:, :3].sum(axis=1)
    fits = np.ones(grid.shape[-1], bool)
    for row, column in np.ndindex(3, 4):
        if f"{row},{column}" not in unknown:
            fits &= full[row, column] == true[f"{row},{column}"]
    return {n: set(full[int(n[0]), int(n[2])][fits].tolist()) for n in unknown}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=2
    )
)
def test_whoever_tries_every_table_finds_two_values_of_each_hidden_cell(
    inner: list[list[int]],
) -> None:
    table = two_way(inner)
    done = protect_table(table)
    values = possible_values(table, table.unknown(done.pattern.hidden))
    for cell, found in values.items():
        interval = done.interval(cell)
        assert interval is not None
        assert interval.low <= min(found) <= max(found) <= interval.high
        assert (len(found) > 1) == (cell not in done.disclosed)


@few
@given(small_tables)
def test_every_sensitive_cell_is_hidden_and_every_certificate_adds_up(
    inner: list[list[int]],
) -> None:
    table = two_way(inner)
    done = protect_table(table)
    sensitive = {c.name for c in table.cells if c.protection is not None}
    assert sensitive <= done.pattern.hidden
    assert set(done.disclosed) <= set(done.pattern.unprotectable)
    said = [fault for certificate in done.certificates for fault in faults(certificate)]
    assert all(fault.endswith("is disclosed") for fault in said)
    assert len(said) == len(done.disclosed)


@few
@given(small_tables)
def test_no_more_is_lost_than_by_hiding_the_next_smallest_until_it_holds(
    inner: list[list[int]],
) -> None:
    table = two_way(inner)
    done = protect_table(table)
    if done.pattern.unprotectable:
        return
    usual = frozenset(_next_smallest(table))
    weight = {figure.name: figure.weight for figure in table.figures}
    loss = sum(weight[n] for n in usual)
    assert done.pattern.gap == 0
    if not disclosed(attack(published_of(table, Pattern(usual, loss, 0, ())))):
        assert done.pattern.loss <= loss + 1e-6


def _next_smallest(table: LinearTable) -> set[str]:
    """Cells hidden by the usual practice, repeated until no line has a lone one."""
    value = {c.name: c.value for c in table.cells}
    hidden = {c.name for c in table.cells if c.protection is not None}
    while True:
        before = len(hidden)
        for fact in table.facts:
            line = [n for n, _ in fact.terms if value[n] > 0]
            open_ = [n for n in line if n in hidden]
            tight = len(open_) > 1 and sum(value[n] for n in open_) == len(open_)
            rest = sorted(set(line) - hidden, key=lambda n: value[n])
            if (len(open_) == 1 or tight) and rest:
                hidden.add(rest[0])
        if len(hidden) == before:
            return hidden


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("window", [False, True])
def test_the_loss_is_the_least_that_tau_argus_finds(
    seed: int, tmp_path: Path, *, window: bool
) -> None:
    random = np.random.default_rng(seed)
    table = two_way(random.poisson(random.gamma(0.6, 12, (5, 6))), window=window)
    if not window:
        one_up = Protection(above=1, apart=1)
        table = table.with_protection(
            {c.name: one_up for c in table.cells if c.protection}
        )
    done = protect_table(table)
    assert not done.pattern.unprotectable
    assert done.pattern.gap == 0
    assert done.pattern.loss == pytest.approx(_loss_of_tau_argus(table, tmp_path))


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_no_more_is_lost_in_three_ways_than_tau_argus_loses(
    seed: int, tmp_path: Path
) -> None:
    random = np.random.default_rng(seed)
    table = with_margins(random.poisson(random.gamma(0.8, 10, (3, 4, 3))), window=True)
    done = protect_table(table)
    assert not done.pattern.unprotectable
    assert done.pattern.gap == 0
    assert done.pattern.loss == pytest.approx(_loss_of_tau_argus(table, tmp_path))


def _loss_of_tau_argus(table: LinearTable, folder: Path) -> float:
    place = {cell.name: n for n, cell in enumerate(table.cells)}
    lines = ["0", str(len(table.cells))]
    for cell, figure in zip(table.cells, table.figures, strict=True):
        asked = cell.protection or Protection(apart=0)
        status = "u" if cell.protection else "z" if figure.state is State.SHOWN else "s"
        lines.append(
            f"{place[cell.name]} {cell.value:g} {round(1000 * figure.weight)} {status} "
            f"{cell.lower:g} 100000 {asked.below:g} {asked.above:g} {asked.apart:g}"
        )
    lines.append(str(len(table.facts)))
    for fact in table.facts:
        terms = " ".join(f"{place[n]} ({factor:g})" for n, factor in fact.terms)
        lines.append(f"0 {len(fact.terms)} : {terms}")
    (folder / "in.jj").write_text("\n".join(lines) + "\n", "ascii")
    # It writes logs of its own into the folder it is called in.
    with contextlib.chdir(folder):
        code = pytauargus.HiTaSCtrl().full_jj(
            str(folder / "in.jj"), str(folder / "out.jj"), 60
        )
    assert code == 0
    found = {int(word) for word in (folder / "out.jj").read_text("ascii").split()}
    found |= {n for n, cell in enumerate(table.cells) if cell.protection}
    return sum(table.figures[n].weight for n in found)


def test_three_ones_that_add_up_to_three_are_not_left_among_themselves() -> None:
    """Published zeros tell the reader that each hidden count is at least 1."""
    table = two_way([[1, 1, 1, 0, 9], [7, 8, 9, 6, 7]])
    done = protect_table(table)
    assert done.disclosed == ()
    assert {"0,0", "0,1", "0,2"} < done.pattern.hidden


def test_a_cell_that_cannot_be_protected_is_said_and_the_others_are() -> None:
    """A lone category of a total that must be shown."""
    cells = [
        Cell("total", 7),
        Cell("only", 3, lower=1, protection=Protection()),
        Cell("none", 4),
        Cell("other total", 12),
        Cell("a", 2, lower=1, protection=Protection()),
        Cell("b", 10, lower=1),
    ]
    facts = [
        Fact((("only", 1), ("none", 1), ("total", -1))),
        Fact((("a", 1), ("b", 1), ("other total", -1))),
    ]
    states = dict.fromkeys(("total", "none", "other total"), State.SHOWN)
    done = protect_table(LinearTable.of_cells(cells, facts, states=states))
    assert done.pattern.unprotectable == ("only",)
    assert done.disclosed == ("only",)
    assert done.pattern.hidden == {"only", "a", "b"}


def test_a_linear_interval_that_holds_one_whole_number_is_no_protection() -> None:
    """2a + 2b = 7 - 1, a - b between -1/2 and 1/2: linear a from 1.25 to 1.75."""
    cells = [
        Cell("a", 2, lower=0, protection=Protection(apart=0.4)),
        Cell("b", 1, lower=0),
        Cell("c", 5, lower=0),
    ]
    facts = [
        Fact((("a", 2.0), ("b", 1.0)), 4.5, 5.4),
        Fact((("b", 1.0),), 0.6, 1.4),
        Fact((("c", 1.0), ("b", 1.0)), 6.0, 6.0),
    ]
    states = {"a": State.HIDDEN, "b": State.HIDDEN}
    done = protect_table(LinearTable.of_cells(cells, facts, states=states))
    assert "a" in done.disclosed


def test_a_figure_of_two_numbers_hides_both_and_a_number_shown_elsewhere_is_known() -> (
    None
):
    """A share 3 of 20 whose base another figure shows: only the 3 is open."""
    cells = [
        Cell("yes", 3, protection=Protection(2, 2, 2)),
        Cell("no", 17),
        Cell("base", 20, lower=1),
    ]
    table = LinearTable(
        tuple(cells),
        (Fact((("yes", 1), ("no", 1), ("base", -1))),),
        (
            Figure("share", ("yes", "base"), 1.0, State.HIDDEN),
            Figure("base alone", ("base",), 5.0),
        ),
    )
    done = protect_table(table)
    assert done.pattern.hidden == {"share"}
    assert table.unknown(done.pattern.hidden) == {"yes", "no"}
    interval = done.interval("yes")
    assert interval is not None
    assert (interval.low, interval.high) == (0, 20)


def test_what_was_decided_before_stays() -> None:
    table = two_way([[2, 9, 9], [8, 7, 9]])
    free = protect_table(table).pattern.hidden
    kept = sorted(free - {"0,0"})[0]
    figures = tuple(
        replace(f, state=State.SHOWN) if f.name == kept else f for f in table.figures
    )
    again = protect_table(replace(table, figures=figures))
    assert kept not in again.pattern.hidden
    assert again.disclosed == ()


def test_a_certificate_that_was_tampered_with_is_faulted() -> None:
    done = protect_table(two_way([[2, 9, 9], [8, 7, 9]]))
    certificate = done.certificates[0]
    first, *rest = certificate.tables
    wrong = replace(certificate, tables=((first[0] + 1, *first[1:]), *rest))
    assert list(faults(certificate)) == []
    assert "a relation does not add up" in " ".join(faults(wrong))


def with_shares(
    inner: list[tuple[int, int]],
    shares: dict[int, tuple[float, float]],
    asked: dict[str, Protection],
) -> LinearTable:
    """Two columns and their sums, and between what the first's share of a row lies."""
    full = [
        (*row, sum(row)) for row in [*inner, tuple(map(sum, zip(*inner, strict=True)))]
    ]
    cells = [
        Cell(f"{r},{c}", value, lower=1, protection=asked.get(f"{r},{c}"))
        for r, row in enumerate(full)
        for c, value in enumerate(row)
    ]
    last = len(inner)
    facts = [
        Fact(((f"{r},0", 1), (f"{r},1", 1), (f"{r},2", -1))) for r in range(last + 1)
    ] + [
        Fact((*((f"{r},{c}", 1.0) for r in range(last)), (f"{last},{c}", -1.0)))
        for c in range(3)
    ]
    for r, (low, high) in shares.items():
        facts.append(Fact(((f"{r},0", 100), (f"{r},2", -low)), 0, math.inf))
        facts.append(Fact(((f"{r},0", 100), (f"{r},2", -high)), -math.inf, 0))
    return LinearTable.of_cells(cells, facts)


def test_shares_printed_to_a_decimal_leave_two_values_of_each_sensitive_cell() -> None:
    """62.5 % of fewer than 16 is 5 of 8: only whole numbers tell."""
    done = protect_table(
        with_shares(
            [(2, 10), (17, 5), (9, 1), (5, 3)],
            {0: (16.5, 17.5), 3: (62.45, 62.55), 4: (62.5, 63.5)},
            dict.fromkeys(("0,0", "2,1", "3,1"), Protection()),
        )
    )
    assert done.disclosed == ()
    assert done.pattern.unprotectable == ()
    assert (done.pattern.loss, done.pattern.gap) == (9, 0)


def test_what_whole_numbers_tell_anyway_is_shown_only_if_windows_stay() -> None:
    table = with_shares(
        [(7, 10), (7, 1), (19, 44), (6, 4)],
        {0: (41.15, 41.25), 1: (87.45, 87.55), 2: (30.15, 30.25), 3: (59.5, 60.5)},
        {"1,1": Protection(0, 4, 2), "3,1": Protection(3, 1, 2)},
    )
    hidden = protect_table(table).pattern.hidden
    decided = tuple(
        replace(f, state=State.HIDDEN if f.name in hidden else State.SHOWN)
        for f in table.figures
    )
    assert choose(replace(table, figures=decided)).unprotectable == ()


def test_a_cell_that_whole_numbers_give_away_whatever_is_hidden_is_said() -> None:
    """5a + 7b = 29 has one solution; the other table is protected all the same."""
    cells = [
        Cell("a", 3, protection=Protection()),
        Cell("b", 2),
        Cell("girls", 2, lower=1, protection=Protection()),
        Cell("boys", 10, lower=1),
        ALL,
    ]
    facts = [Fact((("a", 5.0), ("b", 7.0)), 29, 29), SUM]
    done = protect_table(LinearTable.of_cells(cells, facts, weights={"all": 9}))
    assert done.pattern.unprotectable == done.disclosed == ("a",)
    assert done.pattern.hidden == {"a", "girls", "boys"}
    assert done.pattern.gap == 0


def test_sums_of_rounded_numbers_give_nothing_away() -> None:
    table = two_way([[2, 9, 9], [8, 7, 9]])
    cells = tuple(
        replace(c, value=c.value + (1e-5 if c.name == "0,3" else 0), whole=False)
        for c in table.cells
    )
    assert protect_table(replace(table, cells=cells)).disclosed == ()


@pytest.mark.parametrize(
    "of", [{"weights": {"girl": 2.0}}, {"states": {"girl": State.SHOWN}}]
)
def test_a_weight_or_state_of_no_cell_is_refused(of: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="name 'girl', which is no cell"):
        LinearTable.of_cells([A_SMALL_PART, Cell("boys", 9), ALL], [SUM], **of)


@pytest.mark.parametrize("weight", [-1.0, math.nan, math.inf])
def test_a_weight_that_is_no_loss_is_refused(weight: float) -> None:
    cells = [A_SMALL_PART, Cell("boys", 9), ALL]
    table = LinearTable.of_cells(cells, [SUM], weights={"boys": weight})
    with pytest.raises(TableError, match=f"the weight of 'boys' is {weight}"):
        protect_table(table)


def test_a_state_may_be_given_as_its_word() -> None:
    cells = [A_SMALL_PART, Cell("boys", 9), Cell("all", 12)]
    states = {"boys": "shown"}
    table = LinearTable.of_cells(cells, [SUM], states=states)  # type: ignore[arg-type]
    assert protect_table(table).pattern.hidden == {"girls", "all"}


def test_an_interval_without_an_end_is_said_to_have_none() -> None:
    cells = [Cell("a", 3, lower=1, protection=Protection()), Cell("b", 9, lower=1)]
    facts = [Fact((("b", 1), ("a", -1)), 0.0, math.inf)]
    states = {"b": State.HIDDEN}
    done = protect_table(LinearTable.of_cells(cells, facts, states=states))
    interval = done.interval("a")
    assert interval is not None
    assert (interval.low, interval.high) == (1, math.inf)


@pytest.mark.parametrize("seed", range(3))
def test_a_table_in_three_dimensions_keeps_every_cell_open(seed: int) -> None:
    random = np.random.default_rng(seed)
    full = np.zeros((4, 4, 3), int)
    full[:-1, :-1, :-1] = random.poisson(random.gamma(0.8, 8, (3, 3, 2)))
    for axis in range(3):
        at = [slice(None)] * 3
        at[axis] = -1
        full[tuple(at)] = full.sum(axis=axis)
    table = of_array(full)
    done = protect_table(table)
    assert set(done.disclosed) <= set(done.pattern.unprotectable)
    assert name((3, 3, 2)) not in done.pattern.hidden


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((A_SMALL_PART, ALL), "a fact names 'boys', which is no cell"),
        ((A_SMALL_PART, Cell("boys", 9), Cell("boys", 9), ALL), "2 cells of the name"),
        ((A_SMALL_PART, Cell("boys", 8), ALL), "come to -1, which is not from 0 to 0"),
        ((A_SMALL_PART, Cell("boys", math.nan), ALL), "the value of 'boys' is nan"),
        ((A_SMALL_PART, Cell("boys", 8.5), ALL), "'boys' is 8.5, no whole number"),
        (
            (replace(A_SMALL_PART, lower=4), Cell("boys", 9), ALL),
            "'girls' is 3, and every reader believes it from 4 to inf",
        ),
        (
            (
                replace(A_SMALL_PART, protection=Protection(math.nan)),
                Cell("boys", 9),
                ALL,
            ),
            "the protection of 'girls' is",
        ),
    ],
)
def test_a_table_that_does_not_agree_with_itself_is_refused_with_the_reason(
    cells: tuple[Cell, ...], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        protect_table(LinearTable.of_cells(cells, [SUM]))


def test_a_zero_that_no_reader_would_believe_hidden_is_shown() -> None:
    """Where every hidden number is at least 1, a zero protects nothing."""
    cells = [
        A_SMALL_PART,
        Cell("unknown", 0, lower=1),
        Cell("boys", 9, lower=1),
        ALL,
    ]
    fact = Fact((*SUM.terms, ("unknown", 1.0)))
    weights = {"boys": 9.0, "unknown": 0.1}
    done = protect_table(LinearTable.of_cells(cells, [fact], weights=weights))
    assert "unknown" not in done.pattern.hidden
    assert not done.disclosed


def test_what_another_figure_shows_is_hidden_in_vain() -> None:
    """12 reviews, shown as the base of a share: the 12 rows cover nothing."""
    cells = [A_SMALL_PART, Cell("boys", 9, lower=1), ALL, Cell("rows", 12)]
    facts = [SUM, Fact((("rows", 1.0), ("all", -1.0)))]
    table = LinearTable.of_cells(cells, facts, states={"all": State.SHOWN})
    assert known_anyway(table, {"girls", "boys", "rows"}) == {"rows"}


def test_what_else_the_machine_does_changes_no_pattern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = np.random.default_rng(3).integers(0, 9, (7, 8)).tolist()
    table = two_way(numbers, window=True)
    alone = choose(table, seconds=20)
    hours = itertools.count(0, 3600)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(hours)))
    assert choose(table, seconds=20) == alone
    assert alone.gap == 0


def test_an_interval_ends_where_the_facts_end_it_and_nowhere_else() -> None:
    """Hidden with their total, 5 cases of 1 000 000 leave the rest open upwards."""
    rest = protect_table(
        LinearTable.of_cells(
            [
                Cell("cases", 5),
                Cell("all", 1e6, protection=Protection(1e3, 1e3)),
                Cell("rest", 999_995),
            ],
            [Fact((("cases", 1.0), ("rest", 1.0), ("all", -1.0)))],
            states={"cases": State.SHOWN},
        )
    ).interval("rest")
    assert rest is not None
    assert (rest.low, rest.high) == (0, math.inf)
    believed = [
        Cell("one", 1e6, 5e5, 1.5e6, Protection(1e5, 1e5)),
        Cell("other", 1e6, 5e5, 1.5e6),
        Cell("all", 2e6, 1e6, 3e6),
    ]
    one = protect_table(
        LinearTable.of_cells(
            believed,
            [Fact((("one", 1.0), ("other", 1.0), ("all", -1.0)))],
            states={"all": State.HIDDEN, "other": State.HIDDEN},
        )
    ).interval("one")
    assert one is not None
    assert (one.low, one.high) == (5e5, 1.5e6)


def test_numbers_may_be_below_zero_without_end() -> None:
    """A balance of 3 and -8: neither is worked out, and nothing limits either."""
    done = protect_table(
        LinearTable.of_cells(
            [
                Cell("gain", 3, lower=-math.inf, protection=Protection(2, 2, 4)),
                Cell("loss", -8, lower=-math.inf),
                Cell("balance", -5, lower=-math.inf),
            ],
            [Fact((("gain", 1.0), ("loss", 1.0), ("balance", -1.0)))],
            weights={"balance": 10},
        )
    )
    gain = done.interval("gain")
    assert gain is not None
    assert (gain.low, gain.high) == (-math.inf, math.inf)
    assert done.pattern.hidden == {"gain", "loss"}
    assert done.disclosed == ()
    assert not any(fault for each in done.certificates for fault in faults(each))
