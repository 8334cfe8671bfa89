"""Every extractor holds what all of them must hold; the suite is the one that plug-ins of others use."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fake_llm import fake_llm
from hograph.errors import InputError
from hograph.extraction import conformance
from hograph.extraction.conformance import CHECKS, Check, Make, conforms
from hograph.extraction.plugins import extractor, extractors
from hograph.extraction.proposals import Extractor, Proposal
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from parsing import parsing_model

KNOWN = ("llm", "rules", "spacy")


@pytest.fixture(scope="module", params=KNOWN)
def make(
    request: pytest.FixtureRequest, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Make]:
    """Makes an extractor anew: `llm` with a server on this machine, `spacy` with a parser of a few lines."""
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    if name == "llm":
        with fake_llm() as server:
            options: dict[str, object] = {"base_url": server.url, "model": "fake", "cache": folder}
            yield lambda: extractor(name, ontology, **options)
    elif name == "spacy":
        pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'hograph[spacy]'")
        model = parsing_model(folder)
        yield lambda: extractor(name, ontology, model=model)
    else:
        yield lambda: extractor(name, ontology)


def test_every_extractor_is_held_to_the_suite() -> None:
    shipped = {name for name, point in extractors().items() if point.value.startswith("hograph.")}
    assert shipped == set(KNOWN)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_conforms(check: Check, make: Make, ontology: Ontology) -> None:
    conforms(check, make, ontology)


class Broken:
    """The rules, with what they propose changed for the worse."""

    name, version = "rules", "1"
    times = 0

    def __init__(self, ontology: Ontology, change: Callable[[list[Proposal], int], list[Proposal]]) -> None:
        self.rules, self.change = extractor("rules", ontology), change

    def propose(self, reading: Reading) -> list[Proposal]:
        Broken.times += 1
        return self.change(self.rules.propose(reading), Broken.times)


def changed(proposals: list[Proposal], **fields: object) -> list[Proposal]:
    return [replace(p, claim=p.claim.model_copy(update=fields)) for p in proposals]


BREAKS: dict[Check, Callable[[list[Proposal], int], list[Proposal]]] = {
    conformance.proposes_something: lambda *_: [],
    conformance.is_deterministic: lambda found, times: found[times % 2 :],
    conformance.spans_hold: lambda found, _: [
        replace(p, claim=p.claim.model_copy(update={"span": p.claim.span.model_copy(update={"sha256": "0" * 64})}))
        for p in found
    ],
    conformance.types_hold: lambda found, _: changed(found, object="HipJoint"),
    conformance.is_only_proposed: lambda found, _: changed(found, confidence=1),
    conformance.is_in_order: lambda found, _: found[::-1],
    conformance.says_nothing_twice: lambda found, _: [*found, *found[-1:]],
}


@pytest.mark.parametrize("check", BREAKS, ids=lambda check: check.__name__)
def test_the_suite_finds_what_is_broken(check: Check, ontology: Ontology) -> None:
    def make() -> Extractor:
        return Broken(ontology, BREAKS[check])

    with pytest.raises(AssertionError, match=r"\."):
        conforms(check, make, ontology)


class Sayer:
    """Says the same claim of every document, and fails at some."""

    name, version = "sayer", "1"

    def __init__(self, ontology: Ontology) -> None:
        [self.said, *_] = extractor("rules", ontology).propose(conformance.reading("n.txt", conformance.ORDINARY))

    def propose(self, reading: Reading) -> list[Proposal]:
        if "brackets" in reading.name:
            raise ValueError(reading.name)
        return [self.said]

    def __reduce__(self) -> str:
        raise TypeError


@pytest.mark.parametrize(
    ("check", "error"),
    [
        (conformance.takes_nothing_from_nothing, AssertionError),
        (conformance.survives, ValueError),
        (conformance.can_be_sent, AssertionError),
    ],
)
def test_the_suite_finds_what_is_said_of_anything(check: Check, error: type[Exception], ontology: Ontology) -> None:
    with pytest.raises(error):
        conforms(check, lambda: Sayer(ontology), ontology)


def test_options_may_be_written_with_a_hyphen(ontology: Ontology, tmp_path: Path) -> None:
    made = extractor("llm", ontology, **{"base-url": "http://127.0.0.1:1/v1", "model": "m", "price-in": "0.5"})
    assert made.version.split("+")[1] == "m"
    with pytest.raises(InputError, match="does not take these options"):
        extractor("rules", ontology, colour="red")
