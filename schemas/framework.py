"""The Quality Assurance Framework, in its own words, and the ids that hang on it.

Source: Child Sexual Exploitation Strategic Group Quality Assurance Framework, version
1.0, October 2016; its text is kept in `data/reference/framework_source.txt` and every
quotation here is tested against it. Its table breaks cells over pages: a sentence that
runs on is joined. Where its words break off or stumble, they stand as they are. Ours
are the ids, the short titles, the levels' names and the rhythm of what names none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TEXT_ENDS_HERE = "[text ends here in the source]"
"""Printed after a quotation that breaks off in the framework itself."""


class Rhythm(StrEnum):
    """How often the committee hears about an action."""

    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six_monthly"
    ANNUAL = "annual"


@dataclass(frozen=True)
class Quotation:
    """Words of the framework, as it has them.

    Attributes:
        text: the sentence, or the words before the list.
        bullets: the items of its list.
        closing: the words that go on after the list.
        breaks_off: the words end in mid-sentence in the framework itself.
    """

    text: str
    bullets: tuple[str, ...] = ()
    closing: str = ""
    breaks_off: bool = False

    @property
    def opening(self) -> str:
        """The words before the list, with the mark where the source breaks off."""
        return f"{self.text} {TEXT_ENDS_HERE}" if self.breaks_off else self.text

    def __str__(self) -> str:
        """The quotation on one line, for cells too small for a list."""
        pieces = (self.opening, "; ".join(self.bullets), self.closing)
        return " ".join(piece for piece in pieces if piece)


@dataclass(frozen=True)
class Document:
    """What the framework says about itself."""

    title: str
    version: str
    date: str
    reviewed_by: str
    produced_by: str


@dataclass(frozen=True)
class Priority:
    """A strategic priority of the framework; its outcome is `outcome_of` it."""

    number: int
    title: str


@dataclass(frozen=True)
class Outcome:
    """The outcome that a strategic priority works towards, in the framework's words."""

    priority: Priority
    quoted: str


@dataclass(frozen=True)
class Level:
    """Whom an action of priority 1 is for.

    Attributes:
        id: key in code and data.
        name: as the reports write it.
        quoted: the framework's own spelling.
    """

    id: str
    name: str
    quoted: str


@dataclass(frozen=True)
class Impact:
    """What the actions are expected to bring children, young people and families.

    Attributes:
        id: I01 to I13, in the framework's order.
        quoted: the framework's words.
        action_ids: the actions whose impact it is.
        is_strategy: the cell names a strategy, and is printed as one.
    """

    id: str
    quoted: Quotation
    action_ids: tuple[str, ...]
    is_strategy: bool = False


@dataclass(frozen=True)
class Action:
    """An action to be progressed.

    Attributes:
        id: A01 to A26, in the framework's order.
        priority: the strategic priority it stands under.
        short: title for headings and tables, in our words.
        quoted: the framework's words.
        rhythm: how often it is reported.
        levels: whom it is for; empty under priorities 2 and 3.
        rhythm_in_source: the framework names the rhythm, for all of it or a part.
        part_in_impact_id: the impact whose words the committee also reports as a
            part of this action, else empty.
    """

    id: str
    priority: Priority
    short: str
    quoted: Quotation
    levels: tuple[Level, ...] = ()
    rhythm: Rhythm = Rhythm.QUARTERLY
    rhythm_in_source: bool = False
    part_in_impact_id: str = ""

    @property
    def impact_ids(self) -> tuple[str, ...]:
        """Ids of the impacts expected of it, as `IMPACTS` declares them."""
        return tuple(impact.id for impact in impacts_of(self))


# --- The document ---------------------------------------------------------------

DOCUMENT = Document(
    title="Child Sexual Exploitation Strategic Group Quality Assurance Framework",
    version="1.0",
    date="October 2016",
    reviewed_by="October 2017 Aine McCrea",
    produced_by="Tracy Herschel",
)

INTRODUCTION = (
    "Reducing the risk of sexual exploitation requires a co-ordinated, multi-agency "
    "approach to raise awareness amongst children and young people, parents and the "
    "wider public, help children and young people develop resilience and make safe "
    "choices, ensure that practitioners and agencies have the knowledge and skills to "
    "identify exploitation and respond appropriately, disrupt and prevent the "
    "activities of perpetrators and reduce tolerance of exploitative behaviour"
)
DEFINITION_OF_CSE = (
    "Child sexual exploitation is a form of child sexual abuse in which a person(s), "
    "of any age takes advantage of a power imbalance to force or entice a child into "
    "engaging in sexual activity in return for something received by the child and/or "
    "those perpetrating or facilitating the abuse. As with other forms of child sexual "
    "abuse, the presence of perceived consent does not undermine the abusive nature of "
    "the act"
)
"""Without the mark of a footnote whose note is not in the source."""
SOURCE_OF_QUOTATIONS = "Scottish Government, 2016"
"""Whom the framework names for the introduction's quotation and the definition."""

