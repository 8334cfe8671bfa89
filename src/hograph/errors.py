"""Every error that hograph raises on purpose, as one tree.

    HographError                 exit code 2
    |-- InputError               something that was handed in cannot be read or is wrong
    |   |-- ClaimFileError       a file of claims or sources
    |   |-- DocumentError        a source document
    |   |-- OntologyError        the ontology, its shapes, checks or mappings
    |   |-- QueryError           a canned query, its header or its parameters
    |   `-- UnknownTermError     a name that no term has
    `-- ReasonerError            no reasoner, or an ontology that contradicts itself

An error says the thing, the place, the rule and the next step. Findings are no errors: they are returned, and the command exits with 1.
"""


class HographError(Exception):
    """Base of all errors of hograph; its text is one that a user can act on.

    Example:
        >>> try:
        ...     kg.query("no-such-question")
        ... except HographError as error:
        ...     print(str(error)[:43])
        No canned query is named 'no-such-question'
    """


class InputError(HographError):
    """Something that was handed in cannot be read or breaks a rule."""


class ClaimFileError(InputError):
    """A file of claims or sources cannot be read or breaks a rule."""


class DocumentError(InputError):
    """A source document is missing, unreadable or not the one that was curated."""


class OntologyError(InputError):
    """The ontology, its shapes, checks or mappings cannot be read or break a rule."""


class QueryError(InputError):
    """A canned query, its header, or a parameter handed to it is wrong."""


class UnknownTermError(InputError):
    """A name that is neither label, synonym, CURIE nor IRI of any term."""


class ReasonerError(HographError):
    """A reasoner is missing, or found the ontology inconsistent."""
