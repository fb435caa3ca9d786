"""Released over and over: what is hidden stays so, whatever is published afterwards."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from transforms.audit.attacks import Kept, content_of
from transforms.audit.certificate import Certificate, Interval
from transforms.audit.gate import Audit, audit
from transforms.audit.insiders import agency, families
from transforms.audit.scope import Scope
from transforms.compute import COLUMNS
from transforms.disclosure import Computed, protect_together
from transforms.indicators import indicator_of
from transforms.logical_cells.rows import Issued, Loaded, Row
from transforms.policy import Policy
from transforms.printed import printed, true_numbers

COMMITTEE, PUBLIC = Policy("committee"), Policy("public", 10)
QUARTERS = ("2026-27-Q1", "2026-27-Q2", "2026-27-Q3", "2026-27-Q4")
SEXES = ("female", "male", "other", "unknown")
CATALOGUE = (
    indicator_of("A06.1"),
    indicator_of("A06.2"),
    indicator_of("A06.4"),
    indicator_of("A06.8"),
    indicator_of("A06.17"),
    indicator_of("A07.1"),
    indicator_of("A07.2"),
    indicator_of("A17.1"),
    indicator_of("A17.4"),
    indicator_of("A17.7"),
    indicator_of("A18.1"),
    *(indicator_of(f"A2{kind}") for kind in ("1.1", "2.1", "3.1", "4.1", "4.2")),
    indicator_of("X02.3"),
)
BY_ID = {indicator.id: indicator for indicator in CATALOGUE}

slow = settings(deadline=None, max_examples=60)
quick = settings(deadline=None, max_examples=60)
counts = st.integers(0, 9)

Figures = Mapping[tuple[str, str, str], tuple[float | None, float | None]]


def referrals(sexes: Sequence[int], shared: int = 0) -> Figures:
    """A07.1 by sex, the first number female; and A07.2."""
    total = sum(sexes)
    found: dict[tuple[str, str, str], tuple[float | None, float | None]] = {
        ("A07.1", "", ""): (total, None),
        ("A07.2", "", ""): (min(shared, total), total),
    }
    for sex, size in itertools.zip_longest(SEXES, sexes, fillvalue=0):
        found["A07.1", "sex", str(sex)] = (int(size), None)
    return found


def returns(completed: int, other: int, concern: int) -> Figures:
    """A17.1, A17.4 and A17.7, which count the same interviews."""
    return {
        ("A17.1", "", ""): (completed, completed + other),
        ("A17.4", "", ""): (min(concern, completed), completed),
        ("A17.7", "", ""): (completed, None),
    }


def values(period: str, figures: Figures) -> pd.DataFrame:
    """Computed values of a period, the rest of the columns as they may be."""
    rows = [
        {
            "period": period,
            "indicator": indicator,
            "breakdown": breakdown,
            "category": category,
            "place": place,
            "numerator": numerator,
            "denominator": denominator,
            "value": None,
            "status": "not_applicable" if denominator == 0 else "ok",
            "provisional": False,
            "agencies_received": None,
            "agencies_due": None,
            "beside": None,
        }
        for place, ((indicator, breakdown, category), (numerator, denominator)) in (
            enumerate(figures.items())
        )
    ]
    whole = dict.fromkeys(("agencies_received", "agencies_due", "beside"), "Int64")
    numbers = dict.fromkeys(("numerator", "denominator", "value"), "float")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**whole, **numbers})


class Committee:
    """Releases one after another; every one is audited with all before it."""

    def __init__(self, policy: Policy = COMMITTEE) -> None:
        self.policy = policy
        self.past: list[list[Issued]] = []

    def release(
        self,
        periods: Mapping[str, Figures],
        loaded: Mapping[str, tuple[Loaded, ...]] | None = None,
        elsewhere: Sequence[Issued] = (),
    ) -> dict[str, Issued]:
        """Release periods together."""
        number = len(self.past) + 1
        protected, decision = protect_together(
            [
                Computed(code, number, values(code, of), (loaded or {}).get(code, ()))
                for code, of in periods.items()
            ],
            self.past,
            CATALOGUE,
            self.policy,
            at=str(number),
            hidden_elsewhere=elsewhere,
        )
        assert not decision.unprotectable
        issued = [each.issued for each in protected]
        self.past.append(issued)
        done = self.audit()
        assert done.found == ()
        return {each.period: each for each in issued}

    def audit(self, kept: Kept | None = None) -> Audit:
        scope = Scope.of(CATALOGUE, self.policy.protects)
        return audit(
            [
                [printed(each, self.policy, BY_ID, scope.categories) for each in moment]
                for moment in self.past
            ],
            scope,
            kept,
        )


def hidden(issued: Issued) -> set[tuple[str, str, str]]:
    return {row.place for row in issued.rows if row.hidden}


def added(*of: Figures) -> Figures:
    """Quarters added up to a longer period."""
    return {
        place: tuple(
            None if numbers[0] is None else sum(n or 0 for n in numbers)
            for numbers in zip(*(quarter[place] for quarter in of), strict=True)
        )
        for place in of[0]
    }  # type: ignore[return-value]


def test_completed_interviews_hidden_in_one_figure_are_hidden_in_the_others() -> None:
    """3 of 20 completed: neither A17.7 nor the base of A17.4 gives them away."""
    issued = Committee().release({QUARTERS[0]: returns(3, 17, 2)})[QUARTERS[0]]
    assert hidden(issued) == {(i, "", "") for i in ("A17.1", "A17.4", "A17.7")}


def test_a_complement_hides_what_would_give_it_by_subtraction() -> None:
    """18 of 20: the 2 are not to be had from the 18 of A17.7 and 20 returns."""
    committee = Committee()
    issued = committee.release({QUARTERS[0]: returns(18, 2, 6)})[QUARTERS[0]]
    assert ("A17.1", "", "") in hidden(issued)
    [low, high] = interval(committee.audit(), "A17.1|||rest")
    assert low < 2 < high


def interval(done: Audit, ending: str) -> tuple[float, float]:
    found = [
        (i.low, i.high)
        for certificate in done.certificates
        for i in certificate.intervals
        if i.name.endswith(ending)
    ]
    assert len(found) == 1
    return found[0]


def test_a_year_does_not_give_the_quarter_that_was_hidden() -> None:
    """12, 3, 14, 11 and a year of 40 would: a later quarter or the year is hidden."""
    committee = Committee()
    numbers = (12, 3, 14, 11)
    of = [referrals((n - n // 2, n // 2) if n > 9 else (n,)) for n in numbers]
    for quarter, figures in zip(QUARTERS[:3], of[:3], strict=True):
        committee.release({quarter: figures})
    last = committee.release({QUARTERS[3]: of[3], "2026-27": added(*of)})
    totals = [("A07.1", "", "") in hidden(each) for each in last.values()]
    assert any(totals)


def test_rows_received_do_not_give_the_count_that_is_hidden() -> None:
    """3 referrals and 20 assessments: 23 rows of 23 accepted would."""
    loaded = (
        Loaded("2026-27-Q1", "hscp", "vyp_referrals", 3, 3),
        Loaded("2026-27-Q1", "hscp", "team_meetings", 20, 20),
    )
    figures = {
        **referrals((3,)),
        ("X02.3", "", ""): (23.0, 23.0),
        ("X02.3", "agency", "hscp"): (23.0, 23.0),
    }
    issued = Committee().release({QUARTERS[0]: figures}, {QUARTERS[0]: loaded})
    first = issued[QUARTERS[0]]
    assert first.loaded[0].hidden
    assert first.loaded[1].hidden or ("X02.3", "agency", "hscp") in hidden(first)


PLACEMENTS = indicator_of("A06.1").breakdowns[0].categories
POLICE_ROWS = (
    Loaded(QUARTERS[0], "police", "concern_reports", 4, 4),
    Loaded(QUARTERS[0], "police", "disruption", 15, 15),
    Loaded(QUARTERS[0], "police", "missing_persons", 21, 21),
    Loaded(QUARTERS[0], "police", "training", 60, 60),
)
POLICE: Figures = {
    ("A18.1", "", ""): (4.0, None),
    **{
        (f"A2{kind}", "", ""): (3.0, None)
        for kind in ("1.1", "2.1", "3.1", "4.1", "4.2")
    },
    ("X02.3", "", ""): (100.0, 100.0),
    ("X02.3", "agency", "police"): (100.0, 100.0),
}


def test_rows_that_shown_figures_count_do_not_cover_those_of_children() -> None:
    """The 15 actions against offending are 3 of each kind, whatever is hidden."""
    issued = Committee().release({QUARTERS[0]: POLICE}, {QUARTERS[0]: POLICE_ROWS})
    concerns, actions, *others = issued[QUARTERS[0]].loaded
    assert concerns.hidden
    assert not actions.hidden
    rest = {("X02.3", "", ""), ("X02.3", "agency", "police")}
    assert any(o.hidden for o in others) or rest <= hidden(issued[QUARTERS[0]])


def test_the_audit_finds_rows_that_add_up() -> None:
    """40 rows, 21 of them missing persons and 15 actions of known kinds."""
    rows = tuple(
        Row(*place, numerator, denominator, "ok", hidden=place[0] == "A18.1")
        for place, (numerator, denominator) in POLICE.items()
    )
    loaded = tuple(
        each._replace(hidden=each.extract in {"concern_reports", "disruption"})
        for each in POLICE_ROWS
    )
    committee = Committee()
    committee.past.append([Issued(QUARTERS[0], "committee", 1, "1", rows, loaded)])
    assert f"{QUARTERS[0]}|committee|1|A18.1|||n" in committee.audit().found


def test_what_is_withheld_is_not_told_by_the_rows_received() -> None:
    """26 referrals, none of them few: withheld, they are not 26 rows either."""
    loaded = (
        Loaded(QUARTERS[0], "hscp", "vyp_referrals", 26, 26),
        Loaded(QUARTERS[0], "hscp", "training", 50, 50),
    )
    figures = values(QUARTERS[0], referrals((12, 14), 26))
    [done], _ = protect_together(
        [Computed(QUARTERS[0], 1, figures, loaded)],
        [],
        CATALOGUE,
        COMMITTEE,
        at="1",
        withheld=frozenset({"A07.1", "A07.2"}),
    )
    assert ("A07.1", "", "") in hidden(done.issued)
    assert done.issued.loaded[0].hidden


def test_a_record_that_a_later_file_brought_withholds_nothing_more() -> None:
    """9 periods missing from education counted, 8 rows in the quarter's own file."""
    figures: Figures = {("A06.8", "", ""): (3, 9), ("A06.17", "", ""): (None, 9)}
    rows = (Loaded(QUARTERS[0], "education", "missing_from_education", 8, 8),)
    [issued] = Committee().release({QUARTERS[0]: figures}, {QUARTERS[0]: rows}).values()
    assert hidden(issued) == {("A06.8", "", "")}


