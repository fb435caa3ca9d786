"""Messages to a real mail server and a real webhook: each fact once, no run fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.messages import say_what_is_due
from flows.new_home import make_home
from flows.orders import order_for
from flows.quarter import run_quarter
from flows.stages import DIRECT
from flows.watch import look
from schemas.errors import DiskFullError
from schemas.period import LONDON
from tests.flows.commands_typed import typed
from tests.servers.sinks import MailSink, Webhook, mail_sink, webhook
from transforms.correspondence import Correspondence
from transforms.home import Home
from transforms.register import Register

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

PERIOD = "2026-27-Q2"
CEOP = "police_ceop_reports_2026-27-Q2.csv"
HEADER = "report_ref,received_on,report_type,action_taken\n"
OFFICER, POLICE, SECOND = "officer@icpc.example", "a@police.example", "b@police.example"
COMMITTEE = "chair@icpc.example"


def at(day: int, hour: int = 6) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, tzinfo=LONDON)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


@pytest.fixture
def mail() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as running:
        yield running


def set_messages(home: Home, port: int, *lines: str) -> None:
    home.settings.write_text(
        "\n".join(
            [
                "[sources]\nsettle_seconds = 0",
                "[messages]",
                'smtp_host = "127.0.0.1"',
                f"smtp_port = {port}",
                'smtp_security = "none"',
                'sender = "qa@icpc.example"',
                f'officer = ["{OFFICER}"]',
                *lines,
                "[messages.agencies]",
                f'police = ["{POLICE}", "{SECOND}"]',
            ]
        ),
        "utf-8",
    )


def run(home: Home, now: dt.datetime) -> None:
    run_quarter(order_for(home=home.root, period=PERIOD, now=now), DIRECT)


def test_without_settings_nothing_is_sent(home: Home) -> None:
    run(home, at(14))
    assert say_what_is_due(home, at(14)) == []
    assert Correspondence(home).last_messages() == {}


def test_an_agency_is_told_its_verdict_and_what_it_owes_once(
    home: Home, mail: MailSink
) -> None:
    set_messages(home, mail.port)
    row = "CEOP-1,2026-07-01,Marion Example,yes\n"
    (home.drops / "police" / CEOP).write_text(HEADER + row)
    run(home, at(9))
    verdict, owed = mail.to(POLICE)
    assert verdict.subject == f"{PERIOD}: your extracts were looked at"
    assert "ceop_reports" in verdict.text
    assert owed.subject == f"{PERIOD}: extracts are due on 15 October 2026"
    assert "disruption (not received)" in owed.text
    assert [m.subject for m in mail.to(SECOND)] == [verdict.subject, owed.subject]
    assert {m.sender for m in mail.arrived} == {"qa@icpc.example"}
    assert not any("Marion" in m.text for m in mail.arrived)
    before = len(mail.arrived)
    run(home, at(10))
    run(home, at(10, 8))
    assert len(mail.arrived) == before


def test_the_officer_is_told_of_a_failure_by_mail_and_webhook(
    home: Home, mail: MailSink, hook: Webhook
) -> None:
    set_messages(home, mail.port, f'webhook = "{hook.url}"')
    (home.secrets / "webhook.token").write_text("s3cret\n")

    def full(*_: object) -> None:
        raise DiskFullError("The disk is full.", "Make room.")

    order = order_for(home=home.root, period=PERIOD, now=at(9))
    with pytest.raises(DiskFullError):
        run_quarter(order, DIRECT._replace(compute=full))  # type: ignore[arg-type]
    [letter] = mail.to(OFFICER)
    assert letter.subject == f"{PERIOD}: a run needs you"
    assert "The disk is full." in letter.text
    assert f"icpc status {PERIOD} --home {home.root}" in letter.text
    [posted] = hook.arrived
    assert posted["title"] == letter.subject
    assert "Make room." in posted["message"]
    assert hook.headers[0]["Authorization"] == "Bearer s3cret"
    say_what_is_due(home, at(9, 7))
    assert (len(mail.to(OFFICER)), len(hook.arrived)) == (1, 1)


@pytest.mark.parametrize("attach", [False, True])
def test_the_committee_is_told_where_its_documents_are(
    home: Home, mail: MailSink, attach: bool
) -> None:
    link = "https://share.example/icpc"
    set_messages(
        home,
        mail.port,
        f'committee = ["{COMMITTEE}"]',
        f'documents_link = "{link}/"',
        f"attach_documents = {str(attach).lower()}",
    )
    run(home, at(20, 7))
    [letter] = mail.to(COMMITTEE)
    assert letter.subject == f"{PERIOD}: documents are ready"
    name = f"icpc-quarterly-report_{PERIOD}_v1.0.docx"
    assert f"{link}/{PERIOD}/{name}" in letter.text
    sent = {
        part.get_filename(): part.get_payload(decode=True)
        for part in letter.message.walk()
        if part.get_filename()
    }
    if attach:
        made = (home.documents / PERIOD / name).read_bytes()
        assert sent[name] == made
    else:
        assert sent == {}
    run(home, at(20, 8))
    assert len(mail.to(COMMITTEE)) == 1


def test_mail_that_is_down_fails_no_run_and_is_sent_when_it_is_back(
    home: Home,
) -> None:
    set_messages(home, 9)
    run(home, at(9))
    last = Register(home.register).last_run(PERIOD)
    assert last is not None
    assert last["outcome"] == "done"
    said = typed("status", PERIOD, "--home", home.root).out
    tried = Correspondence(home).last_messages()["police"]
    assert (tried.sent, tried.fault) == (False, "The mail server can't be reached.")
    assert "never" not in said.split("Last run")[0]
    with mail_sink() as back:
        set_messages(home, back.port)
        run(home, at(10))
        assert len(back.to(POLICE)) == 1
    assert Correspondence(home).last_messages()["police"].fault == ""


def test_one_address_that_is_refused_does_not_keep_the_other_from_hearing(
    home: Home, mail: MailSink
) -> None:
    set_messages(home, mail.port)
    mail.refusing.add(POLICE)
    run(home, at(9))
    assert not mail.to(POLICE)
    assert len(mail.to(SECOND)) == 1
    fault = Correspondence(home).last_messages()["police"].fault
    assert fault == f"The mail server did not take it for {POLICE}."
    run(home, at(10))
    assert len(mail.to(SECOND)) == 1
    log = (home.logs / "messages.log").read_text()
    assert "no such mailbox" in log
    assert "missing_persons" not in log


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_an_account_at_the_mail_server_shows_its_password(home: Home) -> None:
    with mail_sink(login=True) as sink:
        set_messages(home, sink.port, 'smtp_user = "qa"')
        (home.secrets / "smtp.password").write_text("p@ss:/word\n")
        run(home, at(9))
        assert set(sink.logins) == {("qa", "p@ss:/word")}
        assert len(sink.to(POLICE)) == 1


def test_the_watchdog_writes_to_the_officer_once_a_day(
    home: Home, mail: MailSink
) -> None:
    set_messages(home, mail.port)
    Register(home.register).start_run(PERIOD, at(9))
    for _ in range(2):
        ended = typed("watch", "--now", "2026-10-09T07:00", "--home", home.root)
        assert ended.code == 1
    [letter] = mail.to(OFFICER)
    assert letter.subject == "Something due is missing"
    assert f"The run of {PERIOD} was cut off" in letter.text
    assert [f.period for f in look(home, at(9, 7))] == [PERIOD]
