"""A PostgreSQL cluster of our own, in a temporary folder, for one run of the tests."""
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from _house.places import Stop, clean_environment

OLDEST = 15
SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60",
    "listen_addresses": "127.0.0.1", "max_wal_size": "256MB", "autovacuum": "on",
    # A zone that nobody here lives in: SQL that asks the server for "today" is caught.
    "timezone": "America/Caracas", "log_timezone": "UTC", "log_min_messages": "warning",
}


def version(folder):
    """The major version of the programs in `folder`, 0 when they do not run or are no full set."""
    if not all(os.access(str(folder / name), os.X_OK) for name in ("initdb", "postgres", "psql")):
        return 0
    try:
        said = subprocess.run([str(folder / "postgres"), "--version"], check=False, stdout=subprocess.PIPE, timeout=20).stdout.decode()
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\b(\d+)(\.|devel|beta|rc|$|\s)", said)
    return int(found.group(1)) if found else 0


def programs():
    """The folder of the newest matching set of programs, or None."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    if found:
        folders.append(Path(os.path.realpath(found)).parent)
    best = max(((version(folder), folder) for folder in folders), default=(0, None))
    return best[1] if best[0] >= OLDEST else None


def owner():
    """Whom the server runs as: ourselves, or an unprivileged user when we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Stop("no user to run PostgreSQL as: neither postgres nor nobody exists")


def free_port():
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """One server, one role without privileges, one empty database. `crew` starts it and sees to its end."""

    def __init__(self, crew):
        self.crew = crew
        self.bin = programs()
        self.password = secrets.token_hex(16)
        self.owner = owner()
        self.port = None
        self.environment = clean_environment(LC_ALL="C.UTF-8", TZ="UTC", HOME="/")
        # A short path: the name of a Unix socket may have 107 characters only.
        self.folder = Path(tempfile.mkdtemp(prefix="lms-pg-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
        crew.tidy(self.folder)

    @property
    def url(self):
        """The address for LMS_TEST_DATABASE_URL."""
        return f"postgresql://lms:{self.password}@127.0.0.1:{self.port}/lms_test"

    def start(self):
        """Makes the cluster, starts it and makes the role and the database."""
        if self.owner:
            os.chown(str(self.folder), self.owner["user"], self.owner["group"])
        secret = self.folder / "secret"
        with os.fdopen(os.open(str(secret), os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(self.password)
        if self.owner:
            os.chown(str(secret), self.owner["user"], self.owner["group"])
        self.run("initdb", "-D", self.folder / "data", "-U", "chief", "--auth=scram-sha-256", "--pwfile", secret,
                 "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync")
        for _ in range(5):
            if self.serve():
                return self
        raise Stop("PostgreSQL did not start:\n" + self.last_words())

    def serve(self):
        """Starts the server on a free port; False when it did not come up (somebody was faster with the port)."""
        self.port = free_port()
        settings = dict(SETTINGS, port=str(self.port), unix_socket_directories=str(self.folder))
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        child = self.crew.start("postgres", [self.bin / "postgres", "-D", self.folder / "data", *words], cwd=self.folder,
                                log=self.folder / "log", env=self.environment, ended_by="QUIT", **self.owner)
        deadline = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < deadline:
            if self.answers():
                self.sql(f"CREATE ROLE lms LOGIN CREATEDB PASSWORD '{self.password}'")
                self.sql("CREATE DATABASE lms_test OWNER lms")
                # The tests empty tables without regard to foreign keys; a plain role may not, unless it is told so.
                self.sql("GRANT SET ON PARAMETER session_replication_role TO lms")
                return True
            time.sleep(0.1)
        return False

    def answers(self):
        """True when the server takes our question."""
        return self.psql("SELECT 1").returncode == 0

    def sql(self, statement):
        """Runs a statement as the server's chief."""
        done = self.psql(statement)
        if done.returncode:
            raise Stop("PostgreSQL refused a statement: " + done.stdout.decode(errors="replace"))

    def psql(self, statement):
        environment = dict(self.environment, PGPASSWORD=self.password, PGCONNECT_TIMEOUT="5")
        words = ["-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "chief", "-d", "postgres", "-c", statement]
        return subprocess.run([str(self.bin / "psql"), *words], check=False, env=environment, stdin=subprocess.DEVNULL,
                              cwd=str(self.folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, name, *words):
        """Runs one of the programs as the owner."""
        done = subprocess.run([str(self.bin / name), *map(str, words)], check=False, cwd=str(self.folder), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment, **self.owner)
        if done.returncode:
            raise Stop("{} failed:\n{}".format(name, done.stdout.decode(errors="replace")))

    def last_words(self):
        """The end of the server's log."""
        log = self.folder / "log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
