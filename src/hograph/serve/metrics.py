"""What is counted and timed, in the format of Prometheus."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from hograph.version import VERSION

BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
MEDIA = CONTENT_TYPE_LATEST


class Metrics:
    """The counters of one application.

    Args:
        pool: how many queries run, how many wait, and how many processes were started so far.
    """

    def __init__(self, pool: Callable[[], tuple[int, int, int]]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Pool(pool))
        self._requests = Counter(
            "hograph_requests",
            "Requests, by route, method and status",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "hograph_request_seconds",
            "Seconds to the end of a response",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._queries = Counter("hograph_queries", "Queries, by how they ended", ("outcome",), registry=self._registry)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def query(self, outcome: str) -> None:
        """Count a query."""
        self._queries.labels(outcome).inc()

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)


class _Pool(Collector):
    def __init__(self, pool: Callable[[], tuple[int, int, int]]) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        running, waiting, started = self._pool()
        yield GaugeMetricFamily("hograph_queries_running", "Queries that run", value=running)
        yield GaugeMetricFamily("hograph_queries_waiting", "Queries that wait", value=waiting)
        yield CounterMetricFamily("hograph_processes_started", "Processes started to answer queries", value=started)
        version = GaugeMetricFamily("hograph_build", "Version of hograph", labels=["version"])
        version.add_metric([VERSION], 1)
        yield version
