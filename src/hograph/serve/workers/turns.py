"""Whose turn it is: clients one after the other, however many queries each of them has waiting."""

import asyncio
from collections import Counter, OrderedDict, deque


class BusyError(Exception):
    """Too many queries wait."""


class Turns:
    """Places that clients take and give back.

    A client never has all the places, where there is more than one; so somebody who asks for a lot, or for what takes long, leaves room for
    the next. Where too many wait, the client that has most of them waiting loses its latest.

    Args:
        places: how many may be taken at once.
        waiting: how many may wait.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self.free = places
        self._each = max(1, places - 1)
        self._most = waiting
        self._taken: Counter[str] = Counter()
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._queues.values())

    async def take(self, client: str) -> None:
        """Wait for a place, and take it.

        Raises:
            BusyError: when too many wait.
            CancelledError: when the client is gone before.
        """
        if self.free and self._taken[client] < self._each and client not in self._queues:
            self._grant(client)
            return
        turn = self._line_up(client)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self.give_back(client)
            else:
                self._leave(client, turn)
            raise

    def give_back(self, client: str) -> None:
        """Give a place back, which the next in turn takes."""
        self.free += 1
        self._taken[client] -= 1
        if not self._taken[client]:
            del self._taken[client]
        self._next()

    def _grant(self, client: str) -> None:
        self.free -= 1
        self._taken[client] += 1

    def _line_up(self, client: str) -> "asyncio.Future[None]":
        if self.waiting >= self._most:
            greediest = max(self._queues, key=lambda name: len(self._queues[name]), default=client)
            if len(self._queues.get(client, ())) + 1 >= len(self._queues.get(greediest, ())):
                raise BusyError
            turned_away = self._queues[greediest].pop()
            if not turned_away.done():  # who has left and not heard of it yet needs no answer
                turned_away.set_exception(BusyError())
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(turn)
        return turn

    def _leave(self, client: str, turn: "asyncio.Future[None]") -> None:
        queue = self._queues.get(client)
        if queue and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[client]

    def _next(self) -> None:
        for client in list(self._queues):
            if not self.free:
                return
            if self._taken[client] < self._each and (turn := self._first(client)):
                self._grant(client)
                turn.set_result(None)

    def _first(self, client: str) -> "asyncio.Future[None] | None":
        """The first in the line of a client who is still there; those who have left go with it, for a place given to them would be lost."""
        queue = self._queues.pop(client)
        while queue:
            turn = queue.popleft()
            if not turn.done():
                if queue:
                    self._queues[client] = queue  # behind the other clients
                return turn
        return None
