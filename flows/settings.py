"""Settings of a home: icpc.toml, its secrets, and what the environment says.

This is the only module that reads secrets and the environment. Every default is safe.
A wrong setting ends in a sentence that names line and field.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from flows.disclosure_settings import Disclosure
from flows.document_settings import Documents
from flows.message_settings import Messages
from flows.signal_settings import Signals
from flows.source_settings import Sources
from schemas.edition import PUBLIC
from schemas.errors import KeyMissingError, SettingsError
from transforms.home import Home

_HOME = "ICPC_HOME"
_KEY_DIGITS = 64
_KEY = re.compile(rf"[0-9a-f]{{{_KEY_DIGITS}}}", re.IGNORECASE)
_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_MEND = "Mend it, then run the same command again."

_Words = Annotated[str, Field(min_length=1, max_length=200, strict=True)]
_Switch = Annotated[bool, Field(strict=True)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Committee(_Section):
    """Who the documents are for, and what they are marked with."""

    name: _Words = "Inverclyde Child Protection Committee"
    short: _Words = "ICPC"
    area: _Words = "Inverclyde"
    marking: _Words = "OFFICIAL-SENSITIVE"
    public_marking: _Words = "OFFICIAL"

    def marking_of(self, edition: str) -> str:
        """What every page of an edition is marked with."""
        return self.public_marking if edition == PUBLIC else self.marking


class ReturnInterviews(_Section):
    """How soon after a return an interview is to be held."""

    within_hours: Annotated[int, Field(ge=1, le=720, strict=True)] = 72


class Backup(_Section):
    """Where the weekly backup goes, and how many are kept."""

    folder: _Words = "backups"
    keep: Annotated[int, Field(ge=1, le=520, strict=True)] = 8


class Demo(_Section):
    """For demonstration and test alone."""

    arrivals: _Switch = False
    synthetic: _Switch = False


class Settings(BaseSettings):
    """Everything icpc.toml may say. The environment changes none of it."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    committee: Committee = Committee()
    disclosure: Disclosure = Disclosure()
    return_interviews: ReturnInterviews = ReturnInterviews()
    signals: Signals = Signals()
    documents: Documents = Documents()
    backup: Backup = Backup()
    demo: Demo = Demo()
    sources: Sources = Sources()
    messages: Messages = Messages()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The file alone, which `read_settings` reads and hands in."""
        return (init_settings,)


def read_settings(home: Home) -> Settings:
    """The settings of a home.

    Raises:
        SettingsError: icpc.toml is no TOML, or a field of it can't be understood.
    """
    try:
        text = home.settings.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("icpc.toml is not written in UTF-8.", _MEND) from None
    try:
        return Settings(**tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"icpc.toml can't be read: {fault}.", _MEND) from None
    except ValidationError as fault:
        raise SettingsError(_first_fault(fault, text), _MEND) from None


def read_key(home: Home) -> bytes:
    """The key under which references are re-keyed.

    Raises:
        KeyMissingError: there is none, or it is damaged.
    """
    way_out = (
        f"Put {home.key} back from your backup: with another key no child would be "
        "recognised again."
    )
    try:
        text = home.key.read_text("ascii").strip()
    except FileNotFoundError:
        raise KeyMissingError("This home has no key.", way_out) from None
    except UnicodeDecodeError:
        text = ""
    if not _KEY.fullmatch(text):
        raise KeyMissingError("The key of this home is damaged.", way_out)
    return bytes.fromhex(text)


def read_secret(home: Home, name: str) -> str:
    """A secret of the home by the name of its file, without the last line's end.

    Empty where there is no such file.

    Raises:
        SettingsError: the file is no text.
    """
    try:
        return (home.secrets / name).read_text("utf-8").rstrip("\r\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise SettingsError(f"secrets/{name} is no text.", _MEND) from None


def read_passwords(home: Home, agency: str) -> tuple[str, ...]:
    """The passwords agreed with an agency for its workbooks, newest first.

    Raises:
        SettingsError: their file is not written in UTF-8.
    """
    path = home.passwords / f"{agency}.txt"
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not written in UTF-8.", _MEND) from None
    return tuple(line for line in lines if line)


def new_key() -> str:
    """A key as its file holds it: 32 random bytes in hexadecimal digits."""
    return secrets.token_hex(_KEY_DIGITS // 2)


def home_of_environment() -> Path | None:
    """The home that ICPC_HOME names, if it is set."""
    named = os.environ.get(_HOME, "")
    return Path(named) if named else None


def server_of_environment() -> str | None:
    """The address of a Prefect server that PREFECT_API_URL names, if it is set."""
    return os.environ.get("PREFECT_API_URL") or None


def password_of_environment() -> dict[str, str]:
    """What a request to a Prefect server has to bear, if it wants a password."""
    password = os.environ.get("PREFECT_API_AUTH_STRING", "")
    if not password:
        return {}
    told = base64.b64encode(password.encode()).decode("ascii")
    return {"Authorization": f"Basic {told}"}


def enter_client_environment(home: Home, api_url: str) -> None:
    """Set what Prefect reads when it is first imported to run a flow of this home."""
    os.environ.pop("PREFECT_PROFILE", None)
    os.environ.update(_quiet_prefect(home))
    os.environ["PREFECT_API_URL"] = api_url
    # The terminal belongs to our own lines; Prefect's go to its server.
    os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    os.environ["PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW"] = "ignore"
    for name in ("NO_PROXY", "no_proxy"):
        direct = [os.environ.get(name, ""), "127.0.0.1", "localhost"]
        os.environ[name] = ",".join(part for part in direct if part)


def server_environment(home: Home, api_url: str) -> dict[str, str]:
    """The whole environment of the home's own Prefect server, on loopback alone."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PREFECT_")
    }
    return {
        **others,
        **_quiet_prefect(home),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # The newer pages make the browser ask a vendor's host as they load.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": "P400D",
        # Nothing it would fetch is needed; a proxy that is not there stops the rest.
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def worker_environment(home: Home, api_url: str) -> dict[str, str]:
    """The whole environment of a worker that runs flows of this home.

    With a server that was named, what the environment says of it (a password, a
    certificate) goes with it.
    """
    is_named = server_of_environment() is not None
    others = {
        name: value
        for name, value in os.environ.items()
        if is_named or not name.startswith("PREFECT_")
    }
    others.pop("PREFECT_PROFILE", None)
    return {
        **others,
        **_quiet_prefect(home),
        _HOME: str(home.root),
        "PREFECT_API_URL": api_url,
    }


def _quiet_prefect(home: Home) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "icpc",
        "PREFECT_CLI_PROMPT": "false",
        "DO_NOT_TRACK": "1",
    }