def test_children_are_not_known_to_be_none_because_their_episodes_are() -> None:
    """Where zeros of children are hidden, the zeros of their episodes are too."""

    def by_placement(indicator: str, *sizes: float) -> Figures:
        of = itertools.zip_longest(PLACEMENTS, sizes, fillvalue=0.0)
        return {
            (indicator, "", ""): (sum(sizes), None),
            **{(indicator, "placement_type", str(p)): (n, None) for p, n in of},  # type: ignore[dict-item]
        }

    figures = {**by_placement("A06.1", 4.0, 1.0), **by_placement("A06.2", 20.0, 10.0)}
    issued = Committee().release({QUARTERS[0]: figures})[QUARTERS[0]]
    without = {p for i, b, p in hidden(issued) if b and i == "A06.1"} - {"at_home"}
    assert len(without) > 1
    episodes = {p for i, b, p in hidden(issued) if b and i == "A06.2"}
    assert without - episodes <= {
        p for p in without if figures["A06.2", "placement_type", p][0]
    }


def test_of_a_breakdown_in_which_one_category_holds_everybody_nothing_is_said() -> None:
    """All 9 are female: zeros for the others would say so of each of them."""
    issued = Committee().release({QUARTERS[0]: referrals((9,))})[QUARTERS[0]]
    assert {("A07.1", "sex", sex) for sex in SEXES} <= hidden(issued)
    assert ("A07.1", "", "") not in hidden(issued)


