"""Relations and roles as values: what they are called, what they hold between, and who is a member."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """A relation between terms that a claim may use as its predicate.

    Attributes:
        name: local name, as `preventsRecurrenceOf`.
        label: what a reader sees, as `prevents recurrence of`.
        kind: the group under which its claims are counted.
        hedged: local name of the weaker form.
        domain: categories that a subject may belong to; empty means any.
        range: categories that an object may belong to; empty means any.
        symmetric: whether subject and object may change places.
    """

    name: str
    label: str
    kind: str
    hedged: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool = False


@dataclass(frozen=True)
class Role:
    """A role and how it is defined: who is a member of it.

    Attributes:
        name: local name, as `Complication`.
        relation: the relation on which it is defined.
        inverse: whether the member is the object of the relation, not its subject.
        category: the top category that a member must belong to, or None.
        filler: the top category on the other side of the relation, or None when it may be anything.
    """

    name: str
    relation: str
    inverse: bool
    category: str | None
    filler: str | None
