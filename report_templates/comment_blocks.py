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


def on_topic(topic: Topic, seen: Seen, what: str) -> Iterator[Block]:
    """What was written on a topic, or that nothing was; to the public neither."""
    found = seen.comments_on(topic)
    if not found and not seen.report.is_public:
        yield Paragraph(f"Nothing was written for this report on {what}.")
    for comment in found:
        yield _paragraph(comment, f"{what[0].upper()}{what[1:]}, by {comment.author}")


def overview(seen: Seen) -> Iterator[Block]:
    """What was written about the period as a whole; nothing where nothing was."""
    for comment in seen.comments_on(Topic.OVERVIEW):
        yield _paragraph(comment, f"Comment by {comment.author}")


def _paragraph(comment: Comment, lead: str) -> Paragraph:
    text = _WITHHELD if comment.withheld else without_marks(comment.text)
    return Paragraph(text, Look.COMMENTARY, lead=without_marks(lead))