def test_hidden_once_stays_hidden_in_every_later_release_of_the_period() -> None:
    committee = Committee()
    first = committee.release({QUARTERS[0]: referrals((3, 9))})[QUARTERS[0]]
    again = committee.release({QUARTERS[0]: referrals((8, 9))})[QUARTERS[0]]
    assert hidden(first) <= hidden(again)


def test_the_public_edition_shows_nothing_that_the_committees_hides() -> None:
    committee, public = Committee(), Committee(PUBLIC)
    figures = {**referrals((12, 3, 14, 11), 9), **returns(30, 3, 12)}
    [seen] = committee.release({QUARTERS[0]: figures}).values()
    [less] = public.release({QUARTERS[0]: figures}, elsewhere=[seen]).values()
    assert hidden(seen) <= hidden(less)


@slow
@given(
    st.lists(
        st.tuples(
            st.lists(counts, min_size=4, max_size=4),
            counts,
            st.tuples(counts, counts, counts),
        ),
        min_size=4,
        max_size=4,
    )
)
def test_no_quarter_and_no_year_uncovers_what_was_hidden_before(
    drawn: list[tuple[list[int], int, tuple[int, int, int]]],
) -> None:
    committee = Committee()
    quarters = [{**referrals(s, n), **returns(*r)} for s, n, r in drawn]
    for quarter, figures in zip(QUARTERS[:3], quarters[:3], strict=True):
        committee.release({quarter: figures})
    committee.release({QUARTERS[3]: quarters[3], "2026-27": added(*quarters)})


