"""The committee's own words, set apart and under their author's name."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.printed import without_marks
from report_templates.section import Block, Look, Paragraph
from report_templates.seen import Seen
from schemas.commentary import Comment, Topic

_WITHHELD = (
    "not printed, as it may hold what identifies a person; its author was asked to "
    "write it otherwise."
)


def on_action(action_id: str, seen: Seen) -> Iterator[Block]:
    """What was written about an action; nothing where nothing was."""
    for comment in seen.comments_on(action_id):
        yield _paragraph(comment, f"Comment on {action_id} by {comment.author}")


def on_topics(seen: Seen, *topics: tuple[Topic, str]) -> Iterator[Block]:
    """What was written on topics, and on which nothing was; to the public neither.

    Args:
        seen: what the document sees.
        topics: each with its name in a sentence.
    """
    for topic, what in topics:
        for comment in seen.comments_on(topic):
            lead = f"{what[0].upper()}{what[1:]}, by {comment.author}"
            yield _paragraph(comment, lead)
    silent = [what for topic, what in topics if not seen.comments_on(topic)]
    if silent and not seen.report.is_public:
        yield Paragraph(f"Nothing was written for this report on {'; '.join(silent)}.")


def overview(seen: Seen) -> Iterator[Block]:
    """What was written about the period as a whole; nothing where nothing was."""
    for comment in seen.comments_on(Topic.OVERVIEW):
        yield _paragraph(comment, f"Comment by {comment.author}")


def _paragraph(comment: Comment, lead: str) -> Paragraph:
    text = _WITHHELD if comment.withheld else without_marks(comment.text)
    return Paragraph(text, Look.COMMENTARY, lead=without_marks(lead))
