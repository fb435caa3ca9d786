"""What the definitions say of the indicators: which hold which, which add up.

Copied by hand from the pages that define the indicators and the extracts. `n` stands
for the count or the numerator of an indicator, `d` for its denominator or for how many
values a median is of.
"""

SHARES = {
    "A06.6",
    "A06.8",
    "A06.16",
    "A07.2",
    "A07.4",
    "A07.5",
    "A07.6",
    "A08.1",
    "A12.1",
    "A12.2",
    "A15.1",
    "A15.2",
    "A17.1",
    "A17.2",
    "A17.3",
    "A17.4",
    "A17.5",
    "A17.6",
    "A18.2",
    "A19.2",
    "A19.3",
    "A19.4",
    "A25.2",
    "X03.1",
    "X03.2",
}
MEDIANS = {"A06.5", "A06.17", "A07.3", "A08.2"}
RATES = {"A06.3": 100, "A06.15": 1000, "A20.2": 1000}
OFFENDING = {
    "A21.1",
    "A22.1",
    "A23.1",
    "A24.1",
    "A24.2",
    "A24.3",
    "A25.1",
    "A25.2",
    "A26.1",
}
CHILDREN = (
    SHARES
    | MEDIANS
    | set(RATES)
    | {
        "A06.1",
        "A06.2",
        "A06.4",
        "A06.7",
        "A06.9",
        "A06.10",
        "A06.11",
        "A06.12",
        "A06.13",
        "A06.18",
        "A07.1",
        "A17.7",
        "A18.1",
        "A18.3",
        "A19.1",
        "A20.1",
        "X01.1",
    }
) - OFFENDING

EXCLUSIVE = {
    "A06.2": ["placement"],
    "A06.9": ["service", "reason", "age group", "sex"],
    "A06.12": ["place missing from", "risk grade", "locality", "age group", "sex"],
    "A06.18": ["placement", "age group", "sex", "disability", "ethnic group"],
    "A07.1": [
        "source of referral",
        "pathway of referral",
        "theme",
        "age group",
        "sex",
        "disability",
        "ethnic group",
        "whether looked after",
    ],
    "A12.1": ["document type"],
    "A12.2": ["document type"],
    "A15.1": ["transition point"],
    "A15.2": ["transition point"],
    "A18.1": ["theme", "location type", "locality", "age group", "sex"],
    "A18.3": ["location type", "locality"],
    "A19.1": ["document type"],
    "A20.1": ["risk level", "theme"],
    "A24.3": ["outcome"],
    "A25.1": ["type"],
}
"""Each record is in exactly one category."""
AT_MOST_ONE = {"A17.7": ["location type", "agency of the interviewer"]}
"""A record may have an empty cell, and is then in the total alone."""
OVERLAPPING = {
    "A06.1": ["placement"],
    "A06.7": ["school stage"],
    "A06.13": ["age group", "sex"],
    "A26.1": ["Act"],
}
"""A child, or an action, may be in several categories, and is in one at least."""

SAME_DENOMINATOR = [
    ["A06.8", "A06.16", "A06.17"],
    ["A07.5", "A07.6", "X03.2"],
    ["A12.1", "A12.2"],
    ["A15.1", "A15.2"],
    ["A17.1", "A17.2", "A17.6"],
    ["A17.3", "A17.5"],
    ["A19.2", "A19.3"],
]
IS = [
    ("d A06.3", "n A06.18"),
    ("n A06.3", "n A06.1"),
    ("d A07.2", "n A07.1"),
    ("n A17.1", "n A17.7"),
    ("d A17.4", "n A17.7"),
    ("d A18.2", "n A18.1"),
    ("d A19.2", "n A19.1"),
    ("d A19.3", "n A19.1"),
    ("d A25.2", "n A25.1"),
    ("n A17.1", "d A17.4"),
]
AT_MOST = [
    ("d A06.5", "n A06.2"),
    ("d A06.6", "n A06.2"),
    ("n A06.1", "n A06.2"),
    ("n A06.4", "n A06.1"),
    ("n A06.7", "d A06.8"),
    ("n A06.7", "d A06.16"),
    ("n A06.7", "d A06.17"),
    ("n A06.11", "n A06.9"),
    ("n A06.13", "n A06.12"),
    ("n A06.15", "n A06.13"),
    ("d A07.3", "n A07.1"),
    ("d A07.4", "n X03.2"),
    ("d A07.4", "d A07.5"),
    ("d A07.4", "d A07.6"),
    ("n A08.1", "d A08.2"),
    ("d A08.2", "d A08.1"),
    ("n A19.4", "n A08.1"),
    ("d A19.4", "d A08.1"),
    ("n A15.2", "n A15.1"),
    ("n A17.2", "n A17.1"),
    ("n A17.2", "n A17.7"),
    ("n A17.2", "d A17.4"),
    ("n A17.5", "n A17.3"),
    ("n A17.7", "d A17.2"),
    ("n A17.7", "d A17.6"),
    ("n A17.7", "d A17.1"),
    ("n A18.2", "n X03.1"),
    ("n A18.3", "d X03.1"),
    ("n A20.2", "n A20.1"),
    ("n A19.1", "d A12.1"),
]
"""What is part of something else."""

