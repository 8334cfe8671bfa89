"""A workspace with as many claims as wanted, made up by chance in the shape of this model: the same seed gives the same bytes.

`generate.py 30000 /tmp/scale` makes a folder that `hograph build --root /tmp/scale` builds as any other. Nothing in it is true.

What is like real documents: which relations join terms of which kinds, and how often claims are hedged, negated, left open or qualified, is
counted in the shipped claims; few statements are made by very many documents and most by one; documents disagree about some. Own terms
lie in chains of subclasses below shipped ones.

`--beside` makes documents that speak of made-up twins of all terms, beside the shipped documents: the graph grows, and what is asked of the
shipped terms and documents has the same answer at every size.
"""

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hograph.curation.claimfile import load_all_claims, plain
from hograph.curation.values import Claim
from hograph.files import shipped
from hograph.ontology.index import Ontology, load_ontology

PER_DOCUMENT = 60
"""About so many claims has a document; the five shipped ones have 89 on average."""
PER_STATEMENT = 2
"""So many claims there are for each statement that may be drawn; a few are drawn thousands of times, many never."""
CLAIMS_PER_TERM = 200
MOST_TERMS = 5_000
DEPTH = 6
DISPUTED = 0.06
"""Share of the statements that some documents deny or leave open."""
NEVER_QUALIFIED = {"isCalled", "formerlyCalled"}
TERM = """ho:{name} a owl:Class ;
    rdfs:label "{label}"@en ;
    skos:definition "A made-up kind of {parent}, for measurements."@en ;
    dcterms:source <https://w3id.org/hograph/> ;
    rdfs:subClassOf ho:{above} .
"""
PREFIXES = """@prefix ho: <https://w3id.org/hograph/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

"""


@dataclass(frozen=True)
class Statement:
    """Subject, relation and object with their context, and whether documents differ about it."""

    subject: str
    predicate: str
    object: str
    context: dict[str, Any]
    disputed: bool


