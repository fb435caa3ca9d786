"""References become keys that link, and that nobody without the secret can make."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schemas.extract import Extract
from schemas.extracts import extract_named
from transforms.rekey import rekeyed

KEY, OTHER_KEY = b"k" * 32, b"j" * 32
REFS = st.text("ABCDEFG0123456789-_/", min_size=3, max_size=40)


def extract(name: str) -> Extract:
    found = extract_named(name)
    assert found is not None
    return found


def key_of(
    ref: str,
    column: str = "child_ref",
    *,
    of: str = "transition_plans",
    agency: str = "education",
    key: bytes = KEY,
) -> str:
    declared = extract(of)
    row = {name: [pd.NA] for name in declared.column_names} | {column: [ref]}
    frame = rekeyed(declared, pd.DataFrame(row), agency=agency, key=key)
    return str(frame[column].item())


@given(REFS, REFS)
def test_two_references_have_the_same_key_exactly_when_they_are_the_same(
    first: str, second: str
) -> None:
    assert (key_of(first) == key_of(second)) == (first == second)


@given(REFS)
def test_a_child_links_across_agencies_and_extracts(ref: str) -> None:
    assert key_of(ref) == key_of(ref, of="attendances", agency="health")


@given(REFS)
def test_a_key_says_nothing_of_the_reference_and_depends_on_the_secret(
    ref: str,
) -> None:
    key = key_of(ref)
    assert len(key) == 32
    assert ref not in key.upper() or len(ref) < 8
    assert key != key_of(ref, key=OTHER_KEY)


def test_staff_have_meaning_only_within_their_agency() -> None:
    at_health = key_of("STAFF-1", "staff_ref", of="training", agency="health")
    at_police = key_of("STAFF-1", "staff_ref", of="training", agency="police")
    assert at_health != at_police


def test_the_same_reference_of_another_kind_of_thing_has_another_key() -> None:
    child = key_of("REF-1", of="attendances", agency="health")
    attendance = key_of("REF-1", "attendance_ref", of="attendances", agency="health")
    assert child != attendance


def test_a_review_links_to_the_concern_report_it_names() -> None:
    report = key_of("CR-1", "report_ref", of="concern_reports", agency="police")
    review = key_of(
        "CR-1", "report_ref", of="concern_report_reviews", agency="barnardos"
    )
    assert report == review
