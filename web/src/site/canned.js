// A canned query with its parameters set, as the command line does it: what a reader typed becomes a term, and is never pasted.
import { Fault } from "../sparql/backends.js";

const OPEN = new Set(["term", "document", "claim"]);
const HO = "https://w3id.org/hograph/";
const NAMES = `SELECT ?term WHERE {
  VALUES ?by { rdfs:label oboInOwl:hasExactSynonym oboInOwl:hasBroadSynonym oboInOwl:hasNarrowSynonym oboInOwl:hasRelatedSynonym }
  GRAPH graph:ontology { ?term ?by ?name } FILTER (STRSTARTS(STR(?term), "${HO}") && (LCASE(STR(?name)) = WORDS || STR(?term) = OWN))
} ORDER BY (LCASE(STR(?name)) != WORDS) (?by != rdfs:label) (?by != oboInOwl:hasExactSynonym) ?term LIMIT 1`;
const DOCUMENTS = "SELECT ?term WHERE { ?term a ho:Document } ORDER BY ?term";

/**
 * The parameters of a canned query as SPARQL has them: what is not given takes its default.
 * @param {object} query
 * @param {Record<string, string>} given
 * @param {{ask: Function}} engine in which words are looked up
 */
export async function terms({ names, parameters }, given, engine) {
  const found = await Promise.all(names.map(async (one) => [one, await term(one, given[one]?.trim(), parameters[one], engine)]));
  return Object.fromEntries(found);
}

/** The text of a canned query with its parameters in its block of values. */
export function filled({ names, text, start, end }, bound) {
  return names.length ? `${text.slice(0, start)} (${names.map((one) => bound[one]).join(" ")}) ${text.slice(end)}` : text;
}

async function term(name, value, parameter, engine) {
  if (!value) return parameter.bound;
  const { type, allowed } = parameter;
  if (value === "any" && OPEN.has(type)) return "UNDEF";
  if (type === "integer") {
    if (!/^\d{1,9}$/.test(value)) throw new Fault(`The parameter '${name}' takes a whole number, not '${value}'.`);
    return value;
  }
  if (type === "choice") {
    if (!allowed.includes(value)) throw new Fault(`The parameter '${name}' takes ${allowed.join(", ")}; not '${value}'.`);
    return literal(value);
  }
  if (type === "claim") return iri(`${HO}claim/${bare(value, "claim")}`);
  if (type === "foreign") return iri(`http://purl.obolibrary.org/obo/${value.replace(":", "_")}`);
  return type === "document" ? document_(value, engine) : ours(value, engine);
}

/** A term of ours, by any of its names. */
export async function ours(value, engine) {
  const own = HO + bare(value, "").replace(/^ho:/, "");
  const { rows } = await engine.ask(NAMES.replaceAll("WORDS", () => literal(value.toLowerCase())).replace("OWN", () => literal(own)));
  if (rows.length) return iri(rows[0].term.value);
  throw new Fault(`'${value}' is no label, synonym or CURIE of the ontology.`);
}

async function document_(value, engine) {
  const key = bare(value, "document").toLowerCase(), { rows } = await engine.ask(DOCUMENTS);
  const slugs = rows.map((row) => row.term.value.slice(`${HO}document/`.length));
  for (const test of [(slug) => slug === key, (slug) => slug.startsWith(key), (slug) => slug.includes(key)]) {
    const found = slugs.filter(test);
    if (found.length === 1) return iri(`${HO}document/${found[0]}`);
    if (found.length) throw new Fault(`'${value}' may be ${found.join(" or ")}. Name one in full.`);
  }
  throw new Fault(`No document is named '${value}'. There are: ${slugs.join(", ")}.`);
}

function bare(value, kind) {
  return value.replace(/^<|>$/g, "").replace(HO, "").replace(new RegExp(`^${kind}[:/]`), "");
}

function literal(text) {
  return JSON.stringify(text);
}

/** An IRI as it is written; what cannot stand in one is written by its code. */
function iri(text) {
  return `<${text.replace(/[<>"{}|^`\\\s]/g, encodeURIComponent)}>`;
}
