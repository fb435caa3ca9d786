"""SFTP as fsspec has it, but to hosts alone whose key the officer has pinned."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from flows.settings import read_secret
from flows.source_settings import Source
from schemas.errors import SourceRefusedError
from transforms.home import Home

_SSH_PORT = 22

# What goes wrong is told once, in our own words.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


class PinnedSFTP(SFTPFileSystem):  # type: ignore[misc]  # fsspec has no types
    """An SFTP file system; a host whose key is not known is refused, never learned."""

    cachable = False

    def __init__(self, host: str, *, known: paramiko.HostKeys, **words: Any) -> None:
        """Connect at once."""
        self.known = known
        super().__init__(host, **words)

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.get_host_keys().update(self.known)
        self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
        self.client.connect(self.host, **self.ssh_kwargs)
        self.ftp = self.client.open_sftp()
        self.ftp.get_channel().settimeout(self.ssh_kwargs["timeout"])

    def close(self) -> None:
        """Hang up."""
        self.client.close()


def sftp_source(
    home: Home, agency: str, source: Source, *, timeout_seconds: float
) -> tuple[PinnedSFTP, str]:
    """An agency's SFTP server, and its folder there.

    Raises:
        SourceRefusedError: no key of the host is pinned, or ours can't be used.
        paramiko.SSHException: the host is another, or refuses us.
        OSError: it can't be reached.
    """
    parts = urlsplit(source.url)
    host, port = parts.hostname or "", parts.port or _SSH_PORT
    known = _known_hosts(home, source, _as_known(host, port))
    if known.lookup(_as_known(host, port)) is None:
        raise SourceRefusedError(
            f"No key of the SFTP server {host} is pinned.",
            f"Ask for its key, compare it with {agency}, and write it as host_key "
            f"into [sources.{agency}] of icpc.toml.",
        )
    system = PinnedSFTP(
        host,
        known=known,
        port=port,
        username=unquote(parts.username or "") or None,
        allow_agent=False,
        look_for_keys=False,
        timeout=timeout_seconds,
        banner_timeout=timeout_seconds,
        auth_timeout=timeout_seconds,
        **_credentials(home, agency),
    )
    return system, unquote(parts.path) or "/"


def _as_known(host: str, port: int) -> str:
    """A host as known-hosts files name it."""
    return host if port == _SSH_PORT else f"[{host}]:{port}"


def _known_hosts(home: Home, source: Source, name: str) -> paramiko.HostKeys:
    keys = paramiko.HostKeys()
    if source.host_key:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(f"{name} {source.host_key}")
        if entry is None or entry.key is None:
            raise SourceRefusedError(
                "The host_key in icpc.toml is no SSH key.",
                "Write it as ssh-ed25519 AAAA… (the line of ssh-keyscan without the "
                "host's name).",
            )
        keys.add(name, entry.key.get_name(), entry.key)
        return keys
    file = home.root / "known_hosts"
    if file.is_file():
        keys.load(str(file))
    return keys


def _credentials(home: Home, agency: str) -> dict[str, Any]:
    """The key of secrets/<agency>.ssh-key, else the password beside it."""
    password = read_secret(home, f"{agency}.password")
    file = home.secrets / f"{agency}.ssh-key"
    if file.is_file():
        return {"pkey": _private_key(file, password)}
    if password:
        return {"password": password}
    raise SourceRefusedError(
        f"There is neither secrets/{agency}.ssh-key nor secrets/{agency}.password.",
        "Put the key or the password of our account there.",
    )


def _private_key(file: Path, passphrase: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(file, password=passphrase or None)
    except (paramiko.SSHException, ValueError, TypeError):
        raise SourceRefusedError(
            f"The key secrets/{file.name} can't be used.",
            "It must be a private key in OpenSSH's form; its passphrase, if it has "
            "one, belongs into the .password file beside it.",
        ) from None
