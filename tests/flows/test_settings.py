"""Settings are safe when left out, and a wrong one is named by line and field."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.new_home import make_home
from flows.settings import (
    Settings,
    read_key,
    read_settings,
    server_environment,
)
from schemas.errors import KeyMissingError, SettingsError
from tests.flows.commands_typed import typed
from transforms.home import Home

MARKER = "Marion Example"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


def test_the_file_that_init_writes_says_the_defaults(home: Home) -> None:
    assert read_settings(home) == Settings()


def test_an_empty_file_gives_the_defaults(home: Home) -> None:
    home.settings.write_text("", "utf-8")
    settings = read_settings(home)
    assert settings.committee.name == "Inverclyde Child Protection Committee"
    assert settings.committee.short == "ICPC"
    assert settings.committee.area == "Inverclyde"
    assert settings.committee.marking == "OFFICIAL-SENSITIVE"
    assert settings.disclosure.threshold == 5
    assert settings.disclosure.policy("public").threshold == 10
    assert settings.return_interviews.within_hours == 72
    assert (settings.demo.arrivals, settings.demo.synthetic) == (False, False)


def test_who_attacks_and_which_marks_are_printed_are_settings(home: Home) -> None:
    home.settings.write_text(
        '[disclosure]\nattackers = ["reader", "agency"]\n'
        'symbols = { hidden = "[few]" }\n',
        "utf-8",
    )
    disclosure = read_settings(home).disclosure
    assert disclosure.policy("committee").attackers == ("reader", "agency")
    assert disclosure.symbols_of("committee") == (("[c]", "[few]"),)
    assert disclosure.symbols_of("public") == ()


@pytest.mark.parametrize(
    "line",
    [
        'attackers = ["family"]',
        'symbols = { hidden = "3" }',
        'symbols = { hidden = "[x]" }',
    ],
)
def test_the_reader_attacks_always_and_marks_can_t_be_mistaken(
    home: Home, line: str
) -> None:
    home.settings.write_text(f"[disclosure]\n{line}\n", "utf-8")
    with pytest.raises(SettingsError, match=r"\[disclosure"):
        read_settings(home)


def test_a_file_saved_by_windows_notepad_is_read(home: Home) -> None:
    home.settings.write_bytes("﻿[disclosure]\r\nthreshold = 7\r\n".encode())
    assert read_settings(home).disclosure.threshold == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[disclosure]\n# as low as it goes\nthreshold = 2\n",
            "icpc.toml, line 3: threshold in [disclosure] must be 3 or more.",
        ),
        (
            "[disclosure.public]\nthreshold = 4\n",
            "icpc.toml, line 2: threshold in [disclosure.public] must be 5 or more.",
        ),
        (
            "[disclosure]\nprotection = 'none'\n",
            "line 2: protection in [disclosure] must be 'minimum' or 'window'.",
        ),
        (
            "[disclosure]\nthreshold = 11\n",
            "icpc.toml, line 2: threshold in [disclosure] must be 10 or less.",
        ),
        (
            "[disclosure]\nthreshold = '5'\n",
            "line 2: threshold in [disclosure] must be a whole number.",
        ),
        (
            "[demo]\nsynthetic = 'no'\n",
            "line 2: synthetic in [demo] must be true or false.",
        ),
        (
            "[committee]\nname = 12\n",
            "line 2: name in [committee] must be text between quotation marks.",
        ),
        ("[committee]\narea = ''\n", "line 2: area in [committee] must not be empty."),
        (
            "[disclosure]\nthreshhold = 5\n",
            "line 2: threshhold in [disclosure] is no setting.",
        ),
        ("\n[disclosures]\nthreshold = 5\n", "line 2: disclosures is no setting."),
        ("threshold = 5\n", "line 1: threshold is no setting."),
        ("[committee]\nname = ICPC\n", "icpc.toml can't be read"),
        ("[signals]\nprofile = 'rag'\n", "line 2: profile in [signals] "),
        (
            "[sources.police]\nurl = 'sftp://we:secret@host/drop'\n",
            "line 2: url in [sources.police] must not hold a password; put it into the "
            "folder secrets.",
        ),
        (
            "[sources.police]\nuri = '/mnt/share'\n",
            "line 2: uri in [sources.police] is no setting.",
        ),
        ("[sources.polis]\nurl = 'x'\n", "line 1: sources.polis is no setting."),
        (
            "[messages]\nofficer = ['nobody']\n",
            "officer in [messages] must be a mail address, as officer@example.org.",
        ),
        (
            "[messages]\nsmtp_security = 'some'\n",
            "smtp_security in [messages] must be 'starttls', 'tls' or 'none'.",
        ),
        (
            "[messages.agencies]\npolice = 'a@example.org'\n",
            "line 2: police in [messages.agencies] must be a list",
        ),
        (
            "[messages]\nwebhook = 'ftp://host'\n",
            "line 2: webhook in [messages] must begin with https:// or http://.",
        ),
        ("[disclosure]\n\nthreshold =\n", "at line 3"),
    ],
)
def test_a_wrong_setting_is_named_by_line_and_field(
    text: str, said: str, home: Home
) -> None:
    home.settings.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(home)
    assert said in str(caught.value)
    assert "pydantic" not in str(caught.value)


def test_what_was_written_wrongly_is_not_repeated(home: Home) -> None:
    home.settings.write_text(f"[disclosure]\nthreshold = '{MARKER}'\n", "utf-8")
    ended = typed("run", "2024-25-Q1", "--direct", "--home", home.root)
    assert ended.code == 2
    assert "line 2" in ended.err
    assert MARKER not in ended.err + ended.out


def test_a_file_in_another_encoding_is_told(home: Home) -> None:
    home.settings.write_bytes("# für".encode("cp1252"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(home)


def test_the_environment_changes_no_setting(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCLOSURE", '{"threshold": 3}')
    monkeypatch.setenv("DEMO", '{"synthetic": true}')
    assert read_settings(home) == Settings()


def test_without_its_key_a_home_is_not_run(home: Home) -> None:
    home.key.unlink()
    ended = typed("run", "2024-25-Q1", "--direct", "--home", home.root)
    assert ended.code == 2
    assert "This home has no key." in ended.err
    assert "backup" in ended.err
    assert not home.register.exists()


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "g" * 64, "é" * 64])
def test_a_damaged_key_is_not_used_and_not_repeated(text: str, home: Home) -> None:
    home.key.write_text(text, "utf-8")
    with pytest.raises(KeyMissingError, match="damaged") as caught:
        read_key(home)
    assert not text or text not in str(caught.value)


def test_the_homes_own_server_keeps_to_itself(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite:///elsewhere.db")
    environment = server_environment(home, "http://127.0.0.1:4321/api")
    assert "PREFECT_API_DATABASE_CONNECTION_URL" not in environment
    assert environment["PREFECT_HOME"] == str(home.prefect)
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["PREFECT_SERVER_EPHEMERAL_ENABLED"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"


def test_a_change_of_baseline_is_read_with_its_date_and_reason(home: Home) -> None:
    home.settings.write_text(
        "[[signals.baselines]]\nindicator = 'A17.1'\nfirst = '2026-27-Q1'\n"
        "decided_on = 2026-06-30\nreason = 'One team arranges interviews.'\n",
        "utf-8",
    )
    (decided,) = read_settings(home).signals.policy.baselines_of("A17.1")
    assert (decided.first, decided.decided_on) == ("2026-27-Q1", dt.date(2026, 6, 30))
    assert decided.reason == "One team arranges interviews."


def test_a_baseline_begins_with_a_quarter_and_needs_a_reason(home: Home) -> None:
    for first, reason in (("2026-27", "One team does it."), ("2026-27-Q1", "no")):
        home.settings.write_text(
            f"[[signals.baselines]]\nindicator = 'A17.1'\nfirst = '{first}'\n"
            f"decided_on = 2026-06-30\nreason = '{reason}'\n",
            "utf-8",
        )
        with pytest.raises(SettingsError, match="baselines"):
            read_settings(home)
