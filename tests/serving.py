"""SPARQL servers that tests start for themselves, out of what `tests/servers/fetch.py` has fetched, on ports of this machine that are free."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent / ".servers"


@dataclass(frozen=True)
class Server:
    """A server that runs: the addresses of its services, and its process."""

    query: str
    update: str
    graph_store: str | None
    process: subprocess.Popen[bytes]
    sql: int = 0
    """Virtuoso's port for SQL."""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def running(
    command: list[str | Path], folder: Path, port: int, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on a port before it is handed out, and is ended afterwards."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=os.environ | environment
        )
        try:
            until = time.monotonic() + 120
            while not listens(port):
                said = (folder / "server.log").read_text("utf-8", errors="replace")[-2000:]
                assert process.poll() is None and time.monotonic() < until, said
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    port = free_port()
    command: list[str | Path] = [
        HOME / "oxigraph" / "oxigraph",
        "serve",
        "-l",
        folder / "data",
        "-b",
        f"127.0.0.1:{port}",
    ]
    with running([*command, "--union-default-graph"], folder, port) as process:
        home = f"http://127.0.0.1:{port}"
        yield Server(f"{home}/query", f"{home}/update", f"{home}/store", process)


@contextmanager
def fuseki(folder: Path, memory: str = "1g", *, union: bool = True) -> Iterator[Server]:
    port = free_port()
    (folder / "data").mkdir(exist_ok=True)
    options = [
        "--localhost",
        f"--port={port}",
        "--tdb2",
        "--loc=data",
        "--update",
        f"--set=tdb2:unionDefaultGraph={str(union).lower()}",
        "/ds",
    ]
    brief = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # it runs so shortly that to compile it well does not pay
    command: list[str | Path] = ["java", *brief, f"-Xmx{memory}", "-jar", HOME / "fuseki" / "fuseki.jar", *options]
    with running(command, folder, port) as process:
        home = f"http://127.0.0.1:{port}/ds"
        yield Server(f"{home}/query", f"{home}/update", f"{home}/data", process)


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = {buffers}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
"""
VIRTUOSO_HOME = HOME / "virtuoso" / "usr"
LIBRARIES = {"LD_LIBRARY_PATH": str(VIRTUOSO_HOME / "lib" / "x86_64-linux-gnu")}


@contextmanager
def virtuoso(folder: Path, rows: int = 10, buffers: int = 2000) -> Iterator[Server]:
    """Virtuoso; of rows it gives ten at most where nothing else is said, so that pages are tried as well."""
    http, sql = free_port(), free_port()
    settings = VIRTUOSO.format(http=http, sql=sql, rows=rows, buffers=buffers)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    command: list[str | Path] = [VIRTUOSO_HOME / "bin" / "virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, folder, http, **LIBRARIES) as process:
        address = f"http://127.0.0.1:{http}/sparql"
        server = Server(address, address, None, process, sql)
        run_sql(server, 'GRANT SPARQL_UPDATE TO "SPARQL"')
        yield server


def run_sql(server: Server, statement: str) -> None:
    """Let Virtuoso run a statement of SQL as its administrator."""
    said = ["dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"exec={statement};"]
    isql: list[str | Path] = [VIRTUOSO_HOME / "bin" / "isql-vt", f"127.0.0.1:{server.sql}", *said]
    subprocess.run(isql, check=True, capture_output=True, env=os.environ | LIBRARIES)


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
}


def needed(name: str) -> None:
    """Skip when a server was not fetched or cannot run; fail where it is required and was not fetched."""
    if name == "fuseki" and shutil.which("java") is None:
        pytest.skip("Fuseki needs Java, and there is no java here")
    if not (HOME / name).is_dir():
        said = f"no {name} here: `make servers` fetches it"
        if os.environ.get("HOGRAPH_REQUIRE_SERVERS") == "1":
            pytest.fail(said)
        pytest.skip(said)
