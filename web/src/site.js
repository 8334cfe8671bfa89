// Every page of the site without a server: questions with other parameters, and the search, are answered by the engine here.
import { download } from "./graph/picture.js";
import { answer } from "./site/answer.js";
import { chart } from "./site/charts.js";
import { compare, disagreements } from "./site/views.js";
import { Names, make, size } from "./sparql/results.js";
import { engine, page, site } from "./site/where.js";

const MOST = 40;
const FOUND = `SELECT DISTINCT ?term ?label WHERE {
  ?term a owl:Class ; rdfs:label ?label .
  ?term rdfs:label|oboInOwl:hasExactSynonym|oboInOwl:hasRelatedSynonym|oboInOwl:hasNarrowSynonym|oboInOwl:hasBroadSynonym ?name .
  FILTER (CONTAINS(LCASE(STR(?name)), WORDS) && STRSTARTS(STR(?term), STR(ho:)))
} ORDER BY (LCASE(STR(?label)) != WORDS) (!CONTAINS(LCASE(STR(?label)), WORDS)) STRLEN(STR(?label)) ?label LIMIT ${MOST}`;
const CLAIMS = `SELECT DISTINCT ?claim ?label WHERE { ?claim a ho:Claim ; rdfs:label ?label . FILTER (CONTAINS(LCASE(STR(?label)), WORDS)) } ORDER BY STRLEN(STR(?label)) ?label LIMIT ${MOST}`;
const given = new URLSearchParams(location.search);
const main = document.querySelector("main");

async function vocabulary() {
  return (await fetch(new URL("explore/vocabulary.json", site))).json();
}

function section(title, ...content) {
  return make("section", {}, make("h2", {}, title), ...content);
}

/** The page of a question, asked with what the address gives; with nothing given, the answer of its file stays. */
async function question(form) {
  const name = form.dataset.query, query = (await engine().queries())[name];
  const asked = Object.fromEntries([...given].filter(([key, value]) => key in query.parameters && value));
  suggest(form, query);
  if (Object.keys(asked).length || given.has("rows")) await ask(form, name, query, asked);
  saving(name, asked);
}

async function ask(form, name, query, asked) {
  for (const [key, value] of Object.entries(asked)) if (form.elements[key]) form.elements[key].value = value;
  for (const old of [...main.querySelectorAll("section:not(#along)")]) old.remove();
  const told = make("p", { class: "number", id: "counted", role: "status" }, "Asking ...");
  const put = make("section", { "aria-labelledby": "answer" }, make("h2", { id: "answer" }, "Answer"), told);
  form.after(put);
  const [result, known] = await Promise.all([engine().canned(name, asked), vocabulary()]);
  const names = new Names(known, page);
  await names.learn(result, engine().ask);
  told.textContent = size(result);
  const words = Object.entries(asked).map(([key, value]) => `${key} = ${value}`).join(", ");
  if (words) {
    put.append(make("p", { class: "note" }, `Asked with ${words}.`));
    const typed = Object.entries(asked).map(([key, value]) => ` -p ${key}="${value}"`).join("");
    document.querySelector("#along code").textContent = `hograph query ${name}${typed} --evidence`;
  }
  if (!result.rows.length) {
    put.append(make("p", {}, "No claim answers it: that the graph has none does not mean that it is not so."));
    return;
  }
  const drawn = chart(name, result, names);
  put.append(...(drawn ? [drawn] : []), filter(), await answer(result, names, query, engine().ask));
  document.dispatchEvent(new Event("answered"));
}

function filter() {
  const box = make("input", { id: "filter", name: "filter", type: "search", maxlength: "200" });
  return make("form", { class: "filter" }, make("label", { for: "filter" }, "Only rows with"), " ", box, " ", make("button", { class: "quiet" }, "Filter"));
}

/** Terms that a field may take, once somebody writes into it. */
function suggest(form, { parameters }) {
  for (const [name, { type, category }] of Object.entries(parameters)) {
    const field = form.elements[name];
    if (type === "term") field?.addEventListener("focus", () => offer(field, category ?? []), { once: true });
  }
}

async function offer(field, categories) {
  const { terms } = await vocabulary();
  const fitting = terms.filter(([, , , category]) => (categories.length ? categories.includes(category) : category));
  const list = make("datalist", { id: `l-${field.name}` }, make("option", { value: "any" }), ...fitting.map(([, label]) => make("option", { value: label })));
  field.after(list);
  field.setAttribute("list", list.id);
}

/** Buttons that save the answer as a file. */
function saving(name, asked) {
  const buttons = Object.entries({ CSV: "text/csv", TSV: "text/tab-separated-values", JSON: "application/sparql-results+json" }).map(([format, media]) => {
    const button = make("button", { type: "button", class: "quiet" }, format);
    button.addEventListener("click", async () => {
      const { text } = await engine().canned(name, asked, { accept: media });
      download(`${name}.${format.toLowerCase()}`, new Blob([text], { type: media }));
    });
    return button;
  });
  document.querySelector("#along h2")?.after(make("div", { class: "tools", role: "group", "aria-label": "Save the answer" }, make("span", {}, "Save as"), ...buttons));
}

async function search() {
  const words = given.get("q")?.trim();
  if (!words) return;
  for (const field of document.querySelectorAll("input[name=q]")) field.value = words;
  main.querySelector("h1").textContent = `Found for “${words}”`;
  for (const old of main.querySelectorAll("p, section")) old.remove();
  const told = make("p", { class: "number", role: "status" }, "Looking ...");
  main.append(told);
  const literal = JSON.stringify(words.toLowerCase()), known = await vocabulary(), names = new Names(known, page);
  const [terms, claims] = await Promise.all([FOUND, CLAIMS].map((query) => engine().ask(query.replaceAll("WORDS", literal))));
  const list = (rows, key) => make("ul", { class: "lines" }, ...rows.map((row) => make("li", {}, make("a", { href: names.link(row[key].value) }, row.label.value))));
  const found = terms.rows.length + claims.rows.length, count = ({ rows }) => (rows.length === MOST ? `the first ${MOST}` : rows.length);
  told.textContent = found ? `Here are ${count(terms)} terms, ${count(claims)} claims.` : "Nothing is called so, and no claim says it. Try fewer or other words.";
  if (terms.rows.length) main.append(section("Terms", list(terms.rows, "term")));
  if (claims.rows.length) main.append(section("Claims", list(claims.rows, "claim")));
}

async function start() {
  const form = document.querySelector("form.ask[data-query]"), matrix = document.querySelector(".matrix");
  try {
    if (form) await question(form);
    else if (matrix) await compare(matrix, document.querySelector("form.ask"), given);
    else if (document.querySelector(".pair")) disagreements(given);
    else if (document.querySelector("meta[name=hograph-page]")?.content === "search") await search();
  } catch (error) {
    main.append(make("p", { class: "error", role: "alert" }, error.message));
  }
  document.documentElement.dataset.settled = "yes";
}

/** Of a shelf, the thing in the address gives the page its name. */
function entitled() {
  const title = document.querySelector(".thing:target h1");
  if (title) document.title = `${[...title.childNodes].filter(({ nodeName }) => nodeName !== "CODE").map(({ textContent }) => textContent).join("").trim()} · hograph`;
}

addEventListener("hashchange", entitled);
entitled();
start();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(new URL("offline.js", site)).catch(() => {}); // a host may forbid it; pages go without
