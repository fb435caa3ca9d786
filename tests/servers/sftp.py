"""A real OpenSSH server on loopback, with a folder and a key for each agency.

It runs under the account of the test, as no machine may be given new accounts for a
test. Each agency's key opens that agency's folder alone: a forced command starts the
SFTP subsystem in it.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_ports, stop, wait_for

_CONFIGURATION = """\
ListenAddress {loopback}
Port {port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AllowTcpForwarding no
Subsystem sftp internal-sftp
LogLevel VERBOSE
"""


@dataclass(frozen=True)
class Sftp:
    """A running server.

    Attributes:
        folder: where its keys, its log and the agencies' folders lie.
        port: at which it listens.
    """

    folder: Path
    port: int

    def drop(self, agency: str) -> Path:
        """An agency's folder as it lies on the disk."""
        return self.folder / "srv" / agency

    def key(self, agency: str) -> Path:
        """The private key that opens an agency's folder."""
        return self.folder / f"{agency}_key"

    def url(self, agency: str) -> str:
        """An agency's folder as icpc.toml names it."""
        return f"sftp://{getpass.getuser()}@{LOOPBACK}:{self.port}{self.drop(agency)}"

    @property
    def host_key(self) -> str:
        """The host's public key, as icpc.toml has it."""
        return " ".join((self.folder / "host_key.pub").read_text().split()[:2])


def new_key(path: Path) -> Path:
    """A new pair of keys at a path."""
    words = ["ssh-keygen", *("-q", "-t", "ed25519", "-N", "", "-C", "test")]
    subprocess.run([*words, "-f", str(path)], check=True)
    return path


@contextmanager
def sftp_server(
    folder: Path, agencies: Sequence[str], port: int | None = None
) -> Iterator[Sftp]:
    """A server with a folder and a key for each agency, until the block ends."""
    server = Sftp(folder, port or free_ports(1)[0])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "host_key").exists():
        new_key(folder / "host_key")
    allowed = []
    for agency in agencies:
        server.drop(agency).mkdir(parents=True, exist_ok=True)
        if not server.key(agency).exists():
            new_key(server.key(agency))
        public = server.key(agency).with_suffix(".pub").read_text()
        forced = f'command="internal-sftp -d {server.drop(agency)}"'
        allowed.append(f"restrict,{forced} {public}")
    (folder / "authorized_keys").write_text("".join(allowed))
    settings = folder / "sshd_config"
    settings.write_text(
        _CONFIGURATION.format(loopback=LOOPBACK, port=server.port, folder=folder)
    )
    if os.geteuid() == 0:
        # Debian's unit makes it; without it sshd does not start as root.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    log = folder / "sshd.log"
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program is not None, "openssh-server is not installed"
    with log.open("ab") as said:
        process = subprocess.Popen(
            [program, "-D", "-e", "-f", str(settings)], stdout=said, stderr=said
        )
    try:
        wait_for(server.port, process, log)
        yield server
    finally:
        stop(process)