ADD_UP = {
    "A06.2",
    "A06.8",
    "A06.9",
    "A06.11",
    "A06.12",
    "A06.16",
    "A07.1",
    "A07.2",
    "A07.5",
    "A07.6",
    "A08.1",
    "A12.1",
    "A12.2",
    "A15.1",
    "A15.2",
    "A17.1",
    "A17.2",
    "A17.4",
    "A17.6",
    "A17.7",
    "A18.1",
    "A18.3",
    "A19.1",
    "A19.2",
    "A19.3",
    "A19.4",
    "A21.1",
    "A22.1",
    "A23.1",
    "A24.1",
    "A24.2",
    "A24.3",
    "A25.1",
    "A25.2",
    "A26.1",
}
"""Records of one day each: quarters add up to longer periods, n and d alike."""
DENOMINATORS_ADD_UP = {
    "A06.5",
    "A06.6",
    "A06.17",
    "A07.3",
    "A08.2",
    "A17.3",
    "A17.5",
    "A18.2",
}
DISTINCT = {"A06.1", "A06.7", "A06.13", "A06.15"}
REPEATED = {"A06.4", "A06.10"}
LAST_QUARTER = {"A06.18", "A20.1", "A20.2"}


BELIEF = 5
"""A reader believes that a revised figure differs by no more than this."""
ROWS_LOADED = {
    "Looked-after children": "n A06.18",
    "Attendances at A&E and other primary health services": "n A06.9",
    "Child-concern reports with a CSE marker": "n A18.1",
    "Reports from CEOP about the area": "n A25.1",
    "Plans at key transition points": "d A15.1",
    "Police concern reports reviewed by Barnardo's": "d X03.1",
    "Reviews of open VYP cases": "d A07.5",
    "Case-file audits": "d A12.1",
}
"""Extracts of the quarter's records alone: the rows loaded are the records counted."""
ROWS_AND_EARLIER = {
    "Missing episodes of looked-after children": "n A06.2",
    "Return interviews": "d A17.1",
    "Referrals to the VYP Group": "n A07.1",
    "Wellbeing Assessments": "d A08.1",
    "Missing-person reports, under 18": "n A06.12",
    "Children missing from education": "d A06.8",
}
"""Extracts that also hold unsettled records of earlier quarters."""
ACCEPTED = "X02.3"
KINDS_OF_ACTION = ("n A21.1", "n A22.1", "n A23.1", "n A24.1", "n A24.2")
ACTIONS = "Actions against offending"

MORE = [
    ([("n A06.2", 1), ("n A06.1", -1), ("n A06.4", -2)], 0),
    ([("n A06.9", 1), ("n A06.10", -3)], 0),
    ([("d A08.1", 1), ("n A08.1", -1), ("d A19.4", -1), ("n A19.4", 1)], 0),
    ([*((kind, 1) for kind in KINDS_OF_ACTION), ("n A26.1", -1)], 0),
    ([(kind, 1) for kind in KINDS_OF_ACTION[3:]] + [("n A24.3", -1)], 0),
]
"""Multiples that are together no less than this: three times or more is three episodes;
what of the pathway's assessments is not signed off is not signed off; an outcome is of
a proceeding."""
