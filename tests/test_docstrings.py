"""The examples of all docstrings run, and every public name has one."""

import doctest
import importlib
from functools import cached_property
from pathlib import Path

import pytest

import hograph
from hograph import KnowledgeGraph, errors
from hograph.errors import HographError

SOURCES = Path(__file__).parent.parent / "src"
WITH_EXAMPLES = sorted(path for path in SOURCES.rglob("*.py") if ">>> " in path.read_text("utf-8"))
ERRORS = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, HographError)]
PUBLIC = [hograph.Answer, hograph.Evidence, HographError, KnowledgeGraph, hograph.open, *ERRORS]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", [module_of(path) for path in WITH_EXAMPLES])
def test_the_examples_run(name: str, kg: KnowledgeGraph) -> None:
    outcome = doctest.testmod(importlib.import_module(name), extraglobs={"kg": kg}, optionflags=doctest.ELLIPSIS)
    assert outcome.failed == 0 < outcome.attempted


@pytest.mark.parametrize("public", PUBLIC)
def test_every_public_name_has_an_example(public: object) -> None:
    assert ">>>" in str(public.__doc__)
    ours = [kind for kind in getattr(public, "__mro__", ()) if kind.__module__.startswith("hograph")]
    members = [value for kind in ours for name, value in vars(kind).items() if not name.startswith("_")]
    told = [value for value in members if callable(value) or isinstance(value, cached_property | property)]
    assert [value for value in told if ">>>" not in str(value.__doc__)] == []
