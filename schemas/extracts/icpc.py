"""Extracts that the committee's own office sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract, FilledTogether
from schemas.shared_columns import code, date, key_text, ref, text, whole, yes_no

AGENCY = ("icpc",)
_LONGEST_NOTE = 280

GOVERNANCE_MEETINGS = Extract(
    name="governance_meetings",
    agencies=AGENCY,
    title="Governance meetings",
    row="a meeting planned or held in the quarter",
    key=("meeting_ref",),
    dated_by="planned_on",
    or_dated_by="held_on",
    columns=(
        ref("meeting_ref", "meeting", "Meeting", "The meeting's reference."),
        code("meeting_type", "Meeting", "The kind of meeting.", words.MEETING_TYPE),
        code("audience", "Audience", "Who the meeting is for.", words.MEETING_AUDIENCE),
        date("planned_on", "Planned on", "Date the meeting is planned for."),
        date("held_on", "Held on", "Date the meeting was held.", nullable=True),
        whole("attendees", "Attendees", "People who came.", "people", nullable=True),
        yes_no(
            "head_of_service_present",
            "Head of Service present",
            "Whether the Head of Service was present.",
        ),
    ),
    rules=(
        FilledTogether("held_on", "attendees"),
        FilledTogether("attendees", "held_on"),
    ),
)

ACTION_PLAN = Extract(
    name="action_plan",
    agencies=AGENCY,
    title="Action plan",
    row="an action of the framework or of the local plan, as it stands at quarter end",
    key=("action_id",),
    columns=(
        key_text(
            "action_id",
            "Action",
            "The action's id: A01 to A26 of the framework, or one of the local plan.",
        ),
        text("title", "Title", "The action in a few words."),
        code("lead_agency", "Lead agency", "Agency in the lead.", words.AGENCIES),
        text("lead_role", "Lead officer's role", "Role of the officer in the lead."),
        date(
            "by_when",
            "By when",
            "Date by which the action is to be complete.",
            nullable=True,
            any_date=True,
        ),
        code("status", "Status", "How far the action is.", words.ACTION_STATUS),
        date(
            "shared_with_icpc_on",
            "Shared with the ICPC on",
            "Date the action was last shared with the committee.",
            nullable=True,
        ),
        date(
            "evaluated_on",
            "Evaluated on",
            "Date the committee last evaluated the action.",
            nullable=True,
        ),
        text(
            "progress_note",
            "Progress note",
            "Progress in a sentence or two, without anything about a person.",
            nullable=True,
            max_length=_LONGEST_NOTE,
        ),
    ),
)

AWARENESS_PROGRAMMES = Extract(
    name="awareness_programmes",
    agencies=AGENCY,
    title="Awareness raising for parents, carers and community",
    row="an event or campaign for parents, carers, community",
    key=("event_ref",),
    dated_by="held_on",
    columns=(
        ref("event_ref", "event", "Event", "The event's reference."),
        code("audience", "Audience", "Who it is for.", words.PROGRAMME_AUDIENCE),
        code("channel", "Channel", "By what channel.", words.CHANNEL),
        date("held_on", "Held on", "Date of the event or of the campaign's start."),
        whole("reach", "Reach", "People reached.", "people"),
    ),
)

CAMPAIGN_RETURNS = Extract(
    name="campaign_returns",
    agencies=AGENCY,
    title="Campaigns whose data was collated",
    row="a campaign whose data the ICPC collated",
    key=("campaign", "collated_on"),
    dated_by="collated_on",
    columns=(
        code("campaign", "Campaign", "The campaign.", words.PROGRAMME),
        date("collated_on", "Collated on", "Date its data was collated."),
    ),
)