NATIONAL_AREAS: tuple[str, ...] = (
    "Prevention of abuse and early intervention (with specific measures for dealing "
    "with particularly vulnerable children)",
    "Intervention and recovery that supports children and young people affected by CSE",
    "Disruption and prosecution of offenders through legislation",
)

POSITION_STATEMENT: tuple[str, ...] = (
    "Nurturing Inverclyde has developed a co-ordinated approach to tackling child "
    "sexual exploitation and places this in the context of sexual abuse.",
    "The strategic and operational planning in relation to child sexual exploitation "
    "is overseen by the multi-agency Child Sexual Exploitation Strategic Group. The "
    "work of the Strategic Group reports to the Inverclyde Child Protection Committee "
    "and to Inverclyde\u2019s Chief Officers group.",
    "Inverclyde's intervention is also set within the context of the national GIRFEC "
    "approach. A key theme is the importance of services focusing on early "
    "intervention and prevention activity. This means, working together effectively at "
    "the earliest stages to help children, young people and families.",
    "The Strategic Group partners have adopted Barnardo's triangle of abuse "
    "intervention model",
)
"""The model itself is a picture without text in the source."""

PURPOSE = (
    "It promotes an ethos of continuous improvement that enables us to understand of "
    "how prevalent child sexual exploitation is in our area and measure how "
    "effectively agencies are working together to deliver our co-ordinated approach to "
    "offer early help and support to children and young people who may be affected by "
    "child sexual exploitation."
)
PURPOSE_PREVALENCE = (
    "to understand of how prevalent child sexual exploitation is in our area"
)
PURPOSE_WORKING_TOGETHER = (
    "measure how effectively agencies are working together to deliver our "
    "co-ordinated approach"
)
"""The two phrases that the framework sets in bold: what the reports must answer."""

EQUALITY_OUTCOMES_LEAD = (
    "Nurturing Inverclyde is based on the equality outcomes that every child, citizen "
    "and community:"
)
EQUALITY_OUTCOMES: tuple[str, ...] = (
    "is protected from discrimination, harassment and victimisation",
    "has equality of opportunity in everything that they do",
    "has good relationships and are respectful and responsible of those who share "
    "protected characteristics (age; sex; disability; gender reassignment; pregnancy "
    "and maternity; race; religion and belief; and sexual orientation) and those who "
    "do not.",
)
PROTECTED_CHARACTERISTICS: tuple[str, ...] = (
    "age",
    "sex",
    "disability",
    "gender reassignment",
    "pregnancy and maternity",
    "race",
    "religion and belief",
    "sexual orientation",
)
CHARACTERISTICS_NOT_COLLECTED: tuple[str, ...] = (
    "gender reassignment",
    "pregnancy and maternity",
    "religion and belief",
    "sexual orientation",
)
NOT_COLLECTED_SENTENCE = (
    "Gender reassignment, pregnancy and maternity, religion and belief, and sexual "
    "orientation are not collected, so nothing can be said here about these four "
    "protected characteristics."
)

KEY_MATERIALS: tuple[str, ...] = (
    "CSE self-evaluation for CPC",
    "Inverclyde's VYP pathway",
    "Barnardo's (2014) Guidance on Child Sexual Exploitation - A Practitioner's "
    "Resource Pack",
    "Barnardo's Spot the Signs \u2013 children/young people/parents and professionals",
    "Police Scotland \u2013 K Division strategic framework for tackling child sexual "
    "exploitation: CARE and Investigators Guide",
    "Scottish Government (2014) National guidance for child protection in Scotland",
    "Scottish Government (2016) National Action Plan to Prevent and Tackle CSE",
)

VYP_GROUP = "Vulnerable Young Person's (VYP) Group"
CARE: tuple[str, ...] = ("Concern", "Analysis", "Risk", "Enquiry")
"""The strategic framework of K Division of Police Scotland for tackling CSE."""
STRATEGIC_THEMES: tuple[str, ...] = ("Victim", "Offender", "Location")
"""The strategic themes of Police Scotland."""

LEAD_AND_BY_WHEN_SENTENCE = (
    "The framework leaves the lead agency or officer and the by-when date of every "
    "action empty; the committee fills them in through its action plan."
)

