"""What the committee's data officer may rule about a file, and what never.

A ruling lets a row or a file in only where what is let in still says one thing; a cell
that could not be read, or a file with an identifier, is nobody's to let in.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.extract import Extract, Kind
from schemas.issues import Severity
from schemas.rule import Level, Rule

LONGEST_REASON = 280
_LETS_ROWS_IN = frozenset({"outside_quarter", "filled_together", "range"})
_WHOLE_FILE = frozenset({"too_many_errors", "same_version"})
"""Rules for which a file is turned away though its good rows could be counted."""


@dataclass(frozen=True)
class Ruling:
    """What the officer's decisions in force come to, for one file.

    Attributes:
        accepted: its good rows load, though it has too many errors or a rival.
        rejected: nothing of it loads.
        why: the reason of the rejection; empty where there is none.
        waived: rules that let their rows in.
        notes_accepted: its notes may be printed.
    """

    accepted: bool = False
    rejected: bool = False
    why: str = ""
    waived: frozenset[str] = frozenset()
    notes_accepted: bool = False

    @property
    def name(self) -> str:
        """Names what it does to the rows; empty where it does nothing to them."""
        parts = ["accepted"] if self.accepted else []
        return "+".join([*parts, *sorted(self.waived & _LETS_ROWS_IN)])


NO_RULING = Ruling()


def may_be_accepted(rules: frozenset[str]) -> bool:
    """Whether a file turned away for these rules may be let in by the officer."""
    return bool(rules) and rules <= _WHOLE_FILE


def lets_in(rule_id: str, column: str, extract: Extract) -> bool:
    """Whether a row that breaks a rule at a column still makes sense as it is.

    A date in another quarter counts in that quarter; of two cells that go together one
    is not known; a text is too long. All else would be counted wrongly or not at all.
    """
    if rule_id == "range":
        return extract.column(column).kind is Kind.TEXT
    return rule_id in _LETS_ROWS_IN


def why_not_waived(rule: Rule) -> str:
    """Why a rule can't be waived, in one sentence; empty where it can be."""
    if rule.id in _SENTENCES:
        return _SENTENCES[rule.id]
    if rule.id in _LETS_ROWS_IN or rule.id == "name_in_text":
        return ""
    if rule.severity is Severity.QUERY:
        if rule.level in {Level.OVER_TIME, Level.BETWEEN}:
            return ""
        return "It is a question and keeps no row out, so there is nothing to waive."
    if rule.level is Level.FILE:
        return "A file that breaks it has no rows that could be trusted."
    return "What stands in the cell can't be read, so the row can't be counted."


_SENTENCES: dict[str, str] = {
    "identifier": "A file with an identifier is never let in, whatever the reason.",
    "too_many_errors": "Use icpc accept, which lets the file's good rows in.",
    "same_version": "Use icpc accept for the one of the two files that is right.",
    "required": "A row without it can't be counted; the agency must fill the cell.",
    "code": "A value outside the list has no place in any breakdown.",
    "order": "Figures would be computed from values that contradict each other.",
    "key_repeated": "Of two rows with one key, which one counts would be chance.",
    "ref_form": "What is no agreed reference may be a name, so it is not let in.",
    "ref_unknown": "Without the school's roll the row can't be counted: add the school "
    "to reference/schools.csv and ask for the next version.",
    "extra_cell": "The row's cells may stand in the wrong columns.",
}
