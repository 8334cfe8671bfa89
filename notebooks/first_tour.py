"""The first tour without Jupyter: tables on the terminal, charts and a picture as files.

    python notebooks/first_tour.py [FOLDER]

Charts go to FOLDER, which is build/tour when it is not given.
"""

import sys
from pathlib import Path

import hograph

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/tour")
folder.mkdir(parents=True, exist_ok=True)
kg = hograph.open()

print("\n".join(f"{name}: {count}" for name, count in kg.counts().items()))

answer = kg.query("recurrence-prevention", include="open")
print(f"\n{answer.query.header.question}")
print(answer.to_pandas()[["treatment", "certainty", "timing", "document"]].to_string(index=False))

print("\nEvidence")
for item in kg.evidence(answer):
    print(f"  {item.label}: {item.document}, characters {item.start}-{item.end}")

asked = kg.ask("which conditions does it mimic?")
print(f"\n{asked.query.header.question} {len(asked)} rows")

for chart in ("sites", "agreement", "timeline", "evidence"):
    kg.plot(chart).savefig(folder / f"{chart}.svg")
kg.draw("fibrodysplasia ossificans progressiva", kind="genetics").save(folder / "genetics.svg")
print("\nWritten: " + ", ".join(sorted(path.name for path in folder.glob("*.svg"))))