# --- Priorities, outcomes, levels -----------------------------------------------

PREVENTION = Priority(
    1,
    "Prevention of abuse and early intervention with specific measures for dealing "
    "with particularly vulnerable children",
)
RECOVERY = Priority(
    2,
    "Intervention and recovery that supports children and young people affected by CSE",
)
DISRUPTION = Priority(3, "Disruption and prosecution of offenders through legislation")
PRIORITIES: tuple[Priority, ...] = (PREVENTION, RECOVERY, DISRUPTION)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        PREVENTION,
        "The risk that children and young people are exploited is reduced through a "
        "focus on early identification and prevention for:",
    ),
    Outcome(
        RECOVERY,
        "Children and young people at risk of or experiencing CSE and their families "
        "receive appropriate and high quality support",
    ),
    Outcome(
        DISRUPTION,
        "Perpetrators are identified early and their activities disrupted",
    ),
)

STRATEGIC_LEADERS = Level("strategic_leaders", "strategic leaders", "strategic leaders")
AGENCIES = Level("agencies", "agencies", "agencies")
MANAGERS = Level("managers", "managers", "managers")
PRACTITIONERS = Level("practitioners", "practitioners", "practitioners")
CHILDREN = Level("children", "children and young people", "children, young person")
FAMILIES = Level("families", "their families", "their families")
COMMUNITIES = Level("communities", "communities", "communities")
LEVELS: tuple[Level, ...] = (
    STRATEGIC_LEADERS,
    AGENCIES,
    MANAGERS,
    PRACTITIONERS,
    CHILDREN,
    FAMILIES,
    COMMUNITIES,
)

# --- Actions to be progressed ---------------------------------------------------

