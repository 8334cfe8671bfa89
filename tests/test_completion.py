"""Completion in shells, asked as the shells ask: by the variables of click's protocol."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import run
from hograph.cli import main
from hograph.graph.build import Build


def completed(shell: str, words: str, place: int | str) -> list[str]:
    """What a shell is given for the words before it, and the place of the one that is completed."""
    asked = {"_HOGRAPH_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    result = CliRunner().invoke(main, [], prog_name="hograph", env=asked)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def bash(words: str) -> list[str]:
    """Candidates in bash, words parted by blanks; the last one is completed."""
    parts = words.split(" ")
    return [line.removeprefix("plain,") for line in completed("bash", words, len(parts) - 1) if line]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hograph quer", ["queries", "query"]),
        ("hograph query recurrence-", ["recurrence-prevention", "recurrence-risks"]),
        ("hograph query causes -p ", ["condition=", "document=", "include="]),
        ("hograph ask x -p incl", ["include="]),
        ("hograph draw recurrence-", ["recurrence-prevention", "recurrence-risks"]),
        ("hograph query causes -p include=all -p ", ["condition=", "document="]),
        ("hograph query causes -p include=", ["include=stated", "include=studies", "include=open", "include=all"]),
        ("hograph query causes -p document=j", ["document=joi-heterotopic-ossification"]),
        ("hograph query causes -p document=ank", ["document=foot-ankle-kb-myositis-ossificans"]),
        ("hograph query disagreements -p only=le", ["only=left\\ open\\ and\\ stated"]),
        ("hograph query no-such -p ", []),
        ("hograph query ../../x -p ", []),
        ("hograph query causes -p nonsense=", []),
        ("hograph query causes --root /nowhere -p ", []),
        ("hograph compare joi dr", ["dr-oracle-heterotopic-ossification"]),
        ("hograph queries --tag prev", ["prevention"]),
        ("hograph describe radiotherapeut", ["ProphylacticRadiotherapy", "RadiationTherapy"]),
        ("hograph explain FopPat", ["FopPatient"]),
        ("hograph export --graph slices/u", ["slices/uberon"]),
    ],
)
def test_candidates(words: str, found: list[str]) -> None:
    assert bash(words) == found


def test_claims_are_completed_behind_their_prefix(build_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hograph.files.default_build_folder", lambda _: build_folder)
    monkeypatch.setattr("hograph.query.store.default_build_folder", lambda _: build_folder, raising=False)
    assert bash("hograph explain claim:76dhy7s") == ["claim:76dhy7swlmk7omqc"]


def test_terms_are_those_of_the_category() -> None:
    found = bash("hograph query recurrence-prevention -p condition=myositis")
    assert "condition=MyositisOssificans" in found and "condition=MyositisOssificansPatient" not in found


def test_bash_breaks_words_at_equals_signs_and_colons() -> None:
    """Bash hands over `name=value` as three words and replaces the last of them alone."""
    assert completed("bash", "hograph\nquery\ncauses\n-p\ninclude\n=\nop", 6) == ["plain,open"]
    assert completed("bash", "hograph\nquery\ncauses\n-p\ninclude\n=", 5) == [
        f"plain,{w}" for w in ("stated", "studies", "open", "all")
    ]
    assert completed("bash", "hograph\ndescribe\nho\n:\nHipJ", 4) == ["plain,HipJoint"]
    assert completed("bash", "hograph\nquery\ncauses\n-p\ninclude\n=\nall\n-p", 8)[0] == "plain,condition="


def test_zsh_and_fish_show_what_a_candidate_means() -> None:
    found = completed("zsh", "hograph query causes -p document=j", 4)
    assert found[:2] == ["plain", "document=joi-heterotopic-ossification"]
    assert completed("fish", "hograph query recurrence-p", "recurrence-p")[0].startswith(
        "plain,recurrence-prevention\tWhich"
    )


def test_completing_is_light() -> None:
    code = """
import os, sys
sys.argv = ["hograph"]
os.environ |= {"_HOGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "hograph query rec", "COMP_CWORD": "2"}
from hograph.cli import main
try:
    main(prog_name="hograph")
finally:
    import pyoxigraph
    heavy = {"rdflib", "pyshacl", "rustdl", "pandas"} & set(sys.modules)
    assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "recurrence-prevention" in done.stdout, done.stderr


def test_the_script_in_a_real_bash(tmp_path: Path) -> None:
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("there is no bash here")
    (tmp_path / "hograph").write_text(
        f"#!/bin/sh\nexec {sys.executable} -c \"from hograph.cli import main; main(prog_name='hograph')\"\n",
        encoding="utf-8",
    )
    (tmp_path / "hograph").chmod(0o755)
    (tmp_path / "script").write_text(run("completion", "bash").output, encoding="utf-8")
    asked = (
        "COMP_WORDS=(hograph query disagreements -p only = le); COMP_CWORD=6; _hograph_completion hograph 2>/dev/null"
    )
    line = f"source {tmp_path / 'script'}; {asked}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([shell, "-c", line], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "left\\ open\\ and\\ stated"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(shell: str) -> None:
    assert "_HOGRAPH_COMPLETE" in run("completion", shell).output


def test_the_graphs_are_those_of_a_build(built: Build) -> None:
    found = set(bash("hograph export --graph "))
    assert found == set(built.graphs) | {"claims", "slices"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["quer"], "There is no command 'quer'. Did you mean query or queries?"),
        (["verfy"], "Did you mean verify"),
        (["xyzzy"], "`hograph --help` lists them"),
    ],
)
def test_a_command_that_there_is_not(words: list[str], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2 and told in result.stderr
