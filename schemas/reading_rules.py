"""Queries: what was judged in the reading of a file, and what someone should look at.

A query refuses nothing; it asks.
"""

from __future__ import annotations

from functools import partial

from schemas.issues import Severity
from schemas.rule import Level, Rule

_query = partial(Rule, severity=Severity.QUERY)

READING_RULES: tuple[Rule, ...] = (
    _query(
        id="extra_column",
        level=Level.FILE,
        message="The column is not in the specification and was left out.",
        expected="Only the columns of the specification: please don't send more.",
        mend="Take the column out of the export before you send it next.",
    ),
    _query(
        id="title_skipped",
        level=Level.FILE,
        message="A line above the header was taken for a title and left out.",
        expected="The header in the first row. Was this line no record?",
        mend="Nothing, if it is a title; if it is a record, put it under the header "
        "and send the next version.",
    ),
    _query(
        id="total_skipped",
        level=Level.RECORD,
        message="The row was taken for a total and left out.",
        expected="Records only. Was this row a total?",
        mend="Nothing, if it is a total; if it is a record, write its first cell "
        "another way and send the next version.",
    ),
    _query(
        id="header_repeated",
        level=Level.RECORD,
        message="The row repeats the header and was left out.",
        expected="The header once.",
        mend="Nothing now; take the row out of the export before you send it next.",
    ),
    _query(
        id="extension",
        level=Level.FILE,
        message="The file's name ends in {named}, but it is {found}; it was read as "
        "that.",
        expected="A name that ends as the file is.",
        mend="Nothing now; choose the kind of file in Save As rather than in the name.",
    ),
    _query(
        id="protected",
        level=Level.FILE,
        message="The workbook is protected by a password; it was opened with one that "
        "is known here.",
        expected="The password agreed with the committee, as here.",
        mend="Nothing; since the file came protected, this list is the whole answer, "
        "and no copy of your rows is sent back.",
    ),
    _query(
        id="name_in_text",
        level=Level.VALUE,
        message="The text may hold a person's name; it is not printed until it is "
        "looked at.",
        expected="Text without names. Is this no name?",
        mend="If it is a person's name, write the role in its place and send the next "
        "version; if not, say so to the data officer.",
    ),
    _query(
        id="name_elsewhere",
        level=Level.FILE,
        message="{where} may hold a person's name.",
        expected="No names in comments, drawings, headers or names of sheets. Is this "
        "no name?",
        mend="If it is the name of a child or family, take it out and send the next "
        "version; if not, nothing.",
    ),
    _query(
        id="reference_missing",
        level=Level.FILE,
        message="The committee's list of schools has no rows for the school year "
        "{year}, so the school codes could not be checked.",
        expected="Nothing of the agency: the committee's office adds the list.",
        mend="Nothing: the committee's office adds the list.",
        needs_home=True,
    ),
)
