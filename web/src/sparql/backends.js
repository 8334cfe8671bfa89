// Who answers a query: the server's endpoint, or the engine in a worker where there is no server. Both give the same.

/** A query that was not answered, with line and column where it is not SPARQL. */
export class Fault extends Error {
  constructor(message, line, column) {
    super(message);
    [this.line, this.column] = [line, column];
  }
}

/** How results are asked for that are to be shown. */
export const SHOWN = "application/sparql-results+json, application/n-triples;q=0.9";

/** The server's endpoint. */
export function endpoint(url) {
  return {
    async ask(query, { accept = SHOWN, signal } = {}) {
      const begun = performance.now();
      const got = await fetch(url, { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: accept }, signal });
      const text = await got.text();
      if (!got.ok) throw fault(text, got);
      return { ...read(text, got.headers.get("content-type")), seconds: (performance.now() - begun) / 1000 };
    },
  };
}

function fault(text, got) {
  try {
    const { detail, line, column } = JSON.parse(text);
    return new Fault(detail, line, column);
  } catch {
    return new Fault(text || `${got.status} ${got.statusText}`);
  }
}

/**
 * A result as it came.
 * @returns {{text: string, media: string, kind?: "rows" | "truth" | "triples", columns?: string[], rows?: object[], value?: boolean, triples?: object[][]}}
 */
export function read(text, media) {
  const plain = { text, media };
  if (/n-triples/.test(media)) return { ...plain, kind: "triples", triples: triples(text) };
  if (!/sparql-results\+json/.test(media)) return plain;
  const found = JSON.parse(text);
  if ("boolean" in found) return { ...plain, kind: "truth", value: found.boolean };
  return { ...plain, kind: "rows", columns: found.head.vars, rows: found.results.bindings };
}

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/g;
const ESCAPED = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function triples(text) {
  return text.split("\n").filter(Boolean).map((line) => [...line.matchAll(TERM)].slice(0, 3).map(term));
}

function term([, iri, blank, value, language, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescape(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return { type: "literal", value: unescape(value), ...(language && { "xml:lang": language }), ...(datatype && { datatype }) };
}

function unescape(text) {
  return text.replace(/\\u([\dA-F]{4})|\\U([\dA-F]{8})|\\(.)/gi, (_, four, eight, sign) => (sign ? (ESCAPED[sign] ?? sign) : String.fromCodePoint(parseInt(four ?? eight, 16))));
}
