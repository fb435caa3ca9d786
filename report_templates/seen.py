"""What a section sees: the released figures, the subject, the committee's comments."""

from __future__ import annotations

from dataclasses import dataclass

from report_templates.changing import Change, is_it_changing
from report_templates.cse import CSE
from report_templates.subject import Subject
from schemas.commentary import Comment
from schemas.released import ReportInput
from transforms.indicator import Indicator


@dataclass(frozen=True)
class Seen:
    """Everything a document is made from.

    Attributes:
        report: what may be shown.
        subject: the framework and its words.
        comments: the committee's own commentary of the period.
    """

    report: ReportInput
    subject: Subject = CSE
    comments: tuple[Comment, ...] = ()

    def comments_on(self, about: str) -> tuple[Comment, ...]:
        """What the committee says of an action or a topic."""
        return tuple(each for each in self.comments if each.about == about)

    def ask(self, indicator: Indicator) -> str:
        """What the committee asks, to follow a sentence; nothing to the public."""
        if self.report.is_public:
            return ""
        return f" Ask: {self.subject.question(indicator)}"

    def changing(self, indicator: Indicator) -> Change:
        """Whether an indicator is changing, over the quarters of the series."""
        return is_it_changing(indicator, self.report)
