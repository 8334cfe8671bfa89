"""Python looks for garbage as often as before, in whatever order blocks end."""

import gc

from hograph.collecting import SELDOM, seldom_collecting


def test_blocks_that_overlap_leave_it_as_it_was() -> None:
    """Two downloads of a server overlap so: the first to begin is the first to end."""
    before = gc.get_threshold()
    first, second = seldom_collecting(), seldom_collecting()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (SELDOM, *before[1:])
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
