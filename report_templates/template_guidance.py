"""What a template tells the analyst who fills it: its sheet Read me, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report_templates import wording
from report_templates.specification_tables import BRACKETS
from schemas.applied_rules import rules_of
from schemas.extract import Extract
from schemas.period import Period
from schemas.rules import Rule, rule
from schemas.specification import facts_of, in_general
from schemas.vocabulary import Agency


@dataclass(frozen=True)
class Filled:
    """For what a template is filled in: extract, agency, quarter."""

    extract: Extract
    agency: str
    quarter: Period

    @property
    def file_name(self) -> str:
        """The exact name under which it is to be sent."""
        return f"{self.stem}.xlsx"

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return f"{self.agency}_{self.extract.name}_{self.quarter}"

    @property
    def title(self) -> str:
        """What it is, in a line."""
        return f"{self.extract.title}, {self.quarter.label}"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that a file of it is held to."""
        return tuple(
            each for each, _ in rules_of(self.extract) if each.holds_for(self.quarter)
        )


def guidance(of: Filled) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Headings, each with its lines: a word for what it is, and the sentence."""
    yield "What this is", tuple(_what(of))
    yield "How to fill it in", _HOW_TO_FILL
    yield "How to send it", tuple(_how_to_send(of))
    yield "What a row must keep", tuple(facts_of(of.extract))
    yield (
        "What may not be in it",
        (
            ("No person", rule("identifier").expected),
            (
                "Anywhere",
                "Every sheet is searched, notes and this one too. What is found is "
                "never repeated to anybody, but the whole file is turned away.",
            ),
        ),
    )
    yield "What is checked, and what to do about it", tuple(_checked(of))


def _checked(of: Filled) -> Iterator[tuple[str, str]]:
    """Each rule: what its finding says, what would be right, what to do."""
    yield "Read as", BRACKETS
    for each in of.rules:
        yield (
            each.id,
            f"{in_general(each.message)} {in_general(each.expected)} "
            f"What to do: {each.mend}",
        )


def _what(of: Filled) -> Iterator[tuple[str, str]]:
    quarter = of.quarter
    first, last = wording.date(quarter.first_day), wording.date(quarter.last_day)
    yield "Extract", f"{of.extract.name}: {of.extract.title}"
    yield "Agency", Agency(of.agency).title
    yield "Period", f"{quarter.code}: {first} to {last}, both included"
    yield "Deadline", f"{wording.date_and_time(quarter.deadline)}, local time"
    yield "File name", of.file_name


_HOW_TO_FILL = (
    (
        "Rows",
        "Put each record in a row of the sheet Data, from row 2 on, and leave its "
        "header as it is. Blank rows do no harm; totals and notes do not belong there.",
    ),
    (
        "Pasting",
        "Paste values only (Paste Special, Values). Other pasting takes the drop-downs "
        "and checks away; everything is checked again when it arrives all the same.",
    ),
    (
        "Lists",
        "Where a cell offers a list, choose from it. Every list stands on the sheet "
        "Lists. Write unknown only where the list has it.",
    ),
    (
        "Dates",
        "Day first, or year first with hyphens; a time only where the column asks for "
        "one. A cell that shows a date has been understood.",
    ),
    (
        "Marked cells",
        "A cell with a red frame and an orange ground is empty and must be filled, or "
        "does not agree with another cell of its row, or repeats a row above.",
    ),
    (
        "Columns",
        "The sheet Data dictionary says what each column means, what it may hold, "
        "when it must be filled, and gives an example.",
    ),
    (
        "Nothing to report",
        "Send the file as it is, without a row: it counts as a nil return, a true "
        "zero. A file that never comes is a gap.",
    ),
)


def _how_to_send(of: Filled) -> Iterator[tuple[str, str]]:
    yield (
        "Save",
        f"As an Excel Workbook (.xlsx) under exactly this name: {of.file_name}",
    )
    yield (
        "Send",
        "Put it into your agency's own drop at the committee, by the deadline, and "
        "nowhere else.",
    )
    yield (
        "Try it first",
        f"Whoever has the command icpc can type icpc check {of.file_name} and sees at "
        "once what would be found.",
    )
    yield (
        "Send again",
        f"To correct it, send the whole table once more as {of.stem}_v2.xlsx, then "
        "_v3 and so on. The highest version that is accepted stands.",
    )
