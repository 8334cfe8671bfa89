// An answer as the pages of the server show it: a table whose rows open to their evidence.
import { make } from "../sparql/results.js";
import { cards, evidence } from "./cards.js";
import { reading, shortened } from "./words.js";

const LOOKS = { asserted: "sure", stated: "sure", corroborated: "sure", hedged: "hedged", inconclusive: "open", unknown: "open", "left open": "open", "open question": "open", negated: "denied", denied: "denied", contested: "denied", "single source": "plain" };
const DOCUMENTS = "SELECT ?document WHERE { ?document a ho:Document }";
const EVIDENCE = ["claim", "claims"];

/** The table of an answer. @param {object} result @param {Names} names @param {{columns: Record<string, string>, apart: string, question: string}} query @param {Function} ask */
export async function answer(result, names, query, ask) {
  const { columns, numbers, says } = reading(result.columns, names);
  const shown = columns.filter((column) => tells(column, result.rows, says, query.apart));
  const titles = shown.map((column) => (numbers && column === "low" ? "Number" : (query.columns[column] ?? column)));
  const claims = result.rows.map(claimsOf);
  const known = await cards([...new Set(claims.flat())], ask);
  const documents = (await ask(DOCUMENTS)).rows.map(({ document }) => document.value.split("/").pop());
  const short = shortened(documents);
  const name = shown.find((column) => column !== query.apart && column !== "standing"); // of what the row is about
  const bodies = result.rows.map((row, place) => {
    const cells = shown.map((column, at) => make(column === name ? "th" : "td", { role: column === name ? "rowheader" : "cell", scope: column === name && "row", "data-title": titles[at], class: !row[column] && "empty" }, bits(row[column], says(row, column), names, short)));
    const found = claims[place].map((iri) => known.get(iri)).filter(Boolean);
    const because = make("td", { role: "cell", colspan: shown.length }, evidence(found));
    return make("tbody", { role: "rowgroup" }, make("tr", { role: "row", class: "says" }, ...cells), make("tr", { role: "row", class: "because" }, because));
  });
  const heads = titles.map((title) => make("th", { scope: "col", role: "columnheader" }, make("a", { href: "#answer" }, title, make("span", { "aria-hidden": "true", class: "arrow" }))));
  const head = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads));
  const table = make("table", { class: "answer", role: "table", "data-sortable": "yes" }, make("caption", { class: "hidden", id: "caption" }, query.question), head, ...bodies);
  return make("div", { class: "scroll", role: "region", "aria-labelledby": "caption", tabindex: "0" }, table);
}

/** Whether a column tells anything; as `_tells` in pages/tables.py. */
function tells(column, rows, says, apart) {
  const values = new Set(rows.map((row) => says(row, column)));
  const goesWithoutSaying = values.size === 1 && (column === apart || values.has("general knowledge"));
  return !EVIDENCE.includes(column) && !goesWithoutSaying && [...values].some(Boolean);
}

/** The claims of a row. */
export function claimsOf(row) {
  return [...new Set(EVIDENCE.flatMap((column) => row[column]?.value.split(" ") ?? []))];
}

function bits(term, words, names, short) {
  const parts = !words ? [] : term.type === "uri" ? [node(term.value, words, names, short)] : several(words, names, short);
  return make("span", { class: "bits" }, ...parts.flatMap((part, place) => (place ? [", ", part] : [part])));
}

function node(iri, words, names, short) {
  if (LOOKS[words]) return badge(words);
  const part = iri.startsWith(`${names.own}claim/`) && iri.includes("-"), ours = iri.startsWith(names.own);
  return ours && !part ? make("a", { href: names.link(iri), title: short.has(words) && words }, short.get(words) ?? words) : words;
}

function several(words, names, short) {
  const parts = [...new Set(words.split("; "))].map((one) => one.split(/ (?=\()/)); // each with how it says it: `slug (hedged)`
  if (parts.every(([slug]) => short.has(slug))) return parts.map(([slug, how]) => make("a", { href: names.link(`${names.own}document/${slug}`), title: slug }, [short.get(slug), how].filter(Boolean).join(" ")));
  return [LOOKS[words] ? badge(words) : words];
}

function badge(words) {
  return make("span", { class: `badge ${LOOKS[words]}` }, words);
}
