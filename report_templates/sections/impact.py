"""Impact, risks and views: what only people can say, under their own names."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import comment_blocks, plan_words, sentences, wording
from report_templates.section import Block, Heading, Paragraph
from report_templates.seen import Seen
from schemas.commentary import Topic


def blocks(seen: Seen) -> Iterator[Block]:
    """Which actions are finished, and what people say that they changed."""
    yield Heading("Impact and implications", 1)
    done = [p for p in seen.report.actions if p.status == plan_words.COMPLETE]
    if done:
        count = wording.counted(len(done), "action")
        ids = sentences.listed(tuple(plan.action_id for plan in done))
        are = "is" if len(done) == 1 else "are"
        yield Paragraph(f"{count} of the plan {are} complete: {ids}.")
    elif seen.report.actions:
        yield Paragraph("No action of the plan is complete yet.")
    else:
        yield Paragraph(
            "The action plan was not received, so nobody can tell which actions are "
            "complete."
        )
    yield from comment_blocks.on_topics(
        seen,
        (Topic.IMPACT, "what the finished actions changed for children"),
        (Topic.VIEWS, "what children and families say"),
        (Topic.RISKS, "resources, equality, children's rights or data protection"),
    )
