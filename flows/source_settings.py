"""What icpc.toml may say about where an agency's files lie: [sources] and below.

Nothing here is secret: keys and passwords lie in the home's folder secrets.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

_Seconds = Annotated[float, Field(ge=0.1, le=600)]


class Source(BaseModel):
    """An agency's drop as a URL; without one it is the home's own folder.

    Attributes:
        url: a folder's path, or sftp://user@host:port/path, or s3://bucket/prefix.
        host_key: the SFTP server's key as `ssh-ed25519 AAAA…`; without it the key
            must stand in the home's file known_hosts.
        endpoint_url: address of an S3-compatible server.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, Field(min_length=1, max_length=1000, strict=True)] = ""
    host_key: Annotated[str, Field(max_length=5000, strict=True)] = ""
    endpoint_url: Annotated[str, Field(max_length=1000, strict=True)] = ""

    @field_validator("url", "endpoint_url")
    @classmethod
    def _holds_no_password(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValueError("is no URL") from None
        if parts.password is not None:
            raise ValueError("must not hold a password; put it into the folder secrets")
        return url

    @property
    def protocol(self) -> str:
        """The first part of the URL; `file` for a folder."""
        scheme, found, _ = self.url.partition("://")
        return scheme.lower() if found else "file"


class Sources(BaseModel):
    """Where each agency's files lie, and how patient we are.

    Attributes:
        timeout_seconds: how long an answer of a server is waited for.
        settle_seconds: time between the two looks at a file that is new; a file that
            changes between them is still being written.
        largest_megabytes: a larger file is not fetched.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    timeout_seconds: _Seconds = 30.0
    settle_seconds: Annotated[float, Field(ge=0, le=600)] = 2.0
    largest_megabytes: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 500
    hscp: Source = Source()
    education: Source = Source()
    health: Source = Source()
    police: Source = Source()
    barnardos: Source = Source()
    icpc: Source = Source()

    def of(self, agency: str) -> Source:
        """Where an agency's files lie."""
        source: Source = getattr(self, agency)
        return source
