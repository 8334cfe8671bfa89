"""What a graph of so many claims costs: building it, building it again for one document, and every canned query; growth from size to size.

`scale.py 300 30000` generates workspaces below the folder for temporary files (kept for later runs), times whole processes, and prints
tables in Markdown. A query that takes longer than a minute is ended.
"""

import importlib.metadata
import json
import os
import platform
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from generate import generate

import hograph

HOGRAPH = (sys.executable, "-m", "hograph")
LIMIT = 60.0
"""Seconds that a query may take."""
ASK = """
import sys, time
from pathlib import Path
import hograph
kg = hograph.open(Path(sys.argv[1]))
print("ready", flush=True)
for name in sys.argv[2:]:
    try:
        start = time.perf_counter()
        rows = len(kg.query(name))
        print(name, time.perf_counter() - start, rows, flush=True)
    except hograph.HographError as error:
        print(name, -1, str(error).split()[0], flush=True)
"""
Cost = tuple[float, float, int]
"""Seconds on the clock, seconds of processor, and the most memory, in MB."""


def run(*arguments: object) -> Cost:
    """Run `hograph` to its end."""
    start = time.perf_counter()
    process = subprocess.Popen([*HOGRAPH, *map(str, arguments)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"hograph {' '.join(map(str, arguments))}: failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def workspace(claims: int) -> Path:
    """The workspace of a size, generated when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"hograph-scale-{claims}"
    if not (folder / "done").is_file():
        generate(claims, folder)
        (folder / "done").touch()
    return folder


def builds(folder: Path) -> Iterator[tuple[str, Cost]]:
    """What is done with a workspace, and its cost."""
    yield "anew, store only", run("build", "--root", folder, "--no-files", "--force")
    yield "nothing changed", run("build", "--root", folder, "--no-files")
    path = sorted((folder / "data" / "claims").iterdir())[3]
    whole = path.read_text("utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:-5]), "utf-8")
    yield "one document changed", run("build", "--root", folder, "--no-files")
    path.write_text(whole, "utf-8")
    yield "and changed back", run("build", "--root", folder, "--no-files")
    yield "files of the build", run("build", "--root", folder)


def queries(folder: Path, names: list[str]) -> dict[str, tuple[float, str]]:
    """Seconds and rows of each canned query, asked one after the other in one process; one that is too slow ends it."""
    found: dict[str, tuple[float, str]] = {}
    while rest := [name for name in names if name not in found]:
        process = subprocess.Popen([sys.executable, "-c", ASK, str(folder), *rest], stdout=subprocess.PIPE, text=True)
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        lines.get()
        for name in rest:
            try:
                _, seconds, rows = lines.get(timeout=LIMIT).split()
            except queue.Empty:
                found[name] = (float("inf"), "")
                process.kill()
                break
            found[name] = (float(seconds), rows)
        process.wait()
    return found


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    for line in process.stdout or ():
        lines.put(line)


def quads(folder: Path) -> int:
    """How many quads the build of a workspace has."""
    manifest = json.loads((folder / "build" / "manifest.json").read_text("utf-8"))
    return int(manifest["counts"]["quads"])


def main() -> None:
    """Measure the sizes that the command line names."""
    sizes = [int(size) for size in sys.argv[1:] or ("300", "30000")]
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("pyoxigraph", "rustdl", "pydantic")]
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {load} at the start; Python {platform.python_version()},"
    )
    print(f"{', '.join(versions)}; hograph {hograph.__version__}\n")
    print("| Claims | Quads | What | Seconds | Seconds of processor | Most memory, MB |")
    print("|---:|---:|---|---:|---:|---:|")
    answers = []
    for size in sizes:
        folder = workspace(size)
        for what, (clock, processor, memory) in builds(folder):
            print(f"| {size:,} | {quads(folder):,} | {what} | {clock:.1f} | {processor:.1f} | {memory:,} |", flush=True)
        names = sorted(path.stem for path in (Path(__file__).parent.parent / "queries").glob("*.rq"))
        answers.append(queries(folder, names))
    print(f"\n| Query | {' | '.join(f'{size:,} claims, s | rows' for size in sizes)} | growth |")
    print(f"|---|{'---:|' * (2 * len(sizes) + 1)}")
    for name in sorted(answers[-1], key=lambda name: -answers[-1][name][0]):
        cells = " | ".join(f"{found[name][0]:.3f} | {found[name][1]}" for found in answers)
        print(f"| {name} | {cells} | {answers[-1][name][0] / max(answers[0][name][0], 0.001):.1f} |")


if __name__ == "__main__":
    main()