@quick
@given(
    st.lists(counts, min_size=4, max_size=4),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
def test_no_revision_uncovers_what_was_hidden_before(
    sexes: list[int], later: list[int]
) -> None:
    committee = Committee()
    first = committee.release({QUARTERS[0]: referrals(sexes, 6)})[QUARTERS[0]]
    more = [size + extra for size, extra in zip(sexes, later, strict=True)]
    again = committee.release({QUARTERS[0]: referrals(more, 6)})[QUARTERS[0]]
    assert hidden(first) <= hidden(again)


def test_the_audit_finds_what_a_release_gives_away() -> None:
    """A lone hidden category of a shown total."""
    rows = tuple(
        Row("A07.1", breakdown, category, size, None, "ok", hidden=is_hidden)
        for breakdown, category, size, is_hidden in (
            ("", "", 20, False),
            ("sex", "female", 3, True),
            ("sex", "male", 17, False),
            ("sex", "other", 0, False),
            ("sex", "unknown", 0, False),
        )
    )
    committee = Committee()
    committee.past.append([Issued(QUARTERS[0], "committee", 1, "1", rows, ())])
    assert committee.audit().found == (f"{QUARTERS[0]}|committee|1|A07.1|sex|female|n",)


@quick
@given(
    st.lists(counts | st.just(0), min_size=4, max_size=4),
    st.lists(st.integers(-4, 4), min_size=4, max_size=4),
)
def test_a_zero_that_was_shown_is_not_hidden_in_vain(
    sexes: list[int], change: list[int]
) -> None:
    """Everybody knows it, in the revision and in what the quarters add up to."""
    committee = Committee()
    revised = [max(0, n + by) if n else 0 for n, by in zip(sexes, change, strict=True)]
    # Where nobody is left, the total tells that no category was anybody.
    assume(any(revised))
    first = committee.release({QUARTERS[0]: referrals(sexes)})[QUARTERS[0]]
    other = committee.release({QUARTERS[1]: referrals(sexes)})[QUARTERS[1]]
    half = added(referrals(revised), referrals(sexes))
    last = committee.release({QUARTERS[0]: referrals(revised), "2026-27-H1": half})
    told = {
        place
        for place in _zeros(first) & _zeros(other)
        if place not in hidden(first) | hidden(other)
    }
    for issued in last.values():
        sizes = [row.numerator for row in issued.rows if row.breakdown == "sex"]
        if sum(bool(size) for size in sizes) > 1:
            assert not told & hidden(issued)


def _zeros(issued: Issued) -> set[tuple[str, str, str]]:
    return {row.place for row in issued.rows if row.breakdown and not row.numerator}


def test_what_the_other_edition_shows_alone_is_not_taken_for_everybody() -> None:
    """The public sees 15 girls, a zero and no total: these are not all the children."""
    committee = Committee()
    first = committee.release({QUARTERS[0]: referrals((15, 7, 6, 0))})[QUARTERS[0]]
    assert ("A07.1", "sex", "female") not in hidden(first)
    alone = first._replace(
        edition="public",
        rows=tuple(
            row._replace(hidden=row.category not in {"female", "unknown"})
            for row in first.rows
        ),
    ).shown_alone
    committee.past.append([alone])
    again = committee.release({QUARTERS[0]: referrals((15, 8, 6, 0))})[QUARTERS[0]]
    assert ("A07.1", "sex", "female") not in hidden(again)


def test_what_could_not_be_tried_in_time_counts_as_worked_out() -> None:
    """An attack that found no table at all proves nothing of its numbers."""
    committee = Committee()
    committee.release({QUARTERS[0]: referrals((3, 17))})
    untried = {
        content_of(proved.part): Certificate(
            proved.part,
            (),
            tuple(Interval(n, -math.inf, -math.inf, None) for n in proved.part.names),
        )
        for proved in committee.audit().certificates
    }
    assert untried
    names = {name for each in untried.values() for name in each.part.names}
    assert set(committee.audit(untried).found) == names


def test_a_family_and_the_sending_agency_are_let_loose_too() -> None:
    """One child and four others hidden: the one family may know what they add up to."""
    committee = Committee()
    figures = {
        ("A07.1", "sex", s): (n, None) for s, n in zip(SEXES, (9, 4, 1, 0), strict=True)
    }
    issued = committee.release(
        {QUARTERS[0]: {("A07.1", "", ""): (14.0, None), **figures}}
    )
    certificates = committee.audit().certificates
    true = true_numbers(issued[QUARTERS[0]])
    tried = families(certificates, true, 5, lambda _: True)
    assert tried.tried == 1
    assert all(true[name] in range(1, 5) for name in tried.worked_out)
    everything = agency(certificates, true, 5, lambda name: "|sex|" in name)
    assert everything.worked_out == ()
