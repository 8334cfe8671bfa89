// The page of SPARQL: an editor, and the answer as table, graph or as it came.
import { download } from "./graph/picture.js";
import { backend, page } from "./site/where.js";
import { completions } from "./sparql/completion.js";
import { editor } from "./sparql/editor.js";
import { Names, graph, make, rowsOf, size, table } from "./sparql/results.js";
import { tabs } from "./sparql/tabs.js";

const LONGEST = 6000; // characters of an address
const FORMATS = {
  rows: { CSV: ["text/csv", "csv"], TSV: ["text/tab-separated-values", "tsv"], JSON: ["application/sparql-results+json", "json"], XML: ["application/sparql-results+xml", "xml"] },
  triples: { Turtle: ["text/turtle", "ttl"], "N-Triples": ["application/n-triples", "nt"], "RDF/XML": ["application/rdf+xml", "rdf"] },
};
const form = document.querySelector("#query-form");
const results = document.querySelector("#result");
const told = document.querySelector("#told");
const examples = document.querySelector("#examples");
const engine = backend(form.dataset.endpoint);
const known = once(() => json(form.dataset.vocabulary));
const written = editor(form.elements.query, { complete: completions(known), run });
let asking = null;

function once(get) {
  let got;
  return () => (got ??= get());
}

async function json(url) {
  const got = await fetch(url);
  if (!got.ok) throw new Error(`${url} cannot be read: ${got.status}`);
  return got.json();
}

async function run() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking, query = written.text();
  written.mark(null);
  tell("Asking ... ");
  told.append(stopping(asking));
  try {
    const [result, vocabulary] = await Promise.all([engine.ask(query, { signal }), known()]);
    const names = new Names(vocabulary, page);
    await names.learn(result, engine.ask);
    if (!signal.aborted) show(result, names, query);
  } catch (error) {
    if (!signal.aborted) refuse(error);
  }
}

/** A button that gives up what is asked. @param {AbortController} what */
function stopping(what) {
  const button = make("button", { type: "button", class: "quiet" }, "Stop");
  button.addEventListener("click", () => {
    what.abort();
    tell("Stopped.");
  });
  return button;
}

function tell(words, look = "note") {
  told.className = look;
  told.textContent = words;
}

function refuse(error) {
  results.replaceChildren();
  tell(error.message.split("\n")[0], "error"); // the editor marks the place
  if (error.line) written.mark({ line: error.line, column: error.column, message: error.message });
}

function show(result, names, query) {
  tell(`${size(result)}, ${result.seconds.toFixed(2)} s`);
  remember(query);
  if (result.kind === "truth") {
    results.replaceChildren(make("p", { class: "lead" }, result.value ? "Yes" : "No"));
    return;
  }
  if (!rowsOf(result).rows.length) told.append(undeclared(query, names));
  const drawn = graph(result, names);
  const raw = [make("pre", { class: "raw", tabindex: "0" }, result.text)];
  const { nodes, open } = tabs({ Table: table(rowsOf(result), names), ...(drawn && { Graph: [drawn.host] }), Raw: raw }, (name) => name === "Graph" && drawn.draw());
  results.replaceChildren(...nodes, saving(result, query));
  open();
}

/** Where nothing is found, which names of the query the ontology does not have. */
function undeclared(query, names) {
  const found = [...new Set(query.match(/\bho:\w+\b(?!\/)/g))].filter((name) => !names.labels.has(names.own + name.slice(3)));
  return found.length ? `. The ontology declares no ${found.join(", ")}.` : "";
}

function saving(result, query) {
  const buttons = Object.entries(FORMATS[result.kind]).map(([name, [media, ending]]) => {
    const button = make("button", { type: "button", class: "quiet" }, name);
    button.addEventListener("click", () => save(query, media, ending));
    return button;
  });
  return make("div", { class: "tools", role: "group", "aria-label": "Save the result" }, make("span", {}, "Save as"), ...buttons);
}

async function save(query, media, ending) {
  try {
    const { text } = await engine.ask(query, { accept: media });
    download(`answer.${ending}`, new Blob([text], { type: media }));
  } catch (error) {
    refuse(error);
  }
}

/** The query in the address, so that it can be kept and sent, unless it is too long for one. */
function remember(query) {
  const address = `?${new URLSearchParams({ query })}`;
  history.replaceState(null, "", address.length < LONGEST ? address : location.pathname);
}

async function example(name) {
  const texts = await json(form.dataset.examples);
  if (!(name in texts)) return;
  const { question, text } = texts[name];
  written.set(text ? `# ${question}\n${text}` : texts[name]); // the site has the question and the text apart
  run();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
examples.addEventListener("change", () => example(examples.value));
for (const button of [examples.form.querySelector("button"), document.querySelector("#long")]) button.hidden = true;
document.querySelector("#keys").hidden = false;

/** What is asked of a thing that has no page: of a claim its words and its place, of anything else every statement. */
function queryFor(thing) {
  const iri = `<https://w3id.org/hograph/${thing.replace(/[<>"{}|^`\\\s]/g, encodeURIComponent)}>`;
  if (!thing.startsWith("claim/")) return `DESCRIBE ${iri}`;
  return `SELECT ?label ?certainty ?document ?section ?start ?end WHERE {
  VALUES ?claim { ${iri} }
  ?claim rdfs:label ?label ; ho:certainty ?certainty ; ho:statedIn ?document ; ho:evidence ?span .
  ?span oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?span ho:section ?section }
}`;
}

const address = new URLSearchParams(location.search);
if (address.get("thing")) {
  written.set(queryFor(address.get("thing")));
  run();
} else if (address.get("query")) {
  written.set(address.get("query"));
  run();
} else if (address.get("example")) {
  examples.value = address.get("example");
  example(address.get("example"));
}
document.documentElement.dataset.ready = "yes";
