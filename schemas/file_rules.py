"""Rules for which a file is turned away whole."""

from __future__ import annotations

from functools import partial

from schemas.issues import Severity
from schemas.rule import Level, Rule

MOST_BYTES = 256 * 1024**2
"""A larger file is turned away unread: no extract has a thousandth of it."""

_error = partial(Rule, level=Level.FILE, severity=Severity.ERROR)

FILE_RULES: tuple[Rule, ...] = (
    _error(
        id="unreadable",
        message="The file can't be read: {why}",
        expected="A whole CSV file, or an Excel workbook that opens without repair.",
        mend="Open the file yourself, save it anew as an Excel Workbook (.xlsx), and "
        "send that.",
    ),
    _error(
        id="encrypted",
        message="The file is protected by a password that is not known here.",
        expected="The file without a password, or the password agreed with the "
        "committee.",
        mend="Save the file without a password, or with the one agreed with the "
        "committee's data officer.",
    ),
    _error(
        id="unsafe",
        message="The file is not opened, because it could do harm: {why}",
        expected="A plain table without macros, of an ordinary size.",
        mend="Copy the values alone into a new workbook, or into the template, and "
        "send that.",
    ),
    _error(
        id="wrong_table",
        message="This is not the table it claims to be: {why}",
        expected="{expected}",
        mend="Compare the file's name with its content, and send each table under its "
        "own name with its own header.",
    ),
    _error(
        id="column_missing",
        message="The column {column} is missing from the header row.",
        expected="A column named {column} ({title}), in a cell of its own that is not "
        "merged.",
        mend="Add the column to the header, named as in the specification, and fill "
        "it for every row.",
    ),
    _error(
        id="column_repeated",
        message="The column {column} stands more than once in the header row.",
        expected="Each column once.",
        mend="Keep the column that is filled, and take the other out.",
    ),
    _error(
        id="identifier",
        message="The file holds what may identify a person: {what}. It was turned away "
        "whole.",
        expected="References agreed in the information-sharing protocol only: no name, "
        "CHI number, date of birth, address, postcode, telephone or e-mail.",
        mend="Take it out of every sheet, or put the agreed reference in its place, "
        "and tell your information governance lead that it was sent.",
    ),
    _error(
        id="wrong_agency",
        message="The file's name gives another agency than the one that sends this: "
        "{why}",
        expected="{expected}",
        mend="Correct the file's name, or put the file into the drop of the agency "
        "that it is from.",
    ),
    _error(
        id="wrong_quarter",
        message="The file's quarter is not one that can be sent: {why}",
        expected="{expected}",
        mend="Correct the quarter in the file's name, or wait until the quarter is "
        "over.",
    ),
    _error(
        id="same_version",
        message="Two different files carry the same version of this extract.",
        expected="The next version number in the file's name, such as "
        "_v{next_version}.",
        mend="Send the file that is right once more, under the next version number.",
        needs_home=True,
    ),
    _error(
        id="too_many_errors",
        message="More than half of the rows are in error: {n_errors} of {n_rows}.",
        expected="Rows as the specification gives them; the errors are listed one by "
        "one.",
        mend="Begin with the errors that come up most: one wrong setting of the export "
        "is often behind them all.",
    ),
    _error(
        id="turned_away",
        message="The committee's data officer turned the file away: {why}",
        expected="A version that the agency and the officer agree on.",
        mend="Speak to the committee's data officer, then send the next version.",
        needs_home=True,
    ),
)
"""In the order in which a file is looked at."""