ACTIONS: tuple[Action, ...] = (
    Action(
        id="A01",
        priority=PREVENTION,
        levels=(STRATEGIC_LEADERS,),
        short="Head of Service meets the Chief Officers Group",
        quoted=Quotation(
            "Head of Service meets with the Chief Officers group quarterly"
        ),
        rhythm_in_source=True,
    ),
    Action(
        id="A02",
        priority=PREVENTION,
        levels=(STRATEGIC_LEADERS,),
        short="Planned briefings to strategic leaders, elected members and corporate "
        "parents",
        quoted=Quotation(
            "Planned briefings to strategic leaders, elected members and corporate "
            "parents is being developed"
        ),
    ),
    Action(
        id="A03",
        priority=PREVENTION,
        levels=(STRATEGIC_LEADERS,),
        short="CSE action plan is shared with and evaluated by the ICPC",
        quoted=Quotation("CSE Action Plan is shared and evaluated by the ICPC"),
    ),
    Action(
        id="A04",
        priority=PREVENTION,
        levels=(AGENCIES,),
        short="Every agency audits training: who attended, and are they the right "
        "people in their service",
        quoted=Quotation(
            "All agencies audit training to see who has attended and are they the "
            "right people in their service"
        ),
    ),
    Action(
        id="A05",
        priority=PREVENTION,
        levels=(AGENCIES,),
        short="Every agency reviews staff knowledge of the CSE referral pathway",
        quoted=Quotation(
            "All agencies annually review staff knowledge of the CSE referral pathway"
        ),
        rhythm=Rhythm.ANNUAL,
        rhythm_in_source=True,
    ),
    Action(
        id="A06",
        priority=PREVENTION,
        levels=(AGENCIES,),
        short="Each agency evaluates the impact of this through its protocol",
        quoted=Quotation(
            "Individual agencies evaluate the impact of this through their protocol:",
            bullets=(
                "know LAC children who go missing",
                "know children missing from school and use their chronology to assess "
                "trends",
                "patterns of attendance at A and E and other primary health services",
            ),
        ),
        rhythm_in_source=True,
        part_in_impact_id="I04",
    ),
    Action(
        id="A07",
        priority=PREVENTION,
        levels=(MANAGERS,),
        short="VYP Group: review of the impact of its decision-making on risk",
        quoted=Quotation(
            "Vulnerable Young Person's (VYP) Group: 6 monthly review of the impact of "
            "the decision - making of this group to reduce risk to the child and young "
            "person",
            bullets=(
                "source of referral and pathway",
                "information shared",
                "quality of the child's plan and contingency plans",
            ),
        ),
        rhythm=Rhythm.SIX_MONTHLY,
        rhythm_in_source=True,
    ),
    Action(
        id="A08",
        priority=PREVENTION,
        levels=(MANAGERS,),
        short="Operational service managers sign off Wellbeing Assessments",
        quoted=Quotation(
            "Operational services managers sign off Wellbeing Assessments"
        ),
    ),
    Action(
        id="A09",
        priority=PREVENTION,
        levels=(PRACTITIONERS,),
        short="Frontline practitioners have attended CSE awareness training",
        quoted=Quotation(
            "Frontline practitioners have attended CSE awareness training"
        ),
    ),
    Action(
        id="A10",
        priority=PREVENTION,
        levels=(PRACTITIONERS,),
        short="Line managers review supervision agreements: the dual child-protection "
        "and GIRFEC role in CSE is understood",
        quoted=Quotation(
            "line managers review supervision agreements to know that the dual CP and "
            "GIRFEC role in CSE is understood by their teams: children and young "
            "people are engaged with and supported, while maintaining a proactive "
            "investigation and disruption/prosecution"
        ),
    ),
    Action(
        id="A11",
        priority=PREVENTION,
        levels=(PRACTITIONERS,),
        short="Team meetings ensure awareness of the referral pathway and the levels "
        "of service provision",
        quoted=Quotation(
            "Team meetings ensure practitioners are aware of the CSE referral pathway "
            "and the levels of service provision"
        ),
    ),
    Action(
        id="A12",
        priority=PREVENTION,
        levels=(PRACTITIONERS,),
        short="Review of the Shared Chronology, Wellbeing Assessments and Child's Plan "
        "to evidence the dual role",
        quoted=Quotation(
            "Review the Shared Chronology, Wellbeing Assessments and Child's Plan to "
            "evidence the dual role of those vulnerable to CSE"
        ),
    ),
    Action(
        id="A13",
        priority=PREVENTION,
        levels=(CHILDREN,),
        short="Safer Choices delivered with Barnardo's to S2",
        quoted=Quotation(
            "Safer Choices is delivered through Inverclyde's partnership with "
            "Barnardo's with S2"
        ),
    ),
    Action(
        id="A14",
        priority=PREVENTION,
        levels=(CHILDREN,),
        short="Wasted campaign engaged S2 pupils",
        quoted=Quotation("Wasted Campaign engaged S2 pupils in Inverclyde"),
    ),
    Action(
        id="A15",
        priority=PREVENTION,
        levels=(CHILDREN,),
        short="Plans are in place at key transition points",
        quoted=Quotation(
            "Plans are in place to support children and young people key transition "
            "points and key",
            breaks_off=True,
        ),
    ),
    Action(
        id="A16",
        priority=PREVENTION,
        levels=(FAMILIES, COMMUNITIES),
        short="ICPC has collated data from both campaigns; programme of awareness "
        "raising for parents and carers",
        quoted=Quotation("ICPC has collated data from both campaigns"),
        part_in_impact_id="I10",
    ),
    Action(
        id="A17",
        priority=RECOVERY,
        short="All children have return interviews",
        quoted=Quotation("All children have return interviews"),
    ),
    Action(
        id="A18",
        priority=RECOVERY,
        short="Barnardo's review police concern reports for trends in location",
        quoted=Quotation(
            "Barnardo's review police concerns reports in Inverclyde for trends - "
            "location"
        ),
    ),
    Action(
        id="A19",
        priority=RECOVERY,
        short="Review of Wellbeing Assessments and Child's Plans of young people "
        "referred through the VYP pathway",
        quoted=Quotation(
            "Review Wellbeing Assessments and Child's Plans of young people referred "
            "through VYP's pathway"
        ),
    ),
    Action(
        id="A20",
        priority=DISRUPTION,
        short="Data analysis of risk assessed through the VYP Group",
        quoted=Quotation("Data analysis of risk assessed through the VYP Group"),
    ),
    Action(
        id="A21",
        priority=DISRUPTION,
        short="Number of offender profiles created",
        quoted=Quotation("No. of offender profiles created"),
    ),
    Action(
        id="A22",
        priority=DISRUPTION,
        short="Number of criminal investigations",
        quoted=Quotation("No. of criminal investigations"),
    ),
    Action(
        id="A23",
        priority=DISRUPTION,
        short="Number of warrants executed",
        quoted=Quotation("No. of warrants executed"),
    ),
    Action(
        id="A24",
        priority=DISRUPTION,
        short="Number of criminal and court proceedings",
        quoted=Quotation("No. of criminal and court proceedings"),
    ),
    Action(
        id="A25",
        priority=DISRUPTION,
        short="CEOP (Child Exploitation and Online Protection command) data",
        quoted=Quotation("CEOP data"),
    ),
    Action(
        id="A26",
        priority=DISRUPTION,
        short="Types of legislation used",
        quoted=Quotation("Types of legislation used"),
    ),
)

