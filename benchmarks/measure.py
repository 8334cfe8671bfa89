"""What benchmarks have in common: whole processes with their cost, and what was measured on."""

import importlib.metadata
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from engines import most_memory

import hograph

ROOT = Path(__file__).parent.parent
HOGRAPH = (sys.executable, "-m", "hograph")
PACKAGES = ("pyoxigraph", "rustdl", "pydantic", "rdflib", "pyshacl", "owlready2")
Cost = tuple[float, float, int]
"""Seconds on the clock, seconds of processor, and the most memory, in MB."""
T = TypeVar("T")


def run(*command: object) -> Cost:
    """Run a command to its end, its output thrown away.

    Raises:
        RuntimeError: when it fails.
    """
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], cwd=ROOT, stdout=subprocess.DEVNULL)
    memory = [0.0]
    watching = threading.Thread(target=_watch, args=(process, memory))
    watching.start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watching.join()
    if status:
        raise RuntimeError(f"{' '.join(map(str, command))}: failed")
    return seconds, used.ru_utime + used.ru_stime, int(max(memory))


def _watch(process: "subprocess.Popen[bytes]", memory: list[float]) -> None:
    """Look now and then how much memory a process has taken: what the system tells at its end may be that of its parent."""
    while process.returncode is None:
        memory.append(most_memory(process.pid))
        time.sleep(0.05)


def in_turn(commands: Sequence[tuple[object, ...]], rounds: int) -> list[Cost]:
    """What commands cost, as the median in seconds of processor; they are run in turn, and a first round does not count."""
    costs = [[run(*command) for command in commands] for _ in range(rounds + 1)][1:]
    return [sorted(column, key=lambda cost: cost[1])[rounds // 2] for column in zip(*costs, strict=True)]


def timed(work: Callable[[], T], repeats: int) -> tuple[float, T]:
    """The median of the CPU time of several runs, that of processes they start included, and what the last one gave."""
    seconds = []
    for _ in range(repeats):
        start = used()
        result = work()
        seconds.append(used() - start)
    return statistics.median(seconds), result


def used() -> float:
    """The CPU time of this process and of those that it waited for."""
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


def circumstances() -> dict[str, str]:
    """Machine, versions, commit, time and load."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return {
        "machine": f"{_processor()}, {os.cpu_count()} processors, {_memory():.0f} GB, {platform.system()} {platform.machine()}",
        "versions": f"Python {platform.python_version()}, {', '.join(versions)}; hograph {hograph.__version__}",
        "commit": _commit(),
        "began": time.strftime("%Y-%m-%d %H:%M"),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "a processor")


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def _commit() -> str:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return "unknown"
    said = [subprocess.run([git, *words], cwd=ROOT, capture_output=True, text=True).stdout.strip() for words in GIT]
    return said[0] + (", with changes" if said[1] else "")


GIT = (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "--untracked-files=no", "--", "src", "queries"))
"""How git is asked for the commit, and whether what is measured differs from it."""
