"""Every error that hograph raises on purpose, as one tree.

    HographError                 exit code 2
    |-- InputError               something that was handed in cannot be read or is wrong
    |   |-- ClaimFileError       a file of claims or sources
    |   |-- DocumentError        a source document
    |   |-- OntologyError        the ontology, its shapes, checks or mappings
    |   |-- QueryError           a canned query, its header or its parameters
    |   |-- RuleError            a rule of extraction
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
    """Something that was handed in cannot be read or breaks a rule.

    Example:
        >>> import hograph
        >>> hograph.open("nowhere.nq")
        Traceback (most recent call last):
        hograph.errors.InputError: nowhere.nq: No such file or folder. ...
    """


class ClaimFileError(InputError):
    """A file of claims or sources cannot be read or breaks a rule.

    Example:
        >>> from pathlib import Path
        >>> from hograph.curation.claimfile import load_all_claims
        >>> load_all_claims(Path("nowhere"))
        Traceback (most recent call last):
        hograph.errors.ClaimFileError: nowhere: no file of claims (*.yaml, *.jsonl) in it.
    """


class DocumentError(InputError):
    """A source document is missing, unreadable or not the one that was curated.

    Example:
        >>> from pathlib import Path
        >>> from hograph.curation.documents import Document
        >>> Document.read(Path("nowhere"), "leaflet")
        Traceback (most recent call last):
        hograph.errors.DocumentError: nowhere/leaflet.txt: ...
    """


class OntologyError(InputError):
    """The ontology, its shapes, checks or mappings cannot be read or break a rule.

    Example:
        >>> from pathlib import Path
        >>> from hograph.ontology.index import load_ontology
        >>> load_ontology(Path("nowhere"))
        Traceback (most recent call last):
        hograph.errors.OntologyError: nowhere: no Turtle files of an ontology in it. ...
    """


class QueryError(InputError):
    """A canned query, its header, or a parameter handed to it is wrong; or SPARQL of your own.

    Example:
        >>> kg.query("causes", document="nowhere")
        Traceback (most recent call last):
        hograph.errors.QueryError: No document is named 'nowhere'. There are: ...
    """


class RuleError(InputError):
    """A rule of extraction cannot be read, or names what is not there.

    Example:
        >>> from hograph.extraction.kinds import Kinds
        >>> Kinds(kg.ontology, {}).of("Conditoin")
        Traceback (most recent call last):
        hograph.errors.RuleError: kind 'Conditoin' is neither a class of the ontology nor a group of the rules. Near it: Condition.
    """


class UnknownTermError(InputError):
    """A name that is neither label, synonym, CURIE nor IRI of any term.

    Example:
        >>> kg.find("hip jiont")
        Traceback (most recent call last):
        hograph.errors.UnknownTermError: 'hip jiont' is no label, synonym or CURIE of the ontology. Did you mean hip joint (ho:HipJoint)?
    """


class ReasonerError(HographError):
    """A reasoner is missing, or found the ontology inconsistent.

    Example:
        >>> from hograph.graph.reasoning import conclude
        >>> conclude(kg.ontology, [("HipJoint", "treats", "HeterotopicOssification")])
        Traceback (most recent call last):
        hograph.errors.ReasonerError: The edges of the claims contradict the ontology: ...
    """
