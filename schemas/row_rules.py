"""Rules that a row must keep; a row that breaks one is not loaded, the others are."""

from __future__ import annotations

from functools import partial

from schemas.issues import Severity
from schemas.rule import Level, Rule

_of_value = partial(Rule, level=Level.VALUE, severity=Severity.ERROR)
_of_record = partial(Rule, level=Level.RECORD, severity=Severity.ERROR)
_of_related = partial(Rule, level=Level.RELATED, severity=Severity.ERROR)

ROW_RULES: tuple[Rule, ...] = (
    _of_value(
        id="required",
        message="The cell is empty.",
        expected="{title}: {values}.",
        mend="Fill the cell; where the list has unknown and you do not know, write "
        "unknown.",
    ),
    _of_value(
        id="type",
        message="The cell is not {kind}.",
        expected="{title}: {values}.",
        mend="Write the number alone, in digits, without words, units or decimals.",
    ),
    _of_value(
        id="date_form",
        message="The cell is not a {kind} in a form that can be read without doubt.",
        expected="{values}.",
        mend="Write the year with four digits and the day first, with a time where the "
        "column asks for one and none where it does not.",
    ),
    _of_value(
        id="american_date",
        message="Dates in this column stand in American order (month first), "
        "so this one can't be read without doubt.",
        expected="Day first, as 31/12/2026, or 2026-12-31.",
        mend="Set the export to British or ISO dates and make the file anew: every "
        "date in the column may be wrong, not this one alone.",
    ),
    _of_value(
        id="code",
        message="The cell holds none of the values of the list.",
        expected="{title}: one of {values}.",
        mend="Choose the value of the list that fits, written as in the list; capitals "
        "and spaces around it do not matter.",
    ),
    _of_value(
        id="range",
        message="The value lies outside what is possible.",
        expected="{title}: {values}.",
        mend="Look the value up in your own system and correct it.",
    ),
    _of_record(
        id="order",
        message="{column} does not agree with {other}.",
        expected="{column} {relation} {other}.",
        mend="Look both values up in your own system and correct the one that is "
        "wrong.",
    ),
    _of_record(
        id="filled_together",
        message="{column} is filled where it should be empty, or empty where it should "
        "not.",
        expected="{relation}.",
        mend="Fill in what is missing, or empty the cell that should not be filled.",
    ),
    _of_value(
        id="ref_form",
        message="The reference does not have the agreed form.",
        expected="3 to 40 letters, digits, hyphens, underscores or slashes, with at "
        "least one letter.",
        mend="Send the reference of the information-sharing protocol, without spaces "
        "or dots, and not a number alone.",
    ),
    _of_related(
        id="ref_unknown",
        message="The school is not in the committee's list for the school year {year}.",
        expected="A school_code of the committee's list of secondary schools.",
        mend="Correct the code, or ask the committee's office to add the school to "
        "its list.",
        needs_home=True,
    ),
    _of_related(
        id="key_repeated",
        message="An earlier row (row {first_row}) has the same {key}.",
        expected="Each {key} once in a file.",
        mend="Keep the row that is right, and take the others out or correct their "
        "key.",
    ),
    _of_value(
        id="outside_quarter",
        message="The date lies outside what this file may hold.",
        expected="{values}.",
        mend="Correct the date, or move the row to the file of the quarter that it "
        "belongs to.",
    ),
    _of_value(
        id="cell_error",
        message="The cell shows an Excel error, or a formula that was never "
        "calculated.",
        expected="The value itself.",
        mend="Mend the formula, or copy the column and paste it back as values.",
    ),
    _of_record(
        id="extra_cell",
        message="The row has more cells than the header has names.",
        expected="As many cells as the header has; text that holds the separator in "
        "quotation marks.",
        mend="Put quotation marks around the text that holds the separator, or send "
        "the file as an Excel Workbook (.xlsx).",
    ),
)
