"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID with the numbers of what is in it."""

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.graph.quads import Describer, english
from hograph.serve.negotiate import RDF_FORMATS, choose
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.serve.workers.wire import Job
from hograph.vocabulary import DCTERMS, PREFIXES, RDF, VOID, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
ROWS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
TRIPLES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
LAYOUTS = {form.media: form.engine for form in RDF_FORMATS}
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) (COUNT(DISTINCT ?p) AS ?properties)
(COUNT(DISTINCT ?o) AS ?distinctObjects) WHERE { ?s ?p ?o }"""


async def description(request: Request, service: Service) -> Response:
    """The description, in the format of RDF that suits the client best.

    Raises:
        ProblemError: when none does.
    """
    media = choose(request.headers.get("accept"), tuple(LAYOUTS))
    if media is None:
        raise ProblemError(406, f"The description of the service is RDF. There are: {', '.join(LAYOUTS)}.")
    endpoint = f"{service.address_of(request)}/sparql"
    triples = [*_service(endpoint), *await _dataset(endpoint, service)]
    spaces = {name: str(PREFIXES[name]) for name in ("dcterms", "rdf", "xsd")} | {"sd": str(SD), "void": str(VOID)}
    body = ox.serialize(triples, format=LAYOUTS[media], prefixes=spaces) or b""
    return Response(body, 200, {"Vary": "Accept"}, media)


def _service(endpoint: str) -> list[ox.Triple]:
    about = Describer(ox.NamedNode(endpoint), SD["Service"])
    about.add(SD["endpoint"], ox.NamedNode(endpoint)).add(SD["supportedLanguage"], SD["SPARQL11Query"])
    about.add(SD["feature"], SD["UnionDefaultGraph"]).add(SD["defaultDataset"], _part(endpoint, "dataset"))
    for name in (*ROWS, *TRIPLES):
        about.add(SD["resultFormat"], FORMATS[name])
    return about.triples


async def _dataset(endpoint: str, service: Service) -> list[ox.Triple]:
    node, default = _part(endpoint, "dataset"), _part(endpoint, "default-graph")
    about = Describer(node, SD["Dataset"]).add(RDF["type"], VOID["Dataset"])
    about.add(
        DCTERMS["title"],
        english("hograph: what documents claim about heterotopic ossification") if service.shipped else None,
    )
    about.add(VOID["sparqlEndpoint"], ox.NamedNode(endpoint)).add(SD["defaultGraph"], default)
    union = Describer(default, SD["Graph"]).add(RDF["type"], VOID["Dataset"])
    for row in await _rows(service, COUNTS):
        for name in ("triples", "distinctSubjects", "properties", "distinctObjects"):
            about.add(VOID[name], row[name])
        union.add(VOID["triples"], row["triples"])
    found = [*union.triples]
    for number, row in enumerate(await _rows(service, GRAPHS)):
        named, graph = _part(endpoint, f"named-graph-{number}"), _part(endpoint, f"graph-{number}")
        about.add(SD["namedGraph"], named)
        found += Describer(named, SD["NamedGraph"]).add(SD["name"], row["g"]).add(SD["graph"], graph).triples
        found += Describer(graph, SD["Graph"]).add(VOID["triples"], row["n"]).triples
    return [*about.triples, *found]


def _part(endpoint: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{endpoint}#{name}")


async def _rows(service: Service, query: str) -> list[ox.QuerySolution]:
    """The rows of a query of ours, asked once; none where it cannot be answered within the limits: then nothing is said of numbers."""
    if query not in service.described:
        try:
            _, body = await service.pool.whole(Job(query), client="description")
        except (FailedError, BusyError):
            return []
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        service.described[query] = list(found) if isinstance(found, ox.QuerySolutions) else []
    return service.described[query]
