"""An invented area over some quarters: what each agency would have to send.

Nobody in it exists. What is at the edge of a rule is put in on purpose: first and last
days of quarters, midnights, the clock changes, matches at exactly 24 hours and a second
more, interviews at exactly 72 hours, cases that stay open, references nobody knows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from extract_definitions import CODES, STAFF_AGENCIES, Row
from periods import (
    first_day,
    last_day,
    local,
    local_date,
    quarter_of,
    school_year_of,
)

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SCHOOLS = {f"SCH-{number:02d}": 40 + 17 * number for number in range(1, 7)}
SERVICES = ("Children and Families", "Community Wardens", "Duty Team", "=Out of hours")

Rows = list[Row]


@dataclass
class Life:
    """One record through time: first state, changes by day, and when it is settled."""

    begun: date
    row: Row
    changes: list[tuple[date, Row]] = field(default_factory=list)
    settled: date | None = None

    def state(self, on: date) -> Row:
        """The record as it is known on a day."""
        row = dict(self.row)
        for day, change in self.changes:
            if day <= on:
                row |= change
        return row


def known_by(quarter: str) -> date:
    """The day up to which a quarter's file tells what happened."""
    return last_day(quarter) + timedelta(days=2)


@dataclass
class World:
    """Everything the agencies know, and the dice it was thrown with."""

    quarters: list[str]
    dice: Random
    size: float
    lives: dict[str, list[Life]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Throw the dice for every record."""
        self.children = [f"KID-{n:04d}" for n in range(1, int(70 * self.size) + 8)]
        self.lives["missing_episodes"] = self.episodes()
        self.lives["missing_persons"] = self.police_reports()
        self.lives["return_interviews"] = self.returns()
        self.lives["missing_from_education"] = self.school_absences()
        self.lives["vyp_referrals"] = self.referrals()
        self.lives["wellbeing_assessments"] = self.assessments()
        self.lives["vyp_reviews"] = self.reviews()
        self.lives["concern_reports"] = self.concerns()
        self.lives["concern_report_reviews"] = self.concern_reviews()
        self.lives["governance_meetings"] = self.meetings()
        self.staff = {agency: self.staff_of(agency) for agency in STAFF_AGENCIES}

    # ---- dice -------------------------------------------------------------------

    def many(self, usual: int) -> int:
        """How many records, about as many as usual."""
        return max(2, round(usual * self.size * self.dice.uniform(0.6, 1.4)))

    def pick(self, codes: str) -> str:
        """A code of a list."""
        return self.dice.choice(CODES[codes])

    def child(self) -> str:
        """A child; the first are known to everybody and come often."""
        if self.dice.random() < 0.4:
            return self.dice.choice(self.children[:6])
        return self.dice.choice(self.children)

    def day(self, quarter: str) -> date:
        """A day of the quarter, its first and last more often than others."""
        start, end = first_day(quarter), last_day(quarter)
        edge = self.dice.random()
        if edge < 0.08:
            return start
        if edge < 0.16:
            return end
        return start + timedelta(days=self.dice.randrange((end - start).days + 1))

    def moment(self, quarter: str) -> datetime:
        """An instant of the quarter, midnights and clock changes more often."""
        if self.dice.random() < 0.3:
            return self.dice.choice(self.edges(quarter))
        return at(self.day(quarter), self.dice.randrange(24), self.dice.randrange(60))

    def edges(self, quarter: str) -> list[datetime]:
        """The first and last minutes of a quarter, and those around a clock change."""
        start, end = first_day(quarter), last_day(quarter)
        moments = [at(start, 0, 0), at(start, 0, 30), at(end, 23, 59), at(end, 23, 0)]
        sunday = end.replace(month=10) if quarter.endswith("Q3") else end
        sunday -= timedelta(days=sunday.isoweekday() % 7)
        if quarter[-2:] in {"Q3", "Q4"}:
            change = at(sunday, 1, 0)
            moments += [change + timedelta(minutes=m) for m in (-30, -1, 0, 30, 61, 95)]
            moments.append(change - 20 * HOUR)
        return moments

    # ---- records that are sent again until they are settled -------------------------

    def episodes(self) -> list[Life]:
        """Missing episodes of looked-after children, some never ended."""
        lives = []
        for number, (quarter, start) in enumerate(self.starts(14)):
            row = {
                "episode_ref": f"EPI-{number:05d}",
                "child_ref": self.child(),
                "placement_type": self.pick("placement_type"),
                "missing_from": start,
                "returned_at": None,
                "reported_to_police": self.pick("yn"),
            }
            lives.append(self.ending(row, "missing_from", "returned_at", quarter))
        return lives

    def starts(self, usual: int) -> list[tuple[str, datetime]]:
        """Instants at which something begins, some in the quarter before the first."""
        before = quarter_of(first_day(self.quarters[0]) - timedelta(days=1))
        return [
            (quarter, self.moment(quarter))
            for quarter in (before, *self.quarters)
            for _ in range(self.many(usual))
        ]

    def ending(self, row: Row, begins: str, ends: str, quarter: str) -> Life:
        """A life that ends after seconds, hours, days, months or never."""
        start = row[begins]
        waits = [SECOND, HOUR, 5 * HOUR, 24 * HOUR, 24 * HOUR + SECOND, 60 * HOUR]
        waits += [10 * HOUR, 26 * HOUR, 70 * 24 * HOUR, 190 * 24 * HOUR]
        end = start + self.dice.choice(waits)
        if self.dice.random() < 0.15:
            end = local_midnight(last_day(quarter)) + self.dice.choice([0, 1]) * SECOND
            end = max(end, start + HOUR)
        day = local_date(end)
        if self.dice.random() < 0.06:
            return Life(local_date(start), row)
        return Life(local_date(start), row, [(day, {ends: end})], day)

    def police_reports(self) -> list[Life]:
        """Police reports: near the hscp's episodes, and others."""
        gaps = [
            0 * HOUR,
            24 * HOUR,
            -24 * HOUR,
            24 * HOUR + SECOND,
            -24 * HOUR - SECOND,
        ]
        lives = []
        for number, episode in enumerate(self.lives["missing_episodes"]):
            if self.dice.random() < 0.7:
                start = episode.row["missing_from"] + self.dice.choice(gaps)
                row = self.police_row(number, episode.row["child_ref"], start)
                quarter = quarter_of(local_date(start))
                life = self.ending(row, "missing_from", "returned_at", quarter)
                if episode.changes and self.dice.random() < 0.6:
                    end = episode.changes[0][1]["returned_at"]
                    if end > start:
                        day = local_date(end)
                        life = Life(life.begun, row, [(day, {"returned_at": end})], day)
                lives.append(life)
        for number, (quarter, start) in enumerate(self.starts(10)):
            row = self.police_row(10_000 + number, self.child(), start)
            lives.append(self.ending(row, "missing_from", "returned_at", quarter))
        return lives

    def police_row(self, number: int, child: str, start: datetime) -> Row:
        """A police report as first made."""
        return {
            "report_ref": f"MPR/{number:05d}",
            "child_ref": child,
            "age": self.dice.choice([0, 4, 5, 11, 12, 15, 16, 17]),
            "sex": self.pick("sex"),
            "missing_from": start,
            "returned_at": None,
            "place_type": self.pick("place_type"),
            "risk_grade": self.pick("risk_grade"),
            "locality": self.pick("locality"),
        }

    def returns(self) -> list[Life]:
        """Returns, from police reports and without one, with interviews or none."""
        gaps = [0 * HOUR, 24 * HOUR, -24 * HOUR, 24 * HOUR + SECOND, HOUR]
        sources = [
            (life.row["child_ref"], life.changes[0][1]["returned_at"])
            for life in self.lives["missing_persons"]
            if life.changes and self.dice.random() < 0.75
        ]
        sources += [(self.child(), start) for _, start in self.starts(4)]
        return [
            self.interview(number, child, end + self.dice.choice(gaps))
            for number, (child, end) in enumerate(sources)
        ]

    def interview(self, number: int, child: str, returned: datetime) -> Life:
        """A return that is pending until it has an outcome."""
        row = {
            "return_ref": f"RET-{number:05d}",
            "child_ref": child,
            "returned_at": returned,
            "offered": self.pick("yn"),
            "outcome": "pending",
            "interviewed_at": None,
            "interviewer_agency": None,
            "location_type": None,
            "cse_concern": self.pick("yn"),
        }
        begun = local_date(returned)
        outcome = self.dice.choice(["completed"] * 5 + list(CODES["return_outcome"]))
        if outcome == "pending":
            return Life(begun, row)
        waits = [72 * HOUR, 72 * HOUR + SECOND, 0 * HOUR, 20 * HOUR, 71 * HOUR]
        waits += [73 * HOUR, 40 * 24 * HOUR]
        end = returned + self.dice.choice(waits)
        change: Row = {"outcome": outcome}
        if outcome == "completed":
            change["interviewed_at"] = end
            change["interviewer_agency"] = self.maybe("interviewer_agency")
            change["location_type"] = self.maybe("location_type")
        return Life(begun, row, [(local_date(end), change)], local_date(end))

    def maybe(self, codes: str) -> str | None:
        """A code, or an empty cell."""
        return None if self.dice.random() < 0.2 else self.pick(codes)

    def school_absences(self) -> list[Life]:
        """Periods missing from school, growing until they end."""
        lives = []
        for number, (_, start) in enumerate(self.starts(12)):
            begun = local_date(start)
            end = begun + timedelta(days=self.dice.choice([0, 1, 5, 20, 95, 200]))
            row = {
                "episode_ref": f"EDU-{number:05d}",
                "child_ref": self.child(),
                "stage": self.pick("stage"),
                "from_date": begun,
                "to_date": None,
                "sessions_missed": self.dice.randrange(12),
                "chronology_used": self.pick("yn"),
                "trend_concern": self.pick("yn"),
            }
            change = {"to_date": end, "sessions_missed": self.dice.randrange(1300)}
            never = self.dice.random() < 0.1
            lives.append(
                Life(
                    begun, row, [] if never else [(end, change)], None if never else end
                )
            )
        return lives

    def referrals(self) -> list[Life]:
        """Referrals, no child twice on one day, some open before the first quarter."""
        lives = []
        taken = set()
        for number, (_, start) in enumerate(self.starts(13)):
            begun, child = local_date(start), self.child()
            if (child, begun) in taken:
                continue
            taken.add((child, begun))
            decided = begun + timedelta(
                days=self.dice.choice([0, 1, 3, 9, 14, 60, 120])
            )
            decision = self.dice.choice(["accepted"] * 5 + list(CODES["decision"]))
            change = {"decision": decision, "decided_on": decided}
            open_still = decision == "pending"
            lives.append(
                Life(
                    begun,
                    self.referral_row(number, child, begun),
                    [] if open_still else [(decided, change)],
                    None if open_still else decided,
                )
            )
        return lives

    def referral_row(self, number: int, child: str, begun: date) -> Row:
        """A referral as first made."""
        shared = self.dice.sample(CODES["agencies"], self.dice.randrange(7))
        if self.dice.random() < 0.4:
            shared = ["hscp", "education", "health", "police", *shared[:1]]
        return {
            "referral_ref": f"VYP_{number:05d}",
            "child_ref": child,
            "age": self.dice.choice([0, 4, 5, 11, 12, 15, 16, 17, 17, 18, 21, 25]),
            "sex": self.pick("sex"),
            "disability": self.pick("yn"),
            "ethnicity": self.pick("ethnicity"),
            "looked_after": self.pick("yn"),
            "referred_on": begun,
            "referral_source": self.pick("referral_source"),
            "referral_pathway": self.pick("referral_pathway"),
            "theme": self.pick("theme"),
            "risk_level": self.pick("referral_risk"),
            "information_shared_by": "; ".join(shared) or None,
            "decision": "pending",
            "decided_on": None,
        }

    def assessments(self) -> list[Life]:
        """Assessments that wait for a signature."""
        lives = []
        for number, (_, start) in enumerate(self.starts(12)):
            begun = local_date(start)
            signed = begun + timedelta(days=self.dice.choice([0, 1, 2, 8, 30, 100]))
            row = {
                "assessment_ref": f"WBA-{number:05d}",
                "child_ref": self.child(),
                "completed_on": begun,
                "signed_off_on": None,
                "signed_off_by": None,
                "vyp_pathway": self.pick("yn"),
            }
            change = {
                "signed_off_on": signed,
                "signed_off_by": self.pick("signed_off_by"),
            }
            never = self.dice.random() < 0.1
            changes = [] if never else [(signed, change)]
            lives.append(Life(begun, row, changes, None if never else signed))
        return lives

    # ---- records that are sent once -------------------------------------------------

    def reviews(self) -> list[Life]:
        """Reviews of accepted cases: several a day, closed and open again, unknown."""
        rows: Rows = []
        accepted = [
            life
            for life in self.lives["vyp_referrals"]
            if life.changes and life.changes[0][1]["decision"] == "accepted"
        ]
        for life in accepted:
            for quarter in self.quarters:
                day = self.day(quarter)
                if day < life.changes[0][0] or self.dice.random() < 0.3:
                    continue
                for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
                    case = (life.row["referral_ref"], life.row["child_ref"])
                    rows.append(self.review_row(case, day))
        rows += self.tied_reviews(accepted)
        for quarter in self.quarters:
            for number in range(2):
                case = (f"VYP_GONE-{number}", self.child())
                rows.append(self.review_row(case, self.day(quarter)))
        return [
            Life(row["reviewed_on"], row | {"review_ref": f"REV-{number:05d}"})
            for number, row in enumerate(rows)
        ]

    def tied_reviews(self, accepted: list[Life]) -> Rows:
        """Two cases of a child reviewed late on one day, both open at one level."""
        rows = []
        cases_of: dict[str, list[Life]] = {}
        for life in accepted:
            cases_of.setdefault(life.row["child_ref"], []).append(life)
        for child, cases in cases_of.items():
            day = last_day(self.dice.choice(self.quarters))
            known = [case for case in cases if case.changes[0][0] <= day]
            level = self.pick("review_risk")
            rows += [
                self.review_row((case.row["referral_ref"], child), day)
                | {"risk_level": level, "case_status": "open"}
                for case in known
                if len(known) > 1
            ]
        return rows

    def review_row(self, case: tuple[str, str], day: date) -> Row:
        """A review of a case on a day."""
        return {
            "review_ref": "",
            "referral_ref": case[0],
            "child_ref": case[1],
            "reviewed_on": day,
            "risk_level": self.pick("review_risk"),
            "plan_grade": self.dice.randint(1, 6),
            "contingency_plan": self.pick("yn"),
            "case_status": self.dice.choice(["open", "open", "closed"]),
        }

    def concerns(self) -> list[Life]:
        """Concern reports, the first ones of the quarter before the first."""
        return [
            Life(
                local_date(start),
                {
                    "report_ref": f"CON-{number:05d}",
                    "child_ref": self.child(),
                    "age": self.dice.choice([3, 9, 12, 15, 16, 17]),
                    "sex": self.pick("sex"),
                    "reported_on": local_date(start),
                    "theme": self.pick("theme"),
                    "location_type": self.pick("location_type"),
                    "locality": self.pick("locality"),
                },
            )
            for number, (_, start) in enumerate(self.starts(14))
        ]

    def concern_reviews(self) -> list[Life]:
        """Barnardo's reviews, some of a later quarter, some of unknown reports."""
        known = [life.row for life in self.lives["concern_reports"]]
        lives: dict[tuple[str, date], Life] = {}
        for quarter in self.quarters:
            for _ in range(self.many(12)):
                report, day = self.dice.choice(known), self.day(quarter)
                ref = report["report_ref"]
                if self.dice.random() < 0.15:
                    ref = f"CON-X{self.dice.randrange(99):03d}"
                note = self.dice.choice([None, "Patrol the pier, weekly", "-see plan"])
                row = {
                    "report_ref": ref,
                    "reviewed_on": day,
                    "location_type": self.pick("location_type"),
                    "locality": self.pick("locality"),
                    "trend_identified": self.pick("yn"),
                    "recommendation": note,
                }
                lives[ref, day] = Life(day, row)
        return list(lives.values())

    def meetings(self) -> list[Life]:
        """Meetings planned in one quarter and held in it, in the next or never."""
        lives = []
        for number, (quarter, start) in enumerate(self.starts(7)):
            planned = local_date(start)
            row = {
                "meeting_ref": f"MTG-{number:03d}",
                "meeting_type": self.pick("meeting_type"),
                "audience": self.pick("meeting_audience"),
                "planned_on": planned,
                "held_on": None,
                "attendees": None,
                "head_of_service_present": self.pick("yn"),
            }
            held = planned + timedelta(
                days=self.dice.choice([0, 0, 1, 5, 40, 100, -95])
            )
            if self.dice.random() < 0.1:
                held = last_day(quarter) + timedelta(days=self.dice.randrange(3))
            change = {"held_on": held, "attendees": self.dice.randrange(30)}
            never = self.dice.random() < 0.2
            changes = [] if never else [(held, change)]
            lives.append(Life(planned, row, changes, None if never else held))
        return lives

    def staff_of(self, agency: str) -> list[dict[str, Any]]:
        """Staff who come, train, change role and leave."""
        people = []
        for number in range(self.many(16)):
            edge = last_day(self.dice.choice(self.quarters))
            three_years = edge.replace(year=edge.year - 3)
            courses = [
                self.day(self.dice.choice(self.quarters))
                for _ in range(self.dice.randrange(3))
            ]
            if self.dice.random() < 0.5:
                shift = self.dice.choice([0, 0, -1, 1, -400])
                courses.append(three_years + timedelta(days=shift))
            people.append(
                {
                    # the same references in every agency: they mean other people
                    "staff_ref": f"STAFF-{number:03d}",
                    "role_group": self.pick("role_group"),
                    "joins": self.dice.choice([0, 0, 0, 0, 1, 2]),
                    "leaves": self.dice.choice([99, 99, 99, 1, 2, 3]),
                    "moves": self.dice.choice([99, 99, 1, 2]),
                    "forgets": self.dice.choice([99] * 9 + [2]),
                    "courses": sorted(courses),
                    "agency": agency,
                }
            )
        return people


def at(day: date, hour: int, minute: int) -> datetime:
    """The instant of a local time."""
    return local(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001


def local_midnight(day: date) -> datetime:
    """The last second of a local day."""
    return at(day + timedelta(days=1), 0, 0) - SECOND


def school_years(quarters: list[str]) -> list[str]:
    """The school years that the quarters touch."""
    days = [day for q in quarters for day in (first_day(q), last_day(q))]
    return sorted({school_year_of(day) for day in days})