# --- Impact on children, young people and families ------------------------------

IMPACTS: tuple[Impact, ...] = (
    Impact(
        "I01",
        Quotation(
            "Strategic leaders are confident about the scale of CSE concerns in their "
            "area and are aware of the numbers who go missing and who are the most "
            "vulnerable children/young people."
        ),
        ("A01", "A02", "A03"),
    ),
    Impact(
        "I02",
        Quotation(
            "Individual agencies have access to who has attended CSE awareness training"
        ),
        ("A04",),
    ),
    Impact(
        "I03",
        Quotation(
            "Individual agencies' staff are aware that CSE is child protection and "
            "know the referral pathway"
        ),
        ("A05",),
    ),
    Impact(
        "I04",
        Quotation(
            "All agencies collate missing person data and reviews this information "
            "quarterly"
        ),
        ("A06",),
    ),
    Impact(
        "I05",
        Quotation(
            "Inverclyde's Strategic CSE Operational Group knows the prevalence of "
            "child/young people who may be at risk from CSE in their local area and "
            "how effectively agencies are responding"
        ),
        ("A07", "A08"),
    ),
    Impact(
        "I06",
        Quotation(
            "Evidence that information collated by:",
            bullets=("the Vulnerable Young Person's Group", "quality assurance"),
            closing="improves future operational and strategic activity",
        ),
        ("A07", "A08"),
    ),
    Impact(
        "I07",
        Quotation(
            "practitioners are confident and competent in their role to identify, "
            "assess, support and safeguard children and young people"
        ),
        ("A09", "A10", "A11", "A12"),
    ),
    Impact(
        "I08",
        Quotation(
            "Children, young people, families and communities have awareness of CSE "
            "through schools and the Scottish Governments national campaign"
        ),
        ("A13", "A14", "A15"),
    ),
    Impact(
        "I09",
        Quotation(
            "Inverclyde's Raising Attainment strategy identifies and supports the "
            "wellbeing of children and young people"
        ),
        ("A13", "A14", "A15"),
    ),
    Impact(
        "I10",
        Quotation("ICPC has a programme of awareness raising for parents/carers"),
        ("A16",),
    ),
    Impact(
        "I11",
        Quotation(
            "Information is collated and used to inform and improve future operational "
            "and strategic activity"
        ),
        ("A17", "A18"),
    ),
    Impact(
        "I12",
        Quotation("Needs are identified and risks are managed and reviewed"),
        ("A19",),
    ),
    Impact(
        "I13",
        Quotation(
            "K Division of Police Scotland strategic framework for tackling CSE is: "
            "CARE (Concern, Analysis, Risk, Enquiry). The strategy will be underpinned "
            "by Police Scotland's strategic themes of Victim, Offender, Location."
        ),
        ("A20", "A21", "A22", "A23", "A24", "A25", "A26"),
        is_strategy=True,
    ),
)

ACTION_IDS: tuple[str, ...] = tuple(each.id for each in ACTIONS)
"""A01 to A26, for whatever names actions: the action plan, the catalogue."""


# --- Reading it -----------------------------------------------------------------


def actions() -> tuple[Action, ...]:
    """Every action, in the framework's order."""
    return ACTIONS


def action(action_id: str) -> Action:
    """The action of an id.

    Raises:
        KeyError: the framework has no such action.
    """
    for each in ACTIONS:
        if each.id == action_id:
            return each
    message = f"The framework has no action {action_id}: A01 to A26."
    raise KeyError(message)


def actions_of(priority: Priority, level: Level | None = None) -> tuple[Action, ...]:
    """Actions under a priority, or of one level of it, in the framework's order."""
    return tuple(
        each
        for each in ACTIONS
        if each.priority == priority and (level is None or level in each.levels)
    )


def levels_of(priority: Priority) -> tuple[Level, ...]:
    """Levels that a priority's actions are for: none under priorities 2 and 3."""
    return tuple(level for level in LEVELS if actions_of(priority, level))


def outcome_of(priority: Priority) -> Outcome:
    """The outcome that a priority works towards."""
    return OUTCOMES[PRIORITIES.index(priority)]


def impact(impact_id: str) -> Impact:
    """The impact of an id.

    Raises:
        KeyError: the framework has no such impact.
    """
    for each in IMPACTS:
        if each.id == impact_id:
            return each
    message = f"The framework has no impact {impact_id}: I01 to I13."
    raise KeyError(message)


def impacts_of(of: Action) -> tuple[Impact, ...]:
    """Impacts expected of an action, in the framework's order."""
    return tuple(each for each in IMPACTS if of.id in each.action_ids)
