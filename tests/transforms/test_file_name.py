"""Names of files: what they tell, and why one is turned away unopened."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.extracts import EXTRACTS
from schemas.period import LONDON, Period
from schemas.vocabulary import AGENCIES
from transforms.file_name import EXTENSIONS, FileName, Misnamed, read_name

NOW = dt.datetime(2026, 10, 5, 9, 0, tzinfo=LONDON)
Q2 = "2026-27-Q2"


def read(
    name: str, drop: str | None = None, now: dt.datetime = NOW
) -> FileName | Misnamed:
    return read_name(name, drop_agency=drop, seen_at=now)


def rules_of(name: str, drop: str | None = None, now: dt.datetime = NOW) -> list[str]:
    named = read(name, drop, now)
    assert isinstance(named, Misnamed)
    return [issue.rule for issue in named.issues]


@given(
    sent=st.sampled_from([(e, a) for e in EXTRACTS for a in e.agencies]),
    year=st.integers(2000, 2025),
    version=st.integers(1, 9999),
    extension=st.sampled_from(EXTENSIONS),
    in_drop=st.booleans(),
)
def test_an_exact_name_tells_agency_extract_quarter_and_version(
    sent, year, version, extension, in_drop
):
    extract, agency = sent
    quarter = Period(year, extract.quarters[0])
    suffix = "" if version == 1 else f"_v{version}"

    named = read(
        f"{agency}_{extract.name}_{quarter}{suffix}.{extension}",
        drop=agency if in_drop else None,
    )

    assert named == FileName(agency, extract, quarter, version, extension)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "notes.csv",
        "police.csv",
        f"police_disruption_{Q2}",
        f"police_disruption_{Q2}.txt",
        f"police_disruption_{Q2}.xlsm",
        f"police_disruption_{Q2}.CSV",
        f"Police_disruption_{Q2}.csv",
        f"police_Disruption_{Q2}.csv",
        f"police_disruptions_{Q2}.csv",
        f"police-disruption-{Q2}.csv",
        f"police_disruption_{Q2}_v1.csv",
        f"police_disruption_{Q2}_v0.csv",
        f"police_disruption_{Q2}_v02.csv",
        f"police_disruption_{Q2}_v.csv",
        f"police_disruption_{Q2}_V2.csv",
        f"police_disruption_{Q2}_v2_v3.csv",
        f"police_disruption_{Q2}_final.csv",
        f"police_disruption_{Q2} (1).csv",
        f" police_disruption_{Q2}.csv",
        f"police_disruption_{Q2}.csv ",
        f"police_disruption_{Q2}.csv\n",
        f"../police_disruption_{Q2}.csv",
        f"police_disruption_{Q2}.csv.csv",
        f"~$police_disruption_{Q2}.xlsx",
        f"police_disruption_{Q2}_v{'9' * 5000}.csv",
        "police_disruption.csv",
        "police_disruption_Q2.csv",
        "police_disruption_\uff12026-27-Q2.csv",
    ],
)
def test_any_other_name_is_no_extract(name):
    assert rules_of(name) == ["wrong_table"]


@pytest.mark.parametrize(
    "name",
    [
        "police_disruption_2026-27-Q5.csv",
        "police_disruption_2026-27-q2.csv",
        "police_disruption_2026-28-Q2.csv",
        "police_disruption_2026-Q2.csv",
        "police_disruption_2026.csv",
        "police_disruption_2026-27-H1.csv",
        "police_disruption_2026-27.csv",
        "police_disruption_0000-01-Q1.csv",
        "police_disruption_9999-00-Q4.csv",
        "hscp_pathway_knowledge_2026-27-Q2.csv",
    ],
)
def test_a_period_that_is_no_quarter_of_the_extract_is_a_wrong_quarter(name):
    assert rules_of(name) == ["wrong_quarter"]


def test_a_quarter_is_over_once_its_last_local_day_has_passed():
    name = f"police_disruption_{Q2}.csv"
    last_moment = dt.datetime(2026, 9, 30, 23, 59, 59, tzinfo=LONDON)
    # In summer it is midnight in London an hour before it is in UTC.
    after_midnight = dt.datetime(2026, 9, 30, 23, 0, tzinfo=dt.UTC)

    assert rules_of(name, now=last_moment) == ["wrong_quarter"]
    assert isinstance(read(name, now=after_midnight), FileName)


def test_a_file_in_anothers_drop_has_the_wrong_agency():
    assert rules_of(f"police_disruption_{Q2}.csv", drop="health") == ["wrong_agency"]


@pytest.mark.parametrize("agency", ["health", "icpc", "council"])
def test_an_extract_that_the_agency_does_not_send_has_the_wrong_agency(agency):
    assert rules_of(f"{agency}_disruption_{Q2}.csv") == ["wrong_agency"]


def test_both_faults_are_told_at_once():
    assert rules_of("health_disruption_2026-27-H1.csv", drop="health") == [
        "wrong_agency",
        "wrong_quarter",
    ]


def test_what_a_refused_name_tells_is_kept():
    named = read(f"health_disruption_{Q2}_v3.csv")

    assert isinstance(named, Misnamed)
    assert (named.agency, named.extract) == ("health", "disruption")
    assert (named.period, named.version) == (Q2, 3)


def test_a_name_that_tells_nothing_gives_nothing():
    named = read("notes.csv")

    assert isinstance(named, Misnamed)
    told = (named.agency, named.extract, named.period, named.version)
    assert told == (None, None, None, None)


def test_an_unknown_agency_is_not_repeated():
    named = read(f"janesmith_disruption_{Q2}.csv")

    assert isinstance(named, Misnamed)
    assert named.agency is None
    assert "janesmith" not in str(named.issues)


@given(st.text(max_size=80))
def test_no_name_ever_raises(name):
    assert isinstance(read(name, drop="police"), Misnamed)


@given(
    st.from_regex(
        r"[a-z]{1,9}_[a-z_]{1,20}_[0-9]{4}-[0-9]{2}-?[QH]?[0-9]?(_v[0-9]+)?\.(csv|ods)",
        fullmatch=True,
    ),
    st.sampled_from([None, *AGENCIES]),
)
def test_a_name_is_either_whole_or_has_something_wrong(name, drop):
    named = read(name, drop)

    assert isinstance(named, FileName) or named.issues
