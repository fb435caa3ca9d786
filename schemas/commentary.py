"""The committee's own commentary: a paragraph on an action or a topic, with its author.

It is theirs, not ours: it is printed under their name, where it belongs, and no figure
in it is held against anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a paragraph may be about, beside a single action."""

    OVERVIEW = "overview"
    IMPACT = "impact"
    RISKS = "risks"
    VIEWS = "views"
    PRACTICE = "practice"
    PREFACE = "preface"
    NEXT = "next"


@dataclass(frozen=True)
class Comment:
    """A paragraph that a person wrote.

    Attributes:
        about: id of the action, or a topic.
        author: role of whoever wrote it.
        text: the paragraph; empty where it is withheld.
        withheld: it is not printed, as it may hold what identifies a person.
    """

    about: str
    author: str
    text: str
    withheld: bool = False
