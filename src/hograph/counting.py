"""How many there are of something, in words."""


def counted_as(number: int, what: str) -> str:
    """A number with what it counts, in the singular of one.

    >>> counted_as(1, "finding"), counted_as(17906, "focus node")
    ('1 finding', '17,906 focus nodes')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
