"""Cues: each kind by its own examples and counter-examples, how far they reach, and what decides nothing."""

import pytest

from hograph.extraction.context import CueRule, cue_rules, cues


@pytest.mark.parametrize("rule", cue_rules(), ids=lambda rule: rule.kind)
def test_a_kind_of_cue_is_told_by_its_examples(rule: CueRule) -> None:
    assert rule.examples
    for text in rule.examples:
        kinds = {cue.kind for cue in cues(text)}
        assert (rule.kind in kinds) if rule.kind != "pseudo" else ("negation" not in kinds), text
    for text in rule.counter_examples:
        assert rule.kind not in {cue.kind for cue in cues(text)}, text


@pytest.mark.parametrize(
    ("text", "word", "kinds"),
    [
        ("Bone may cause pain but stops growth.", "pain", {"hedge"}),
        ("Bone may cause pain but stops growth.", "growth", set()),
        ("MRI is not used, though CT is.", "CT", set()),
        ("No role for rest was found; heat helps.", "heat", set()),
        ("The cause is unknown.", "cause", {"unknown"}),
        ("Surgery does not help if the lesion is young.", "young", {"condition"}),
        ("It is rarely seen in children.", "children", set()),
        ("Since pain is absent below the lesion, spasticity may be the only complaint.", "spasticity", set()),
        ("If the scan is negative, the film shows bone.", "bone", set()),
        ("Bone follows injury, but why it does is not understood.", "injury", set()),
    ],
)
def test_how_far_a_cue_reaches(text: str, word: str, kinds: set[str]) -> None:
    start = text.index(word)
    assert {cue.kind for cue in cues(text) if cue.governs(start, start + len(word))} == kinds


def test_the_longest_cue_at_a_place_wins() -> None:
    (cue,) = cues("Radiation has not been established.")
    assert cue.kind == "inconclusive"
