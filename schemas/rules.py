"""The catalogue of rules: what each finding says and what is to be done about it.

A rule's id is what `icpc check --json` prints as `rule`. Messages are for the agency's
analyst; a `{word}` in them is filled with words of the specification (a column's title,
a list of codes, a period), never with what the file holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.issues import Issue, Severity


class Level(StrEnum):
    """What a rule looks at."""

    FILE = "file"
    VALUE = "value"
    RECORD = "record"
    RELATED = "related records"


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: the code printed as `rule`.
        level: what it looks at.
        severity: an error refuses the row (level file: the file), a query asks.
        message: what is wrong.
        expected: what would be right.
        needs_home: the rule can't be tried by `icpc check`, which has no home.
    """

    id: str
    level: Level
    severity: Severity
    message: str
    expected: str
    needs_home: bool = False

    def found(
        self,
        *,
        sheet: str = "",
        row: int | None = None,
        column: str | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Issue:
        """The issue this rule raises at a place; `words` fill its sentences."""
        filled = words or {}
        return Issue(
            sheet=sheet,
            row=row,
            column=column,
            rule=self.id,
            severity=self.severity,
            message=self.message.format_map(filled),
            expected=self.expected.format_map(filled),
        )


_FILE, _VALUE, _RECORD, _RELATED = Level.FILE, Level.VALUE, Level.RECORD, Level.RELATED
_ERROR, _QUERY = Severity.ERROR, Severity.QUERY

RULES: tuple[Rule, ...] = (
    Rule(
        "unreadable",
        _FILE,
        _ERROR,
        "The file can't be read: {why}",
        "A whole CSV file, or an Excel workbook that opens without repair.",
    ),
    Rule(
        "encrypted",
        _FILE,
        _ERROR,
        "The file is protected by a password that is not known here.",
        "The file without a password, or the password agreed with the committee.",
    ),
    Rule(
        "unsafe",
        _FILE,
        _ERROR,
        "The file is not opened, because it could do harm: {why}",
        "A plain table without macros, of an ordinary size.",
    ),
    Rule(
        "wrong_table",
        _FILE,
        _ERROR,
        "This is not the table it claims to be: {why}",
        "{expected}",
    ),
    Rule(
        "column_missing",
        _FILE,
        _ERROR,
        "The column {column} is missing from the header row.",
        "A column named {column} ({title}), in a cell of its own that is not merged.",
    ),
    Rule(
        "column_repeated",
        _FILE,
        _ERROR,
        "The column {column} stands more than once in the header row.",
        "Each column once.",
    ),
    Rule(
        "identifier",
        _FILE,
        _ERROR,
        "The file holds what may identify a person: {what}. It was turned away whole.",
        "References agreed in the information-sharing protocol only: no name, "
        "CHI number, date of birth, address, postcode, telephone or e-mail.",
    ),
    Rule(
        "wrong_agency",
        _FILE,
        _ERROR,
        "The file's name gives another agency than the one that sends this: {why}",
        "{expected}",
    ),
    Rule(
        "wrong_quarter",
        _FILE,
        _ERROR,
        "The file's quarter is not one that can be sent: {why}",
        "{expected}",
    ),
    Rule(
        "same_version",
        _FILE,
        _ERROR,
        "Two different files carry the same version of this extract.",
        "The next version number in the file's name, such as _v{next_version}.",
        needs_home=True,
    ),
    Rule(
        "too_many_errors",
        _FILE,
        _ERROR,
        "More than half of the rows are in error: {n_errors} of {n_rows}.",
        "Rows as the specification gives them; the errors are listed one by one.",
    ),
    Rule(
        "required",
        _VALUE,
        _ERROR,
        "The cell is empty.",
        "{title}: {values}.",
    ),
    Rule("type", _VALUE, _ERROR, "The cell is not {kind}.", "{title}: {values}."),
    Rule(
        "date_form",
        _VALUE,
        _ERROR,
        "The cell is not a {kind} in a form that can be read without doubt.",
        "{values}.",
    ),
    Rule(
        "american_date",
        _VALUE,
        _ERROR,
        "Dates in this column stand in American order (month first), "
        "so this one can't be read without doubt.",
        "Day first, as 31/12/2026, or 2026-12-31.",
    ),
    Rule(
        "code",
        _VALUE,
        _ERROR,
        "The cell holds none of the values of the list.",
        "{title}: one of {values}.",
    ),
    Rule(
        "range",
        _VALUE,
        _ERROR,
        "The value lies outside what is possible.",
        "{title}: {values}.",
    ),
    Rule(
        "order",
        _RECORD,
        _ERROR,
        "{column} does not agree with {other}.",
        "{column} {relation} {other}.",
    ),
    Rule(
        "filled_together",
        _RECORD,
        _ERROR,
        "{column} is filled where it should be empty, or empty where it should not.",
        "{relation}.",
    ),
    Rule(
        "ref_form",
        _VALUE,
        _ERROR,
        "The reference does not have the agreed form.",
        "3 to 40 letters, digits, hyphens, underscores or slashes, with at least one "
        "letter.",
    ),
    Rule(
        "ref_unknown",
        _RELATED,
        _ERROR,
        "The school is not in the committee's list for the school year {year}.",
        "A school_code of the committee's list of secondary schools.",
        needs_home=True,
    ),
    Rule(
        "key_repeated",
        _RELATED,
        _ERROR,
        "An earlier row has the same {key}.",
        "Each {key} once in a file.",
    ),
    Rule(
        "outside_quarter",
        _VALUE,
        _ERROR,
        "The date lies outside what this file may hold.",
        "{values}.",
    ),
    Rule(
        "cell_error",
        _VALUE,
        _ERROR,
        "The cell shows an Excel error, or a formula that was never calculated.",
        "The value itself.",
    ),
    Rule(
        "extra_cell",
        _RECORD,
        _ERROR,
        "The row has more cells than the header has names.",
        "As many cells as the header has; text that holds the separator in quotation "
        "marks.",
    ),
    Rule(
        "extra_column",
        _FILE,
        _QUERY,
        "The column is not in the specification and was left out.",
        "Only the columns of the specification: please don't send more.",
    ),
    Rule(
        "title_skipped",
        _FILE,
        _QUERY,
        "A line above the header was taken for a title and left out.",
        "The header in the first row. Was this line no record?",
    ),
    Rule(
        "total_skipped",
        _RECORD,
        _QUERY,
        "The row was taken for a total and left out.",
        "Records only. Was this row no record?",
    ),
    Rule(
        "header_repeated",
        _RECORD,
        _QUERY,
        "The row repeats the header and was left out.",
        "The header once.",
    ),
    Rule(
        "extension",
        _FILE,
        _QUERY,
        "The file's name ends in {named}, but it is {found}; it was read as that.",
        "A name that ends as the file is.",
    ),
    Rule(
        "name_in_text",
        _VALUE,
        _QUERY,
        "The text may hold a person's name; it is not printed until it is looked at.",
        "Text without names. Is this no name?",
    ),
    Rule(
        "reference_missing",
        _FILE,
        _QUERY,
        "The committee's list of schools has no rows for the school year {year}, so "
        "the school codes could not be checked.",
        "Nothing of the agency: the committee's office adds the list.",
        needs_home=True,
    ),
)

_BY_ID = {rule.id: rule for rule in RULES}


def rule(rule_id: str) -> Rule:
    """The rule of an id."""
    return _BY_ID[rule_id]


NEEDS_HOME: tuple[str, ...] = tuple(r.id for r in RULES if r.needs_home)
