"""The JSON of the API, as JSON Schema."""

from typing import Any

TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 0}
VALUE = {"type": ["string", "number", "boolean", "null"]}
LINKS = {
    "type": "object",
    "additionalProperties": TEXT,
    "description": "Relation (first, prev, next, last) to an address.",
}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = (), *, more: bool = False) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": more}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


COLUMN = _object({"title": TEXT, "description": TEXT})
EVIDENCE = _object(
    {
        "claim": TEXT,
        "label": TEXT,
        "certainty": TEXT,
        "document": TEXT,
        "title": TEXT,
        "section": {"type": ["string", "null"]},
        "start": NUMBER,
        "end": NUMBER,
        "sha256": TEXT,
        "passage": {"type": ["string", "null"]},
    }
)
ROW = _object(
    {
        "values": _map(VALUE),
        "iris": _map(TEXT),
        "claims": _list(_object({"claim": TEXT, "iri": TEXT, "label": TEXT})),
        "evidence": _list(EVIDENCE),
    },
    ("evidence",),
)
SCHEMAS: dict[str, Any] = {
    "Answer": _object(
        {
            "query": TEXT,
            "title": TEXT,
            "question": TEXT,
            "asked": _map(TEXT),
            "columns": _list(_object({"name": TEXT, "title": TEXT, "description": TEXT})),
            "rows": _list(ROW),
            "total": NUMBER,
            "offset": NUMBER,
            "links": LINKS,
        }
    ),
    "Queries": _object(
        {
            "queries": _list(
                _object(
                    {
                        "name": TEXT,
                        "title": TEXT,
                        "question": TEXT,
                        "description": TEXT,
                        "tags": _list(TEXT),
                        "parameters": _map({"type": "object"}),
                        "columns": _map(COLUMN),
                        "answer": TEXT,
                        "sparql": TEXT,
                    }
                )
            )
        }
    ),
    "Found": _object(
        {
            "q": TEXT,
            "total": NUMBER,
            "offset": NUMBER,
            "links": LINKS,
            "results": _list(
                _object(
                    {
                        "term": TEXT,
                        "iri": TEXT,
                        "label": TEXT,
                        "matched": TEXT,
                        "score": {"type": "number", "minimum": 0, "maximum": 100},
                        "category": TEXT,
                        "definition": TEXT,
                        "page": TEXT,
                    }
                )
            ),
        }
    ),
    "Problem": _object({"title": TEXT, "status": NUMBER, "detail": TEXT}, more=True),
}
"""Name to schema."""