class Maker:
    """Makes terms, documents and claims for one seed and size."""

    def __init__(self, claims: int, seed: int, *, beside: bool = False) -> None:
        self.claims, self.seed, self.beside = claims, seed, beside
        root = shipped()
        self.ontology = load_ontology(root / "ontology")
        self.real = [claim for file in load_all_claims(root / "data" / "claims") for claim in file.claims]
        self.statements = max(1, claims // PER_STATEMENT)
        self.parent = dict(self._own_terms())
        self.pools = self._pools()
        joined = (
            (_category(self.ontology, c.subject), _category(self.ontology, c.object), c.predicate) for c in self.real
        )
        self.shapes = [kinds for kinds in joined if all(kinds)]
        self.statement = lru_cache(maxsize=200_000)(self._statement)

    def chance(self, *place: object) -> random.Random:
        """Chance of its own for each thing that is made, so that none depends on what was made before it."""
        return random.Random("/".join(map(str, (self.seed, *place))))  # noqa: S311

    def _own_terms(self) -> Iterator[tuple[str, str]]:
        """Name of each own term to the name above it, chains up to a depth."""
        rng, terms = self.chance("terms"), list(self.ontology.terms)
        above, depth = "", DEPTH
        for number in range(min(MOST_TERMS, self.claims // CLAIMS_PER_TERM)):
            if depth >= DEPTH or rng.random() < 0.3:
                above, depth = terms[_skewed(rng, len(terms), 1.5)], 0
            name = f"Made{number}"
            yield name, above
            above, depth = name, depth + 1

    def _pools(self) -> dict[str, list[str]]:
        """Category to its terms, those first that the shipped claims speak of most."""
        spoken = Counter(name for claim in self.real for name in claim.term_names())
        ranked = sorted(self.ontology.terms, key=lambda name: (-spoken[name], name))
        pools: dict[str, list[str]] = defaultdict(list)
        for name in (*ranked, *self.parent):
            pools[_category(self.ontology, self._shipped_above(name))].append(name)
        return pools

    def _shipped_above(self, name: str) -> str:
        while name in self.parent:
            name = self.parent[name]
        return name

    def _statement(self, rank: int) -> Statement:
        rng = self.chance("statement", rank)
        if rank < len(self.real):  # what documents say most often is what the shipped ones say
            claim = self.real[rank]
            subject, predicate, object_ = claim.subject, claim.predicate, claim.object
        else:
            of, to, predicate = rng.choice(self.shapes)
            subject, object_ = self._term(rng, of), self._term(rng, to)
            while object_ == subject:
                object_ = self._term(rng, to)
        qualifiers = {} if predicate in NEVER_QUALIFIED else plain(rng.choice(self.real).qualifiers)
        context: dict[str, Any] = {
            part: qualifiers[part]
            for part in ("population", "condition", "site", "stage", "using", "when")
            if part in qualifiers
        }
        return Statement(subject, predicate, object_, context, rng.random() < DISPUTED)

    def _term(self, rng: random.Random, category: str) -> str:
        pool = self.pools[category]
        return pool[_skewed(rng, len(pool), 3)]

    def claim(self, slug: str, number: int, start: int) -> dict[str, Any]:
        """One claim as a line of a file of claims."""
        rng = self.chance(slug, number)
        said = self.statement(_skewed(rng, self.statements, 4))
        model = rng.choice(self.real)
        end = start + rng.randint(20, 160)
        made = {
            "document": slug,
            "subject": said.subject,
            "predicate": said.predicate,
            "object": said.object,
            **_reading(rng, said, model),
            "qualifiers": said.context | _measures(model, said),
            "section": f"Section {start // 2000 + 1}",
            "span": {"start": start, "end": end, "sha256": _hash(slug, start, end)},
            "cues": [
                {"start": start, "end": start + 4, "sha256": _hash(slug, start, start + 4), "kind": c.kind.value}
                for c in model.cues[:1]
            ],
        }
        found = {key: value for key, value in made.items() if value not in ({}, [])}
        return self._twinned(found) if self.beside else found

    def _twinned(self, value: Any) -> Any:  # noqa: ANN401
        """Part of a claim, with the twin of each term in its place."""
        if isinstance(value, dict):
            return {key: self._twinned(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._twinned(part) for part in value]
        known = isinstance(value, str) and (value in self.ontology.terms or value in self.parent)
        return self.twin(value) if known and value != "Cause" else value

    def twin(self, name: str) -> str:
        """The made-up term that stands for a term where documents speak of nothing shipped."""
        return f"Twin{name}"

    def document(self, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The description of a document and its claims."""
        slug = f"made-{number:06}"
        rng = self.chance(slug)
        first, last = (round(self.claims * share / self.documents) for share in (number, number + 1))
        starts = sorted(rng.randrange(0, 300 * (last - first)) for _ in range(first, last))
        source = {
            "document": slug,
            "sha256": _hash(self.seed, slug),
            "characters": 300 * (last - first) + 200,
            "title": f"Made-up document {number}",
            "kind": rng.choice(("review", "case report", "patient information page", "abstract")),
            "publisher": f"Made-up publisher {_skewed(rng, 200, 2)}",
            "published": f"{rng.randint(1990, 2025)}",
        }
        return source, [self.claim(slug, index, start) for index, start in enumerate(starts)]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return math.ceil(self.claims / PER_DOCUMENT)

    def terms_text(self) -> str:
        """The own terms as Turtle."""
        own = {name: (f"made-up kind {name[4:]}", above) for name, above in self.parent.items()}
        if self.beside:
            every = {name: _category(self.ontology, self._shipped_above(name)) for name in (*self.ontology.terms, *own)}
            own = {self.twin(name): (f"twin of {name}", above) for name, above in every.items() if above}
        return PREFIXES + "\n".join(
            TERM.format(
                name=name,
                label=label,
                parent=self.ontology.label(self._shipped_above(above)),
                above=above,
            )
            for name, (label, above) in own.items()
        )


def _category(ontology: Ontology, name: str) -> str:
    return ontology.category(name) or ""


def _skewed(rng: random.Random, size: int, by: float) -> int:
    """A place in a list, the first ones most often."""
    return int(size * rng.random() ** by)


def _hash(*parts: object) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()


def _reading(rng: random.Random, said: Statement, model: Claim) -> dict[str, str]:
    """Polarity, certainty and scope: those of a shipped claim, or of one that goes against the others."""
    if said.disputed and rng.random() < 0.4:
        return rng.choice(
            ({"polarity": "negated"}, {"certainty": "inconclusive"}, {"polarity": "negated", "certainty": "hedged"})
        )
    found = {part: getattr(model, part).value for part in ("polarity", "certainty", "scope")}
    return {part: value for part, value in found.items() if value != str(Claim.model_fields[part].default.value)}


def _measures(model: Claim, said: Statement) -> dict[str, Any]:
    """What rates or measures a claim, taken from a shipped one."""
    if said.predicate in NEVER_QUALIFIED:
        return {}
    kept = ("timing", "frequency", "value", "comparison", "severity", "strength", "modality", "study")
    return {part: value for part, value in plain(model.qualifiers).items() if part in kept}


def generate(
    claims: int, folder: Path, seed: int = 1, say: Callable[[str], None] = lambda _: None, *, beside: bool = False
) -> None:
    """Write a workspace.

    Args:
        claims: how many.
        folder: which must not exist, or be empty.
        seed: for chance.
        say: told how far it is.
        beside: whether the made documents speak of twins of all terms, beside the shipped documents.
    """
    maker = Maker(claims, seed, beside=beside)
    for part in ("ontology", "queries", "documents", "data/claims"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "hograph.toml").write_text(f'name = "made-up"\nshipped_claims = {str(beside).lower()}\n', "utf-8")
    (folder / "ontology" / "own.ttl").write_text(maker.terms_text(), "utf-8")
    (folder / "data" / "sources.yaml").write_text("sources: []\n", "utf-8")
    with (folder / "data" / "sources.jsonl").open("w", encoding="utf-8") as sources:
        for number in range(maker.documents):
            source, made = maker.document(number)
            sources.write(json.dumps(source) + "\n")
            lines = "".join(json.dumps(claim) + "\n" for claim in made)
            (folder / "data" / "claims" / f"{source['document']}.jsonl").write_text(lines, "utf-8")
            if number % 5000 == 4999:
                say(f"{number + 1} of {maker.documents} documents")


def main() -> None:
    """Write the workspace that the command line names."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("claims", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--beside", action="store_true")
    asked = arguments.parse_args()
    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr)  # noqa: E731
    generate(asked.claims, asked.folder, asked.seed, say, beside=asked.beside)


if __name__ == "__main__":
    main()
