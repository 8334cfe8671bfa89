"""The decorators of grlc, read into the keys of our headers where the two mean the same.

grlc serves SPARQL files as a web API; its decorators are described in its README. `description` and `tags` are the same in both.
"""

from typing import Any

METHOD = "GET"


def from_grlc(data: dict[str, Any]) -> dict[str, Any]:
    """The header with grlc's `summary`, `method`, `defaults` and `enumerate` taken into our keys.

    A summary is the question. The method is GET, for a canned query only reads. A default or a list of values is that of the parameter that
    it names, which need not give it again.

    Args:
        data: the header as YAML has it.

    Returns:
        The header with our keys alone; what neither knows stays, and is refused later.

    Raises:
        ValueError: when a decorator says otherwise than our key, or names no parameter.

    Example:
        >>> from_grlc({"summary": "Which claims?", "method": "GET"})
        {'question': 'Which claims?'}
    """
    found = dict(data)
    if "summary" in found:
        summary = found.pop("summary")
        if found.setdefault("question", summary) != summary:
            raise ValueError("summary and question differ; a summary is the question. Keep one of them")
    if str(found.pop("method", METHOD)).upper() != METHOD:
        raise ValueError("method must be GET: a canned query only reads")
    for decorator, key in (("defaults", "default"), ("enumerate", "allowed")):
        if decorator in found:
            found["parameters"] = _merged(decorator, found.pop(decorator), found.get("parameters"), key)
    return found


def _merged(decorator: str, items: object, parameters: object, key: str) -> dict[str, Any]:
    """The parameters with what a decorator says of each of them under a key."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError(f"{decorator} is a list of 'parameter: value', as grlc has it")
    given = parameters.items() if isinstance(parameters, dict) else ()
    merged = {name: dict(one) if isinstance(one, dict) else one for name, one in given}
    for name, value in ((n, v) for item in items for n, v in item.items()):
        if not isinstance(merged.get(name), dict):
            raise ValueError(f"{decorator} names '{name}', which is no parameter of this header")
        if merged[name].setdefault(key, value) != value:
            raise ValueError(f"{decorator} and the parameter '{name}' differ in its {key}. Say it once")
    return merged
