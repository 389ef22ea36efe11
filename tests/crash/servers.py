"""Throwaway servers that the harness may kill: direct children, each in a process group of its own, so that kill -9
takes all of it and the next start finds nobody (a killed child of somebody else stays a zombie whose pid looks
alive)."""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time

# Holds what a careless URL parser stumbles over; no output may ever show it.
PASSWORD = "Canary-7f3a!\"' %/@:"
PASSWORD_IN_URL = "Canary-7f3a%21%22%27%20%25%2F%40%3A"
START_SECONDS = 60
STOP_SECONDS = 10


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """start(), kill(), and start() again on the same data and port."""

    users = ()

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(mode=0o755)
        self.log = self.folder / "log"
        self.port = free_port()
        self.process = None
        self.user = None
        if os.geteuid() == 0:
            self.user = next((u for u in (*self.users, "nobody") if u in {p.pw_name for p in pwd.getpwall()}))
            shutil.chown(self.folder, self.user)

    def _popen(self, command):
        drop = ["setpriv", "--pdeathsig", "KILL"]
        if self.user:
            drop += ["--reuid", self.user, "--regid", str(pwd.getpwnam(self.user).pw_gid), "--clear-groups"]
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                drop + command, cwd="/", start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _run(self, command):
        if self._popen(command).wait() != 0:
            raise RuntimeError(f"{command[0]} failed:\n{self.log.read_text(errors='replace')}")

    def start(self, durable=False):
        """`durable`: what is committed survives kill -9, as on a server that people rely on."""
        deadline = time.monotonic() + START_SECONDS
        said = self.log.stat().st_size if self.log.exists() else 0
        self.process = self._popen(self.command(durable))
        while not self.answers():
            if time.monotonic() < deadline and self.process.poll() is not None and self._waits_for_its_dead(said):
                said = self.log.stat().st_size
                self.process = self._popen(self.command(durable))
            elif self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{type(self).__name__} does not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.05)

    def _waits_for_its_dead(self, said):
        """PostgreSQL's children are in groups of their own: they notice that their parent was killed, but not at once."""
        return b"pre-existing shared memory block" in self.log.read_bytes()[said:]

    def kill(self):
        """kill -9 of the server and of all that it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended by itself; its children are gone with it
        self.process.wait()

    def stop(self):
        """For good: PostgreSQL takes its shared memory with it only when it may end by itself."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def client(self, command):
        """Runs a native client; its output, or an exception with what it says."""
        done = subprocess.run(
            command, env={**CLIENT_ENVIRONMENT, **self.secret}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=120, check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
        return done.stdout

    def answers(self):
        try:
            self.client(self.ping())
            return True
        except RuntimeError:
            return False


CLIENT_ENVIRONMENT = {"PATH": os.environ.get("PATH", "") + ":/usr/sbin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


class Postgresql(Server):
    users = ("postgres",)
    stop_signal = signal.SIGQUIT  # at once
    home = "postgres"
    secret = {"PGPASSWORD": PASSWORD, "PGCONNECT_TIMEOUT": "5"}

    def __init__(self, folder):
        super().__init__(folder)
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2].split(".")[0]))
        self.bin = os.environ.get("COVET_POSTGRESQL_BIN") or (found[-1] if found else "")
        if not os.access(f"{self.bin}/postgres", os.X_OK):
            raise RuntimeError("no PostgreSQL server in /usr/lib/postgresql (package postgresql-15)")
        secret = self.folder / "password"
        secret.write_text(PASSWORD + "\n", encoding="utf-8")
        self._run(
            [f"{self.bin}/initdb", "--username=covet", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
             "--no-sync", "--no-instructions", f"--pwfile={secret}", f"--pgdata={self.folder}/data"]
        )  # fmt: skip

    def command(self, durable):
        setting = "on" if durable else "off"
        return [
            f"{self.bin}/postgres", "-D", f"{self.folder}/data", "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
            "-c", "max_connections=250", "-c", "shared_buffers=64MB", "-c", "autovacuum=off",
            # In the data folder, which goes with us, whatever was killed.
            "-c", "dynamic_shared_memory_type=mmap",
            "-c", f"fsync={setting}", "-c", f"full_page_writes={setting}", "-c", f"synchronous_commit={setting}",
        ]  # fmt: skip

    def session(self, database):
        return ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "covet",
                "-d", database]  # fmt: skip

    def ping(self):
        return [*self.session("postgres"), "-c", "SELECT 1"]

    def url(self, database, port=None):
        return f"postgresql://covet:{PASSWORD_IN_URL}@127.0.0.1:{port or self.port}/{database}"


class Mariadb(Server):
    users = ("mysql",)
    stop_signal = signal.SIGKILL
    home = "mysql"
    secret = {"MYSQL_PWD": PASSWORD}

    def __init__(self, folder):
        super().__init__(folder)
        self._run(
            ["mariadb-install-db", "--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal",
             f"--datadir={self.folder}/data"]
        )  # fmt: skip
        quoted = PASSWORD.replace("'", "''")
        (self.folder / "init.sql").write_text(
            f"CREATE USER IF NOT EXISTS covet@'%' IDENTIFIED BY '{quoted}';\n"
            "GRANT ALL PRIVILEGES ON *.* TO covet@'%' WITH GRANT OPTION;\n"
            f"CREATE USER IF NOT EXISTS plain@'%' IDENTIFIED BY '{quoted}';\n"
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE VIEW, SHOW VIEW,"
            " TRIGGER ON *.* TO plain@'%';\n",
            encoding="utf-8",
        )

    def command(self, durable):
        flush = ["--innodb-flush-log-at-trx-commit=1"] if durable else [
            "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF"]  # fmt: skip
        return [
            shutil.which("mariadbd", path=CLIENT_ENVIRONMENT["PATH"]) or "mariadbd", "--no-defaults",
            f"--datadir={self.folder}/data", f"--port={self.port}", "--bind-address=127.0.0.1", "--skip-name-resolve",
            f"--socket={self.folder}/socket", f"--pid-file={self.folder}/pid", f"--tmpdir={self.folder}",
            f"--init-file={self.folder}/init.sql", "--max-connections=250", "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=32M", "--performance-schema=OFF", "--skip-log-bin", *flush,
        ]  # fmt: skip

    def tool(self, program):
        return [program, "--no-defaults", "--protocol=tcp", "--host=127.0.0.1", f"--port={self.port}",
                "--user=covet", "--default-character-set=utf8mb4"]  # fmt: skip

    def session(self, database):
        return [*self.tool("mariadb"), "--batch", "--skip-column-names", "--unbuffered", "--force", database]

    def ping(self):
        return [*self.tool("mariadb"), "-e", "SELECT 1"]

    def url(self, database, port=None, user="covet"):
        return f"mysql://{user}:{PASSWORD_IN_URL}@127.0.0.1:{port or self.port}/{database}"
