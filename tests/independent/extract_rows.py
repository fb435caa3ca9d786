"""The rows of each extract for a quarter, out of an invented area.

Extracts whose records live through several quarters are cut from those lives; the
others are thrown anew for every quarter.
"""

from collections.abc import Callable
from datetime import date, timedelta

from extract_definitions import ACTS, CODES, Row
from extract_world import HOUR, SCHOOLS, SERVICES, Rows, World, known_by
from periods import first_day, last_day, quarter_of

RESENT = {
    *("missing_episodes", "missing_persons", "return_interviews", "vyp_referrals"),
    *("wellbeing_assessments", "missing_from_education"),
}


def rows_sent(world: World, agency: str, extract: str, quarter: str) -> Rows:
    """The rows an agency would send for a quarter, without a fault."""
    if extract in world.lives:
        return lives_sent(world, extract, quarter)
    return MAKERS[extract](world, agency, quarter)


def lives_sent(world: World, extract: str, quarter: str) -> Rows:
    """Records begun in the quarter, unsettled when last sent, or revised."""
    start, end, on = first_day(quarter), last_day(quarter), known_by(quarter)
    previous = known_by(quarter_of(start - timedelta(days=1)))
    rows = []
    for life in world.lives[extract]:
        begun_now = start <= life.begun <= end
        unsettled = life.begun < start and (
            life.settled is None or life.settled > previous
        )
        row = life.state(on)
        if extract in RESENT and life.begun < start and world.dice.random() < 0.05:
            revise(world, row, extract)
            rows.append(row)
        elif (
            begun_now
            or (unsettled and extract in RESENT)
            or in_days(row.get("held_on"), start, end)
        ):
            rows.append(row)
    if extract == "vyp_referrals" and quarter == world.quarters[0]:
        rows += still_open(world, {row["referral_ref"] for row in rows}, start)
    return rows


def in_days(day: date | None, start: date, end: date) -> bool:
    """Whether a day lies between two, both included."""
    return day is not None and start <= day <= end


def still_open(world: World, sent: set[str], start: date) -> Rows:
    """Cases accepted before the first quarter, which its file holds as well."""
    return [
        life.state(start)
        for life in world.lives["vyp_referrals"]
        if life.begun < start and life.row["referral_ref"] not in sent
    ]


def revise(world: World, row: Row, extract: str) -> None:
    """Change something in a record that was sent before."""
    if extract == "missing_persons":
        row["locality"] = world.pick("locality")
        row["age"] = 17
        if world.dice.random() < 0.5 and row["returned_at"] is None:
            row["missing_from"] -= 24 * HOUR
    elif extract == "missing_episodes":
        row["placement_type"] = world.pick("placement_type")
        row["reported_to_police"] = "yes"
    elif extract == "vyp_referrals":
        row["risk_level"] = world.pick("referral_risk")
        row["theme"] = world.pick("theme")
    elif extract == "missing_from_education":
        row["stage"] = world.pick("stage")
        row["sessions_missed"] += 7
    else:
        row["cse_concern" if "cse_concern" in row else "vyp_pathway"] = "yes"


