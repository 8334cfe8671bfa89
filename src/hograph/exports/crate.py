"""Packages of data with a description that machines read: RO-Crate, and Croissant for machine learning."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import pyoxigraph as ox

from hograph.exports.tables import csv_files, tables
from hograph.files import sha256
from hograph.graph.build import Build
from hograph.ontology.mappings import MappingSet
from hograph.version import VERSION
from hograph.vocabulary import DCTERMS, HO

NAME = "hograph: claims about heterotopic ossification"
DESCRIPTION = "What documents claim about heterotopic ossification, each with polarity, certainty, qualifiers and its exact place."
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
HOME = "https://w3id.org/hograph/"
AUTHORS = {"@type": "Organization", "name": "hograph contributors"}
MEDIA = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
}


KEYED = {"claims", "propositions", "terms", "relations", "roles", "documents"}
"""Tables whose first column names their rows, each once."""


def issued(built: Build) -> str:
    """The day of issue: that of `SOURCE_DATE_EPOCH` where it is set, else the one that the ontology states of itself."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    own = ox.NamedNode(str(HO))
    stated = (built.ontology.objects(own, DCTERMS[name]) for name in ("modified", "issued", "created"))
    return next((o.value for objects in stated for o in objects if isinstance(o, ox.Literal)), "")


def ro_crate(built: Build, files: dict[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """An RO-Crate 1.1: the files, and `ro-crate-metadata.json` that says what each is.

    Args:
        built: the graph.
        files: name to description and content.
    """
    parts = [
        {
            "@id": name,
            "@type": "File",
            "name": name,
            "description": words,
            "encodingFormat": MEDIA["." + name.rsplit(".", 1)[-1]],
            "contentSize": str(len(data)),
            "sha256": sha256(data),
        }
        for name, (words, data) in files.items()
    ]
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"}
    authors = {"@id": f"{HOME}agent/curators", **AUTHORS}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": NAME,
        "description": DESCRIPTION,
        "datePublished": issued(built),
        "version": VERSION,
        "url": HOME,
        "license": {"@id": LICENCE},
        "author": {"@id": authors["@id"]},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "isBasedOn": [{"@id": f"{HOME}document/{slug}"} for slug in sorted(built.sources)],
    }
    sources = [
        {"@id": f"{HOME}document/{slug}", "@type": "CreativeWork", "name": source.title}
        for slug, source in sorted(built.sources.items())
    ]
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    crate = {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [about, root, authors, licence, *sources, *parts],
    }
    return {name: data for name, (_, data) in files.items()} | {"ro-crate-metadata.json": _json(crate)}


def croissant(built: Build, mappings: MappingSet) -> dict[str, bytes]:
    """The tables as CSV with a Croissant 1.0 description: files, record sets and the types of their fields."""
    files = csv_files(built, mappings)
    kinds = {str: "sc:Text", int: "sc:Integer", float: "sc:Float", bool: "sc:Boolean"}
    distribution, sets = [], []
    for table in tables(built, mappings):
        name = f"{table.name}.csv"
        distribution.append(
            {
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "description": table.description,
                "contentUrl": name,
                "encodingFormat": "text/csv",
                "contentSize": f"{len(files[name])} B",
                "sha256": sha256(files[name]),
            }
        )
        fields = [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column}",
                "name": column,
                "dataType": kinds[kind],
                "source": {"fileObject": {"@id": name}, "extract": {"column": column}},
            }
            for column, kind in table.columns.items()
        ]
        sets.append(
            {
                "@type": "cr:RecordSet",
                "@id": table.name,
                "name": table.name,
                "description": table.description,
                "key": {"@id": f"{table.name}/{next(iter(table.columns))}"} if table.name in KEYED else None,
                "field": fields,
            }
        )
    described: dict[str, Any] = {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "hograph",
        "description": DESCRIPTION,
        "url": HOME,
        "version": VERSION,
        "datePublished": issued(built),
        "license": LICENCE,
        "creator": AUTHORS,
        "citeAs": f"hograph contributors. {NAME}, version {VERSION}. {HOME}",
        "distribution": distribution,
        "recordSet": [{key: value for key, value in one.items() if value is not None} for one in sets],
    }
    return files | {"croissant.json": _json(described)}


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


CROISSANT_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the Croissant 1.0 specification asks for."""
