"""How fast claims are extracted, what a worker needs, and how that grows with the number of documents.

    python benchmarks/extraction.py
    python benchmarks/extraction.py --sizes 10 100 1000 10000 100000 --jobs 1 2

Documents are made by drawing sentences of texts anew (a title and twelve sentences each, the same ones each time). Times are medians of
CPU seconds over repeats; each size runs in a process of its own, so that its peak of memory is its own. The rival is a bare PhraseMatcher
of spaCy over the same text and names, without a model: it finds names and nothing else, so it is held against our finding of names as
well as against all that we do.
"""

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from hograph.executors import processes
from hograph.exports.proposed import files_of
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.many import Job, extract_all, files_in, ready
from hograph.extraction.mentions import Mentions
from hograph.extraction.sentences import sentences
from hograph.extraction.shards import Shards
from hograph.files import resources
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.reading.files import read_all

SEED, SENTENCES, TOGETHER = 20260101, 12, 4
ROOT = resources(None)
MEGABYTE = 1024
"""In the unit in which Linux tells the peak of memory."""


def drawn(texts: Path) -> list[str]:
    """Every sentence of the texts in a folder."""
    readings = [one for one in read_all([texts]) if isinstance(one, Reading)]
    blocks = [block.text for one in readings for block in one.blocks if block.left_out is None]
    return [text[start:end] for text in blocks for start, end in sentences(text)]


def write_documents(pool: list[str], size: int, folder: Path) -> None:
    """So many documents, the first ones the same for each size."""
    draw = random.Random(SEED)  # noqa: S311 -- no secret
    for number in range(size):
        some = draw.choices(pool, k=SENTENCES)
        parts = [" ".join(some[i : i + TOGETHER]) for i in range(0, SENTENCES, TOGETHER)]
        text = "\n\n".join(["Heterotopic ossification", *parts])
        (folder / f"document-{number:06}.txt").write_text(text + "\n", "utf-8")


def one_run(folder: Path, jobs: int) -> None:
    """Extract a folder into another, and print time and peak of memory as JSON; for a process of its own."""
    job = Job.of(ROOT)
    ontology, _ = ready(job)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        shards = Shards(Path(out), job.fingerprint(), lambda document: files_of("jsonl", document, ontology))
        for outcome in extract_all(shards.pending(files_in([folder])), job, processes(jobs) if jobs > 1 else None):
            shards.write(outcome)
        shards.finish()
        seconds = time.perf_counter() - begun
    here = peak()
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE if jobs > 1 else here
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "cpu": used, "claims": shards.claims, "here": here, "worker": worker}))


def peak() -> float:
    """Megabytes that this process has needed at most; not those of the process that started it, which getrusage tells."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) / MEGABYTE


def median(repeats: int, do: Callable[[], object]) -> float:
    """The median of the seconds of CPU that something takes, so that others on the machine count as little as may be."""
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        do()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def children(repeats: int, do: Callable[[], object]) -> float:
    """The same for what other processes do."""

    def used() -> float:
        return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])

    begun = used()
    for _ in range(repeats):
        do()
    return (used() - begun) / repeats


def python(*words: str) -> str:
    """What this Python prints, run anew."""
    return subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True).stdout


def start_up(repeats: int) -> None:
    """Print how long it takes until the first document can be read."""
    code = "from hograph.extraction.many import Job, ready; from hograph.files import resources; ready(Job.of(resources(None)))"
    bare = children(repeats, lambda: python("-c", "pass"))
    worker = children(repeats, lambda: python("-c", code))
    print(f"\nStart-up of a worker: {worker:.2f} s, of which Python itself {bare:.2f} s.")


def speeds(texts: list[str], ontology: Ontology, repeats: int) -> None:
    """Print sentences a second on one core, of our stages and of the rival."""
    lexicon = Lexicon.of(ontology)
    count = sum(len(list(sentences(text))) for text in texts)

    def read() -> list[Reading]:
        return [one for one in read_all([folder]) if isinstance(one, Reading)]

    def mentions() -> None:
        for text in texts:
            Mentions(lexicon).find(text)

    def propose(readings: Iterable[Reading]) -> None:
        extractor = ready(Job.of(ROOT))[1]
        for reading in readings:
            extractor.propose(reading)

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for number, text in enumerate(texts):
            (folder / f"{number:04}.txt").write_text(text, "utf-8")
        readings = read()
        propose(readings[:5])
        stages = {
            "reading": median(repeats, read),
            "finding names": median(repeats, mentions),
            "proposing claims, names among it": median(repeats, lambda: propose(readings)),
        }
    rival = spacy_matcher(texts, ontology)
    if rival is None:
        print("\nThe rival is absent: pip install --require-hashes -r requirements-benchmarks.lock")
    else:
        stages["rival: PhraseMatcher of spaCy"] = median(repeats, rival)
    print(f"\n| On one core, {count:,} sentences | sentences a second | times the rival's |\n|---|---|---|")
    for name, seconds in stages.items():
        ratio = f"{list(stages.values())[-1] / seconds:.2f}" if rival else ""
        print(f"| {name} | {count / seconds:,.0f} | {ratio} |")


def spacy_matcher(texts: list[str], ontology: Ontology) -> Callable[[], object] | None:
    """The rival, ready to run; None where it is not installed."""
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for term in ontology.terms:
        names = [ontology.label(term), *(text for _, text in ontology.synonyms(term))]
        matcher.add(term, list(nlp.pipe(names)))
    return lambda: [matcher(nlp.make_doc(text)) for text in texts]


def growth(pool: list[str], sizes: list[int], workers: list[int], repeats: int) -> None:
    """Print time and memory for each number of documents and of processes."""
    print(
        "\n| Documents | processes | seconds | CPU seconds, start-up among them | sentences a CPU second | claims "
        "| peak of a worker, MB | peak of the writer, MB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            write_documents(pool, size, Path(made))
            for jobs in workers:
                runs = [
                    json.loads(python(__file__, "--one", made, "--jobs", str(jobs)))
                    for _ in range(repeats if size <= max(1000, min(sizes)) else 1)
                ]
                seconds, used = (statistics.median(one[name] for one in runs) for name in ("seconds", "cpu"))
                last = runs[-1]
                print(
                    f"| {size:,} | {jobs} | {seconds:.1f} | {used:.1f} | {size * SENTENCES / used:,.0f} "
                    f"| {last['claims']:,} | {last['worker']:.0f} | {last['here']:.0f} |"
                )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--texts", type=Path, default=ROOT / "data" / "samples" / "texts", help="Folder of texts to draw from."
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], help="Numbers of documents.")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="Numbers of processes.")
    parser.add_argument("--repeats", type=int, default=3, help="How often each is timed.")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one_run(given.one, given.jobs[0])
        return
    pool = drawn(given.texts)
    print(f"{len(pool)} sentences of {given.texts}, drawn anew: {SENTENCES} a document.")
    start_up(given.repeats)
    draw = random.Random(SEED)  # noqa: S311 -- no secret
    texts = ["\n\n".join(["Heterotopic ossification", " ".join(draw.choices(pool, k=SENTENCES))]) for _ in range(100)]
    speeds(texts, ready(Job.of(ROOT))[0], given.repeats)
    growth(pool, given.sizes, given.jobs, given.repeats)


if __name__ == "__main__":
    main()