def _first_fault(fault: ValidationError, text: str) -> str:
    """The first fault as a sentence that names line and field, without the value."""
    error = fault.errors(include_url=False, include_input=False)[0]
    section, field = _place(error["loc"], text)
    place = f"{field} in [{section}]" if field else section
    return f"icpc.toml{_line_of(section, field, text)}: {place} {_wanted(error)}."


def _place(loc: tuple[int | str, ...], text: str) -> tuple[str, str]:
    """Section and field of a fault; `sources.police` where that is a section."""
    names = [str(part) for part in loc if isinstance(part, str)]
    headings = {h[1] for h in map(_SECTION.match, text.splitlines()) if h}
    for n in range(len(names), 0, -1):
        section = ".".join(names[:n])
        if section in headings:
            return section, ".".join(names[n:])
    return names[0], ".".join(names[1:])


def _line_of(section: str, field: str, text: str) -> str:
    """`, line 7` where the field stands; empty where it can't be found."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _SECTION.match(line)
        if heading:
            current = heading[1]
        name = line.partition("=")[0].strip() if "=" in line else ""
        here = (current, name) if field else (current or name, "")
        if here == (section, field):
            return f", line {number}"
    return ""


def _wanted(error: Any) -> str:
    bounds = error.get("ctx", {})
    if "ge" in bounds or "le" in bounds:
        return _between(error)
    if error["type"] == "value_error":
        return str(bounds["error"])
    if error["type"] == "enum":
        return f"must be {bounds['expected']}"
    words = {
        "extra_forbidden": "is no setting",
        "bool_type": "must be true or false",
        "int_type": "must be a whole number",
        "string_type": "must be text between quotation marks",
        "string_too_short": "must not be empty",
        "string_too_long": "is too long",
        "string_pattern_mismatch": "must be a mail address, as officer@example.org",
        "float_type": "must be a number",
        "tuple_type": "must be a list between square brackets",
        "too_long": "has too many entries",
    }
    return words.get(str(error["type"]), "can't be understood")


def _between(error: Any) -> str:
    bounds = error["ctx"]
    if "ge" in bounds:
        return f"must be {bounds['ge']} or more"
    return f"must be {bounds['le']} or less"
