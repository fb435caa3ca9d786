"""Questions that only a home can ask: against earlier quarters, and between extracts.

Each refuses nothing and quotes nothing. An agency is asked about its own extracts
alone: what another agency's records say of its own is the committee's to discuss, and
is in the report as evidence of working together.
"""

from __future__ import annotations

from functools import partial

from schemas.issues import Severity
from schemas.rule import Level, Rule

_over_time = partial(
    Rule, level=Level.OVER_TIME, severity=Severity.QUERY, needs_home=True
)
_between = partial(Rule, level=Level.BETWEEN, severity=Severity.QUERY, needs_home=True)

HISTORY_RULES: tuple[Rule, ...] = (
    _over_time(
        id="rows_unusual",
        message="The file has {how} rows as your last quarters usually had.",
        expected="About as many rows as usual, unless {less_or_more} happened. Is the "
        "extract whole, and of this quarter alone?",
        mend="Nothing, if it is right; if not, make the export anew and send the next "
        "version.",
    ),
    _over_time(
        id="category_vanished",
        message="No row has {category}, though each of your last {quarters} files had.",
        expected="Rows with {category}, unless there was none. Did a code or a filter "
        "of the export change?",
        mend="Nothing, if there was none; if not, correct the export and send the next "
        "version.",
    ),
    _over_time(
        id="value_unusual",
        message="The number lies far {where} everything in your last quarters' files.",
        expected="A number like those before, unless this one is out of the ordinary. "
        "Is it right?",
        mend="Nothing, if it is right; if not, correct the cell and send the next "
        "version.",
    ),
    _between(
        id="referral_unknown",
        message="No vyp_referrals file of this quarter or an earlier one holds this "
        "referral.",
        expected="The reference of a referral that was sent. Is it written as there?",
        mend="Compare the reference with vyp_referrals; correct it here, or send the "
        "referral with the next version.",
    ),
    _between(
        id="return_unlisted",
        message="The child returned, and return_interviews holds no return of the "
        "child within 24 hours of it.",
        expected="A row in return_interviews for every return. Was it left out, or its "
        "time written another way?",
        mend="Look the return up in your own system; correct the time, or send the "
        "return with the next version of return_interviews.",
    ),
)
