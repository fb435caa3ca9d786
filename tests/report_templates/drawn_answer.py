"""An agency's answer with something of everything: returned, in error, late, owed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from schemas.feedback import AgencyAnswer, AnsweredFile
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from schemas.rules import rule

QUARTER = Period.parse("2026-27-Q2")
SEEN = dt.datetime(2026, 10, 12, 9, 30, tzinfo=LONDON)


def drawn_answer() -> AgencyAnswer:
    """The police's answer: three files, one of them late with a row in error."""
    postcode = {"what": "a postcode"}
    issues = (
        rule("identifier").found(row=7, column="place", words=postcode),
        rule("name_in_text").found(row=9, column="place"),
    )
    accepted = AnsweredFile(
        name="police_training_2026-27-Q2.csv",
        extract="training",
        version=1,
        verdict=Verdict.ACCEPTED,
        rows_read=180,
        rows_loaded=180,
        rows_in_error=0,
        rows_repeated=0,
        first_seen=SEEN,
        fingerprint="a1" * 32,
        issues=(),
        rows_checked=True,
    )
    with_errors = replace(
        accepted,
        name="police_missing_persons_2026-27-Q2.csv",
        extract="missing_persons",
        verdict=Verdict.WITH_ROW_ERRORS,
        rows_read=92,
        rows_loaded=90,
        rows_in_error=2,
        first_seen=SEEN + dt.timedelta(days=5),
        fingerprint="b2" * 32,
        issues=issues,
        next_name="police_missing_persons_2026-27-Q2_v2.csv",
    )
    return AgencyAnswer(
        committee="Inverclyde Child Protection Committee",
        marking="OFFICIAL-SENSITIVE",
        synthetic=True,
        agency="police",
        quarter=QUARTER,
        answered_at=SEEN,
        files=(accepted, with_errors),
        replaced=(),
        owed=("ceop_reports",),
    )
