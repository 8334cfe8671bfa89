// A result shown: as a table that sorts, or as a graph.
import { GraphView } from "../graph/view.js";

const SHOWN = 1000; // rows of a table; all are in what is saved
const number = new Intl.NumberFormat("en");
const ASKED = 300; // labels that are asked for at once
const GO_BY_NAME = /^(claim:\w+|document:.*)$/; // they have labels that are no names
const RELATIONS = new Set(["relation", "predicate", "property", "p"]);
const NO_ENDS = new Set(["certainty", "polarity", "document", "claim", "modality", ...RELATIONS]);

/** An element that is made. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children);
  return made;
}

/** How names are written and linked: prefixes, labels of terms, and the paths of pages. */
export class Names {
  /** @param {{prefixes: Record<string, string>, terms: string[][]}} known @param {(name: string, term: boolean) => string} page */
  constructor({ prefixes, terms }, page) {
    this.spaces = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
    this.own = prefixes.ho;
    this.labels = new Map(terms.map(([name, label]) => [this.own + name, label]));
    this.kinds = new Map(terms.map(([name, , , category]) => [this.own + name, category]));
    this.page = page;
  }

  /** Learn the labels of what a result names besides terms: parts of claims, propositions, graphs of others. */
  async learn(result, ask) {
    const { rows = [] } = result.kind === "truth" ? {} : rowsOf(result);
    const named = rows.flatMap((row) => Object.values(row)).filter(({ type, value }) => type === "uri" && !this.labels.has(value) && !GO_BY_NAME.test(this.short(value)));
    const wanted = [...new Set(named.map(({ value }) => value))].slice(0, ASKED);
    if (!wanted.length) return;
    const { rows: found } = await ask(`SELECT ?node ?label WHERE { VALUES ?node { ${wanted.map((iri) => `<${iri}>`).join(" ")} } ?node rdfs:label ?label }`);
    for (const { node, label } of found) this.labels.set(node.value, label.value);
  }

  short(iri) {
    const found = this.spaces.find(([, space]) => iri.startsWith(space) && iri.length > space.length);
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri}>`;
  }

  label(iri) {
    return this.labels.get(iri) ?? this.short(iri);
  }

  link(iri) {
    if (iri.startsWith(this.own)) return this.page(iri.slice(this.own.length), this.kinds.has(iri));
    return /^https?:/.test(iri) ? iri : undefined;
  }
}

/** A cell: what it says, linked where it names something. */
function cell(term, names) {
  if (!term) return make("td");
  if (term.type === "uri") {
    const href = names.link(term.value), label = names.label(term.value);
    return make("td", { title: names.short(term.value) }, href ? make("a", { href }, label) : label);
  }
  if (term.type === "literal" && term.value.startsWith(`${names.own}claim/`)) return make("td", {}, ...several(term.value, names));
  const note = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype ? names.short(term.datatype) : undefined;
  return make("td", { title: note }, term.type === "bnode" ? `_:${term.value}` : term.type === "triple" ? "<<( )>>" : term.value);
}

function several(text, names) {
  return text.split(" ").flatMap((iri) => [make("a", { href: names.link(iri) }, names.short(iri)), " "]);
}

/** The rows of a result: its own, or those of its triples. */
export function rowsOf(result) {
  if (result.kind === "rows") return result;
  const columns = ["subject", "predicate", "object"];
  return { columns, rows: result.triples.map((triple) => Object.fromEntries(triple.map((term, place) => [columns[place], term]))) };
}

/** A table; a click on the head of a column sorts by it. */
export function table({ columns, rows }, names, titles = {}) {
  const body = make("tbody");
  const heads = columns.map((column) => make("th", { scope: "col" }, make("button", { type: "button", class: "sorts" }, titles[column] ?? column)));
  const fill = (ordered) => body.replaceChildren(...ordered.slice(0, SHOWN).map((row) => make("tr", {}, ...columns.map((column) => cell(row[column], names)))));
  heads.forEach((head, place) => head.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    fill(sorted(rows, columns[place], down, names));
  }));
  fill(rows);
  const made = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  const cut = rows.length > SHOWN ? [make("p", { class: "note" }, `The first ${number.format(SHOWN)} of ${number.format(rows.length)} rows; all are in what is saved.`)] : [];
  return [make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table of the result" }, made), ...cut];
}

function sorted(rows, column, down, names) {
  const key = (row) => {
    const term = row[column];
    if (!term) return "";
    if (term.type === "uri") return names.label(term.value);
    return term.value !== "" && !Number.isNaN(Number(term.value)) ? Number(term.value) : term.value;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en"));
  const made = [...rows].sort((a, b) => compare(key(a), key(b)));
  return down ? made.reverse() : made;
}

/** The result as a graph; null where no row names two things. */
export function graph(result, names) {
  const { columns, rows } = rowsOf(result);
  const things = columns.filter((column) => !NO_ENDS.has(column) && rows.some((row) => row[column]?.type === "uri"));
  const [start, end] = result.kind === "triples" ? ["subject", "object"] : things;
  if (!end) return null;
  const between = columns.find((column) => RELATIONS.has(column));
  const nodes = new Map(), edges = new Map();
  for (const row of rows) {
    const [from, to] = [row[start], row[end]];
    if (from?.type !== "uri" || to?.type !== "uri") continue;
    for (const { value } of [from, to]) nodes.set(value, { id: value, label: names.label(value), category: names.kinds.get(value) });
    const label = row[between] ? names.label(row[between].value) : "";
    edges.set(`${from.value} ${label} ${to.value}`, { source: from.value, target: to.value, label });
  }
  if (!nodes.size) return null;
  const host = make("div", { class: "result-graph" });
  let drawn = false;
  return { host, draw: () => drawn || ((drawn = true), new GraphView(host).show([...nodes.values()], [...edges.values()])) };
}

/** How much there is, in words. */
export function size(result) {
  if (result.kind === "truth") return result.value ? "Yes" : "No";
  const { rows } = rowsOf(result), what = result.kind === "rows" ? ["row", "rows"] : ["triple", "triples"];
  return `${number.format(rows.length)} ${what[rows.length === 1 ? 0 : 1]}`;
}