def make_looked_after(world: World, agency: str, quarter: str) -> Rows:
    """Children looked after at quarter end."""
    children = world.dice.sample(world.children, len(world.children) // 2)
    return [
        {
            "child_ref": child,
            "age": world.dice.choice([0, 4, 5, 11, 12, 15, 16, 17]),
            "sex": world.pick("sex"),
            "disability": world.pick("yn"),
            "ethnicity": world.pick("ethnicity"),
            "placement_type": world.pick("placement_type"),
        }
        for child in children
    ]


def make_audits(world: World, agency: str, quarter: str) -> Rows:
    """Documents audited."""
    return [
        {
            "audit_ref": f"AUD-{quarter}-{number:03d}",
            "audited_on": world.day(quarter),
            "document_type": world.pick("document_type"),
            "vyp_pathway": world.pick("yn"),
            "dual_role_evidenced": world.pick("yn"),
            "needs_identified": world.pick("yn"),
            "risks_managed": world.pick("yn"),
            "grade": world.dice.randint(1, 6),
        }
        for number in range(world.many(14))
    ]


def make_programmes(world: World, agency: str, quarter: str) -> Rows:
    """Deliveries to schools, rolls exceeded, 31 July and 1 August among them."""
    days = [world.day(quarter) for _ in range(world.many(5))]
    if quarter.endswith("Q2"):
        year = first_day(quarter).year
        days += [date(year, 7, 31), date(year, 8, 1)]
    rows: dict[tuple[str, date], Row] = {}
    for day in days:
        school = world.dice.choice(sorted(SCHOOLS))
        roll = SCHOOLS[school]
        attended = world.dice.choice([0, roll, roll - 1, roll // 2, roll // 3])
        responses = world.dice.randint(0, attended)
        rows[school, day] = {
            "programme": "wasted" if agency == "education" else "safer_choices",
            "school_code": school,
            "delivered_on": day,
            "s2_roll": roll,
            "pupils_attended": attended,
            "responses": responses,
            "aware_before": world.dice.randint(0, responses),
            "aware_after": world.dice.randint(0, responses),
        }
    return list(rows.values())


def make_transitions(world: World, agency: str, quarter: str) -> Rows:
    """Children at a transition point; plans on the due date and a day late."""
    rows: dict[tuple[str, str, date], Row] = {}
    for _ in range(world.many(14)):
        due, child, point = (
            *(world.day(quarter), world.child()),
            world.pick("transition_point"),
        )
        in_place = world.pick("yn")
        shift = timedelta(days=world.dice.choice([0, 1, -1, -40]))
        rows[child, point, due] = {
            "child_ref": child,
            "transition_point": point,
            "due_on": due,
            "plan_in_place": in_place,
            "plan_on": due + shift if in_place == "yes" else None,
        }
    return list(rows.values())


def make_attendances(world: World, agency: str, quarter: str) -> Rows:
    """Attendances, some children again and again."""
    return [
        {
            "attendance_ref": f"ATT-{quarter}-{number:04d}",
            "child_ref": world.child(),
            "age": world.dice.choice([0, 4, 5, 11, 12, 15, 16, 17]),
            "sex": world.pick("sex"),
            "attended_on": world.day(quarter),
            "service": world.pick("attendance_service"),
            "reason_group": world.pick("reason_group"),
            "cse_concern": world.dice.choice(["yes", "no", "no", "unknown"]),
        }
        for number in range(world.many(30))
    ]


def make_disruption(world: World, agency: str, quarter: str) -> Rows:
    """Actions against offending, with no Act, one or several; one is sent twice."""
    carried = quarter in world.quarters[:2]
    return [
        {
            "record_ref": "DIS-CARRIED"
            if carried and number == 0
            else f"DIS-{quarter}-{number:03d}",
            "record_type": world.pick("record_type"),
            "recorded_on": world.day(quarter),
            "legislation": "; ".join(world.dice.sample(ACTS, world.dice.randrange(4)))
            or None,
            "outcome": world.maybe("disruption_outcome"),
        }
        for number in range(world.many(14))
    ]


def make_ceop(world: World, agency: str, quarter: str) -> Rows:
    """Reports from CEOP."""
    return [
        {
            "report_ref": f"CEOP-{quarter}-{number:03d}",
            "received_on": world.day(quarter),
            "report_type": world.pick("report_type"),
            "action_taken": world.pick("yn"),
        }
        for number in range(world.many(7))
    ]


def make_plan(world: World, agency: str, quarter: str) -> Rows:
    """The action plan as at quarter end; one local action comes and goes."""
    numbers = range(1, 27 + world.dice.randrange(3))
    end = last_day(quarter)

    def day() -> date | None:
        shift = world.dice.choice([0, 1, 2, -1, -30, -100, -200, -370])
        return None if world.dice.random() < 0.3 else end + timedelta(days=shift)

    return [
        {
            "action_id": f"A{number:02d}",
            "title": world.dice.choice(
                ["Review the pathway", "Share the plan, yearly"]
            ),
            "lead_agency": world.pick("agencies"),
            "lead_role": "Head of service",
            "by_when": world.dice.choice(
                [None, end, end - timedelta(days=1), end + timedelta(days=90)]
            ),
            "status": world.pick("action_status"),
            "shared_with_icpc_on": day(),
            "evaluated_on": day(),
            "progress_note": world.dice.choice(
                [None, "Under way.\nSecond line", "Done"]
            ),
        }
        for number in numbers
    ]


def make_awareness(world: World, agency: str, quarter: str) -> Rows:
    """Events and campaigns for parents, carers and community."""
    return [
        {
            "event_ref": f"EVT-{quarter}-{number:03d}",
            "audience": world.pick("programme_audience"),
            "channel": world.pick("channel"),
            "held_on": world.day(quarter),
            "reach": world.dice.choice([0, 1, 40, 999, 1250, 12000]),
        }
        for number in range(world.many(5))
    ]


def make_campaigns(world: World, agency: str, quarter: str) -> Rows:
    """Campaigns collated: none, one, both, or one twice."""
    pairs = {
        (world.pick("campaign"), world.day(quarter))
        for _ in range(world.dice.randrange(3))
    }
    return [{"campaign": name, "collated_on": day} for name, day in sorted(pairs)]


def make_training(world: World, agency: str, quarter: str) -> Rows:
    """Staff in post at quarter end, with their latest course until then."""
    now = world.quarters.index(quarter)
    rows = []
    for person in world.staff[agency]:
        if not person["joins"] <= now < person["leaves"]:
            continue
        done = [day for day in person["courses"] if day <= last_day(quarter)]
        if now >= person["forgets"]:
            done = []
        moved = now >= person["moves"]
        rows.append(
            {
                "staff_ref": person["staff_ref"],
                "service": SERVICES[len(person["staff_ref"]) % 3],
                "role_group": "manager" if moved else person["role_group"],
                "training_required": world.pick("yn"),
                "attended_on": done[-1] if done else None,
                "course_level": world.pick("course_level") if done else None,
            }
        )
    return rows


def make_survey(world: World, agency: str, quarter: str) -> Rows:
    """The staff survey by service and role group; nobody answered here and there."""
    rows = []
    for service in SERVICES[: world.dice.randint(1, 4)]:
        for role in world.dice.sample(CODES["role_group"], world.dice.randint(1, 3)):
            invited = world.dice.choice([0, 3, 20, 1200])
            responses = world.dice.randint(0, invited)
            rows.append(
                {
                    "service": service,
                    "role_group": role,
                    "staff_invited": invited,
                    "responses": responses,
                    "knows_pathway": world.dice.randint(0, responses),
                    "knows_cse_is_cp": world.dice.randint(0, responses),
                }
            )
    return rows


def falling(world: World, *columns: str) -> Callable[[], Row]:
    """Numbers that do not rise from one column to the next, sometimes all zero."""

    def numbers() -> Row:
        row: Row = {}
        top = world.dice.choice([0, 5, 12, 60])
        for column in columns:
            top = world.dice.randint(0, top) if row else top
            row[column] = top
        return row

    return numbers


def make_supervision(world: World, agency: str, quarter: str) -> Rows:
    """Supervision agreements by service."""
    numbers = falling(
        *(world, "agreements", "agreements_reviewed", "dual_role_understood")
    )
    services = SERVICES[: world.dice.randint(1, 4)]
    return [{"service": service} | numbers() for service in services]


def make_meetings(world: World, agency: str, quarter: str) -> Rows:
    """Team meetings by service."""
    numbers = falling(
        *(world, "teams", "teams_covering_pathway", "teams_covering_service_levels")
    )
    services = SERVICES[: world.dice.randint(1, 4)]
    return [{"service": service} | numbers() for service in services]


MAKERS: dict[str, Callable[[World, str, str], Rows]] = {
    "looked_after_children": make_looked_after,
    "case_file_audits": make_audits,
    "s2_programmes": make_programmes,
    "transition_plans": make_transitions,
    "attendances": make_attendances,
    "disruption": make_disruption,
    "ceop_reports": make_ceop,
    "action_plan": make_plan,
    "awareness_programmes": make_awareness,
    "campaign_returns": make_campaigns,
    "training": make_training,
    "pathway_knowledge": make_survey,
    "supervision": make_supervision,
    "team_meetings": make_meetings,
}
