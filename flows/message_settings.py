"""What icpc.toml may say about messages: [messages], [messages.agencies].

Without a mail server and a webhook nothing is ever sent.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_MAIL = r"[^@\s<>,;]+@[^@\s<>,;]+"
_Address = Annotated[str, Field(pattern=rf"^{_MAIL}$", max_length=254, strict=True)]
_Addresses = Annotated[tuple[_Address, ...], Field(max_length=20)]


def _web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("must begin with https:// or http://")
    return url


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class AgencyAddresses(BaseModel):
    """Whom to write to at each agency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hscp: _Addresses = ()
    education: _Addresses = ()
    health: _Addresses = ()
    police: _Addresses = ()
    barnardos: _Addresses = ()
    icpc: _Addresses = ()

    def of(self, agency: str) -> tuple[str, ...]:
        """An agency's addresses."""
        addresses: tuple[str, ...] = getattr(self, agency)
        return addresses


class Messages(BaseModel):
    """Who is written to, and how it is sent.

    Attributes:
        smtp_host: the mail server; empty: no mail.
        smtp_port: its port.
        smtp_security: starttls, tls or none.
        smtp_user: account at it; its password is in secrets/smtp.password.
        sender: address that mail comes from.
        officer: addresses of the data officer.
        agencies: addresses at the agencies.
        committee: addresses that are told when documents are ready.
        documents_link: where the committee's folder is reached; the period and the
            document's name are put behind it. Empty: the folder is named.
        attach_documents: send the documents themselves, not only where they lie.
        webhook: address that gets the officer's messages as JSON; empty: none.
        remind_days: so many days before the deadline an agency is reminded.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    smtp_host: Annotated[str, Field(max_length=253, strict=True)] = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535, strict=True)] = 587
    smtp_security: Security = Security.STARTTLS
    smtp_user: Annotated[str, Field(max_length=254, strict=True)] = ""
    sender: Annotated[str, Field(pattern=rf"^({_MAIL})?$", strict=True)] = ""
    officer: _Addresses = ()
    agencies: AgencyAddresses = AgencyAddresses()
    committee: _Addresses = ()
    documents_link: Annotated[
        str, Field(max_length=2000, strict=True), AfterValidator(_web_address)
    ] = ""
    attach_documents: Annotated[bool, Field(strict=True)] = False
    webhook: Annotated[
        str, Field(max_length=2000, strict=True), AfterValidator(_web_address)
    ] = ""
    remind_days: Annotated[
        tuple[Annotated[int, Field(ge=0, le=14, strict=True)], ...],
        Field(max_length=14),
    ] = (7, 2)

    @property
    def mail_is_on(self) -> bool:
        """Whether mail can be sent at all."""
        return bool(self.smtp_host and self.sender)
