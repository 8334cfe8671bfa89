"""Whether a relation tells anything: that a lesion has symptoms, lies in bone, or affects those who have it, tells nothing."""

from collections.abc import Set as AbstractSet

from hograph.extraction.people import People
from hograph.extraction.relate import Relation
from hograph.vocabulary import TOP_CATEGORIES

UNTOLD = {"Symptom", "Sign", "ClinicalFinding"}
"""Names of findings that tell none."""
VAGUE = {
    *TOP_CATEGORIES,
    *UNTOLD,
    "SurgicalProcedure",
    "DiagnosticTest",
    "ImagingFinding",
    "LaboratoryFinding",
    "UnrelatedMusculoskeletalDisorder",
}
"""Names of which a rule that heeds words of many senses says nothing."""
TITLES = {*VAGUE, "PharmacologicalIntervention", "ProphylacticTreatment"}
"""Names that a heading has for what stands below it: of themselves it says nothing."""


def tells(relation: Relation, lesions: AbstractSet[str], people: People) -> bool:
    """Whether a relation says something of its subject.

    Args:
        relation: whose subject and object are of the kinds that it takes.
        lesions: the terms for bone that forms outside of the skeleton.
        people: which population has which condition.
    """
    subject, object_ = relation.subject.term, relation.object.term
    if relation.rule.late and not VAGUE.isdisjoint((subject, object_)):
        return False
    if relation.predicate == "hasSymptom":
        return object_ not in UNTOLD
    if relation.predicate == "occursIn":
        return object_ != "Bone" or subject not in lesions
    if relation.predicate == "affectsPopulation":
        return people.condition_of(object_) not in people.ontology.ancestors(subject) | {subject}
    return True
