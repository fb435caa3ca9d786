"""Short names and scrutiny questions: what the committee asks when it sees a figure.

Written for this framework, one of each for every indicator, in the catalogue's order. A
question asks what a figure can't say by itself and can be answered by somebody in the
room; it never asks why a number is high or low as if that were known to matter.
"""

from __future__ import annotations

from report_templates.subject import Words

QUESTIONS: dict[str, Words] = {
    "A01.1": Words(
        "Chief Officers Group meetings",
        "What did the Chief Officers Group decide after the last meeting, and what "
        "changed for children because of it?",
    ),
    "A02.1": Words(
        "Briefings held",
        "Which strategic leaders, elected members or corporate parents have still not "
        "been briefed?",
    ),
    "A02.3": Words(
        "People at briefings",
        "Did the people who carry the decisions attend, or their deputies?",
    ),
    "A02.2": Words(
        "Planned briefings held",
        "What stopped the briefings that were planned and not held?",
    ),
    "A03.1": Words(
        "Actions on track",
        "Which actions are on track only because nobody has set them a date?",
    ),
    "A03.2": Words(
        "Actions overdue",
        "For each overdue action: what stands in the way, and who can remove it?",
    ),
    "A03.3": Words(
        "Actions evaluated",
        "When will the actions that were never evaluated come before the committee?",
    ),
    "A03.4": Words(
        "Actions shared",
        "Which part of the plan has the committee not yet seen, and why?",
    ),
    "A04.1": Words(
        "Staff trained in the quarter",
        "Who had a place and did not attend, and were they followed up?",
    ),
    "A04.2": Words(
        "Training coverage",
        "In which service do untrained staff meet children most often?",
    ),
    "A04.3": Words(
        "Right people trained",
        "How does each agency decide who the right people in its service are?",
    ),
    "A05.1": Words(
        "Know the referral pathway",
        "What do staff who do not know the pathway do with a concern today?",
    ),
    "A05.2": Words(
        "Know CSE is child protection",
        "What will be done this year for those who answered otherwise?",
    ),
    "A05.3": Words(
        "Survey response",
        "Who did not answer, and would they have answered differently?",
    ),
    "A06.1": Words(
        "Looked-after children missing",
        "Do we know, for each of these children, what pulled or pushed them away?",
    ),
    "A06.2": Words(
        "Missing episodes, looked after",
        "In which kind of placement are the episodes, and what was offered there?",
    ),
    "A06.3": Words(
        "Missing, per 100 looked after",
        "Has the number of children who go missing changed, or the number looked "
        "after?",
    ),
    "A06.4": Words(
        "Missing three times or more",
        "Does every one of these children have a plan that names the risk of "
        "exploitation?",
    ),
    "A06.5": Words(
        "Hours missing",
        "Which episodes lasted longest, and when did each agency know of them?",
    ),
    "A06.6": Words(
        "Episodes matched to police",
        "For the episodes without a match: was the child not reported, or was the "
        "report not recorded?",
    ),
    "A06.7": Words(
        "Missing from education",
        "Who looks at these children's chronologies together, and how often?",
    ),
    "A06.8": Words(
        "Chronology used",
        "What did a chronology show that a single report had not?",
    ),
    "A06.9": Words(
        "Attendances at health services",
        "Has the way in which attendances are recorded changed?",
    ),
    "A06.10": Words(
        "Attended three times or more",
        "Who in the health service sees that a child has come for the third time?",
    ),
    "A06.11": Words(
        "Attendances flagged",
        "What happened after the flag: was there a referral, and by when?",
    ),
    "A06.12": Words(
        "Missing-person reports",
        "Which places do children go missing from, and who has spoken to them?",
    ),
    "A06.13": Words(
        "Children reported missing",
        "How many of these children are not known to any other agency?",
    ),
    "A06.14": Words(
        "Missing-person data in time",
        "What would help an agency that was late to be in time next quarter?",
    ),
    "A06.15": Words(
        "Reported missing per 1,000",
        "Is reporting getting better, or are more children going missing?",
    ),
    "A06.16": Words(
        "Trend concern",
        "What was done for the pupils whose absence showed a trend?",
    ),
    "A06.17": Words(
        "Sessions missed",
        "At what number of missed sessions does a school ask about exploitation?",
    ),
    "A06.18": Words(
        "Looked-after children",
        "Has the number changed enough to alter how the figures beside it are read?",
    ),
    "A07.1": Words(
        "VYP referrals",
        "Which agencies do not refer, and do they see these young people?",
    ),
    "A07.2": Words(
        "Information shared by all",
        "Which agency's information was missing, and did it change the decision?",
    ),
    "A07.3": Words(
        "Days to decision",
        "What kept the longest decisions waiting, and was the child safe meanwhile?",
    ),
    "A07.4": Words(
        "Risk reduced",
        "For those whose risk was not reduced: what is being tried now?",
    ),
    "A07.5": Words(
        "Plans good or better",
        "What do the good plans have that the others lack?",
    ),
    "A07.6": Words(
        "Contingency plan in place",
        "Would the contingency plan work on a Saturday night?",
    ),
    "A08.1": Words(
        "Signed off by a manager",
        "What do managers send back, and does the next assessment show it?",
    ),
    "A08.2": Words(
        "Days to sign-off",
        "Does anybody act on an assessment before it is signed off?",
    ),
    "A09.1": Words(
        "Frontline trained",
        "Which frontline teams have least training, and when is their next course?",
    ),
    "A10.1": Words(
        "Supervision agreements reviewed",
        "Where supervision was not reviewed: who is carrying these cases alone?",
    ),
    "A10.2": Words(
        "Dual role understood",
        "How do line managers know that the dual role is understood, beyond the form?",
    ),
    "A11.1": Words(
        "Teams covering the pathway",
        "Which teams have not spoken of the pathway for more than a year?",
    ),
    "A11.2": Words(
        "Teams covering levels of service",
        "Do teams know which service to ask for before a young person is in crisis?",
    ),
    "A12.1": Words(
        "Dual role in documents",
        "What does a document look like that does not show the dual role?",
    ),
    "A12.2": Words(
        "Documents good or better",
        "What did the auditors tell the authors, and what changed?",
    ),
    "A13.1": Words(
        "S2 pupils: Safer Choices",
        "How will the pupils who were not there be reached?",
    ),
    "A13.2": Words(
        "Schools: Safer Choices",
        "What do the schools that are still to come need?",
    ),
    "A13.3": Words(
        "Aware before Safer Choices",
        "What do pupils already know, and from where?",
    ),
    "A13.4": Words(
        "Aware after Safer Choices",
        "What do pupils still not know afterwards, and who tells them?",
    ),
    "A14.1": Words(
        "S2 pupils: Wasted",
        "Which pupils did neither campaign reach?",
    ),
    "A14.2": Words(
        "Schools: Wasted",
        "Is there a school that neither campaign has visited this year?",
    ),
    "A14.3": Words(
        "Aware before Wasted",
        "Do pupils who had the other programme know more at the start?",
    ),
    "A14.4": Words(
        "Aware after Wasted",
        "Has anybody asked the pupils again some months later?",
    ),
    "A15.1": Words(
        "Transition plans",
        "Which transition leaves most children without a plan?",
    ),
    "A15.2": Words(
        "Transition plans in time",
        "What happens for a child whose plan comes after the transition?",
    ),
    "A16.1": Words(
        "Campaign data collated",
        "What did the campaigns learn that changes the next one?",
    ),
    "A16.2": Words(
        "Reach: parents and community",
        "Which parents and carers does no channel reach?",
    ),
    "A17.1": Words(
        "Returns interviewed",
        "Why was there no interview for the others: not offered, refused, or not "
        "recorded?",
    ),
    "A17.2": Words(
        "Interviewed within 72 hours",
        "What makes an interview late, and is it the same thing each quarter?",
    ),
    "A17.3": Words(
        "Police returns that match",
        "Which returns known to the police never reach the service that interviews?",
    ),
    "A17.4": Words(
        "Interviews with a CSE concern",
        "What happened next for the young people who told of a concern?",
    ),
    "A17.5": Words(
        "Police returns interviewed",
        "Of the returns the police know of, who decides that no interview is needed?",
    ),
    "A17.6": Words(
        "Interview offered",
        "Was the offer made by somebody the young person trusts?",
    ),
    "A17.7": Words(
        "Completed interviews",
        "Which places do young people name, and who was told?",
    ),
    "A18.1": Words(
        "Police concern reports",
        "Has the use of the CSE marker changed?",
    ),
    "A18.2": Words(
        "Concern reports reviewed",
        "What becomes of a report that is not reviewed?",
    ),
    "A18.3": Words(
        "Location trends found",
        "What was done at the places that the reviews pointed to?",
    ),
    "A19.1": Words(
        "VYP documents reviewed",
        "Were the documents chosen so that weak ones could be found?",
    ),
    "A19.2": Words(
        "Needs identified",
        "Whose needs were missed, and would the young person agree with the plan?",
    ),
    "A19.3": Words(
        "Risks managed",
        "Where risks were not managed: has the plan been mended since the audit?",
    ),
    "A19.4": Words(
        "VYP assessments signed off",
        "Who reads the assessments of VYP young people that are not signed off?",
    ),
    "A20.1": Words(
        "Open VYP cases",
        "Can the Group give each open case the time it needs?",
    ),
    "A20.2": Words(
        "Open VYP cases per 1,000",
        "What do we think we do not see, and how would we find it?",
    ),
    "A21.1": Words(
        "Offender profiles",
        "How did the profiles help to protect a child?",
    ),
    "A22.1": Words(
        "Criminal investigations",
        "Were the young people supported while the investigation went on?",
    ),
    "A23.1": Words(
        "Warrants executed",
        "What did partners do for children on the day of a warrant?",
    ),
    "A24.1": Words(
        "Criminal proceedings",
        "What ended the cases that did not reach the Procurator Fiscal?",
    ),
    "A24.2": Words(
        "Court proceedings",
        "Who prepares and accompanies the young witnesses?",
    ),
    "A24.3": Words(
        "Outcomes of proceedings",
        "How and by whom are young people told of the outcome?",
    ),
    "A25.1": Words(
        "CEOP reports",
        "What do the reports say about where online harm begins?",
    ),
    "A25.2": Words(
        "CEOP reports acted on",
        "What became of the reports on which nothing was done?",
    ),
    "A26.1": Words(
        "Uses of legislation",
        "Which powers are never used, and does anybody need help to use them?",
    ),
    "X01.1": Words(
        "Known to two or more agencies",
        "For a child known to several agencies: who has the whole picture?",
    ),
    "X02.1": Words(
        "Extracts on time",
        "What would make the late extracts come in time?",
    ),
    "X02.2": Words(
        "Accepted at first sending",
        "Which mistake comes again, and can it be mended where the data are typed?",
    ),
    "X02.3": Words(
        "Rows accepted",
        "Do the rows that were refused have something in common?",
    ),
    "X03.1": Words(
        "Reviews matched to reports",
        "For reviews without a report: do both agencies use the same reference?",
    ),
    "X03.2": Words(
        "VYP reviews matched",
        "For reviews without a referral: how did the young person reach the Group?",
    ),
}
