"""The Inverclyde committee's subject: child sexual exploitation, its framework, words.

A committee of another area writes a module like this one: see docs/other-committees.md.
"""

from __future__ import annotations

from report_templates.questions import QUESTIONS
from report_templates.subject import Group, Part, Review, Subject
from schemas import framework
from transforms.indicators import CATALOGUE

_DECISIONS = ("A07.2", "A07.3", "A07.4", "A07.5", "A07.6")

CSE = Subject(
    title="Child sexual exploitation",
    prefix="icpc",
    document=framework.DOCUMENT,
    purpose=framework.PURPOSE_PREVALENCE,
    working_together=framework.PURPOSE_WORKING_TOGETHER,
    priorities=framework.PRIORITIES,
    outcomes=framework.OUTCOMES,
    actions=framework.ACTIONS,
    impacts=framework.IMPACTS,
    catalogue=CATALOGUE,
    words=QUESTIONS,
    groups=(
        Group(
            "Working together",
            "These figures come from several agencies' records side by side. Records "
            "that do not match are no errors: they show where agencies see different "
            "things.",
            ("X01", "X02", "X03"),
        ),
    ),
    summary=(
        ("What is known", ("A07.1", "A20.1", "A18.1")),
        ("How agencies respond", ("A17.1", "A18.2")),
        ("How they work together", ("A07.2", "X01.1")),
        ("Action plan", ("A03.1", "A03.2")),
    ),
    briefing=("A07.1", "A20.1", "A17.1", "A18.2", "X02.1"),
    briefing_charts=("A07.1", "A17.1"),
    reconciliations=("A06.6", "A17.3", "X01.1", "X03.1", "X03.2"),
    review=Review(
        title="Vulnerable Young Person's Group: six-monthly review",
        readers="the Vulnerable Young Person's (VYP) Group and the committee",
        actions=("A07", "A19", "A20"),
        parts=(
            Part(
                "Referrals and where they came from",
                "Who refers young people to the Group, by which pathway, and who they "
                "are.",
                ("A07.1",),
                (("A07.1", "source"), ("A07.1", "pathway")),
            ),
            Part(
                "Decisions and their effect on risk",
                "Whether information was shared, how long decisions took, and whether "
                "risk fell.",
                _DECISIONS,
            ),
            Part(
                "Assessments and plans",
                "What the reviews of Wellbeing Assessments and Child's Plans found.",
                ("A19.1", "A19.2", "A19.3", "A19.4"),
            ),
            Part(
                "What happened next",
                "The cases open at the end of the half-year, and their level of risk.",
                ("A20.1", "A20.2"),
                (("A20.1", "risk_level"),),
            ),
        ),
    ),
    definition=framework.DEFINITION_OF_CSE,
    definition_title="What child sexual exploitation means",
    definition_source=framework.SOURCE_OF_QUOTATIONS,
    limits=(
        ("Equality", framework.NOT_COLLECTED_SENTENCE),
        ("Lead and by when", framework.LEAD_AND_BY_WHEN_SENTENCE),
    ),
    agency_note="HSCP is the Health and Social Care Partnership. VYP is the Vulnerable "
    "Young Person's Group. CEOP is the Child Exploitation and Online Protection "
    "command. CSE is child sexual exploitation.",
)
