// Every page of the site without a server: questions with other parameters, and the search, are answered by the engine here.
import { Names, make, size, table } from "./sparql/results.js";
import { engine, page, site } from "./site/where.js";

const FOUND = `SELECT DISTINCT ?term ?label WHERE {
  ?term a owl:Class ; rdfs:label ?label .
  ?term rdfs:label|oboInOwl:hasExactSynonym|oboInOwl:hasRelatedSynonym|oboInOwl:hasNarrowSynonym|oboInOwl:hasBroadSynonym ?name .
  FILTER (CONTAINS(LCASE(STR(?name)), WORDS) && STRSTARTS(STR(?term), STR(ho:)))
} ORDER BY (LCASE(STR(?label)) != WORDS) (!CONTAINS(LCASE(STR(?label)), WORDS)) STRLEN(STR(?label)) ?label LIMIT 40`;
const CLAIMS = `SELECT DISTINCT ?claim ?label WHERE { ?claim a ho:Claim ; rdfs:label ?label . FILTER (CONTAINS(LCASE(STR(?label)), WORDS)) } ORDER BY STRLEN(STR(?label)) ?label LIMIT 40`;
const given = new URLSearchParams(location.search);
const main = document.querySelector("main");

async function vocabulary() {
  return (await fetch(new URL("explore/vocabulary.json", site))).json();
}

function section(title, ...content) {
  return make("section", {}, make("h2", {}, title), ...content);
}

/** The page of a question, asked with what the address gives. */
async function question(form) {
  const name = form.dataset.query, { parameters, columns } = (await engine().queries())[name];
  const asked = Object.fromEntries([...given].filter(([key, value]) => key in parameters && value));
  if (!Object.keys(asked).length) return;
  for (const [key, value] of Object.entries(asked)) if (form.elements[key]) form.elements[key].value = value;
  for (const old of [...main.querySelectorAll("section")]) old.remove();
  const told = make("p", { class: "note", role: "status" }, "Asking ...");
  main.append(told);
  const [result, known] = await Promise.all([engine().canned(name, asked), vocabulary()]);
  const names = new Names(known, page);
  await names.learn(result, engine().ask);
  const words = Object.entries(asked).map(([key, value]) => `${key} = ${value}`).join(", ");
  told.textContent = `Asked with ${words}. ${size(result)}. Each row leads to the claims that it rests on.`;
  main.append(section("Answer", ...(result.rows.length ? table(result, names, columns) : [make("p", {}, "No claim answers it: that the graph has none does not mean that it is not so.")])));
}

async function search() {
  const words = given.get("q")?.trim();
  if (!words) return;
  for (const field of document.querySelectorAll("input[name=q]")) field.value = words;
  main.querySelector("h1").textContent = `Found for “${words}”`;
  for (const old of main.querySelectorAll("p, section")) old.remove();
  const literal = JSON.stringify(words.toLowerCase()), known = await vocabulary(), names = new Names(known, page);
  const [terms, claims] = await Promise.all([FOUND, CLAIMS].map((query) => engine().ask(query.replaceAll("WORDS", literal))));
  const list = (rows, key) => make("ul", { class: "lines" }, ...rows.map((row) => make("li", {}, make("a", { href: names.link(row[key].value) }, row.label.value))));
  if (terms.rows.length) main.append(section("Terms", list(terms.rows, "term")));
  if (claims.rows.length) main.append(section("Claims", list(claims.rows, "claim")));
  if (!terms.rows.length && !claims.rows.length) main.append(make("p", {}, "Nothing is called so, and no claim says it. Try fewer or other words."));
}

async function start() {
  const form = document.querySelector("form.ask[data-query]");
  try {
    if (form) await question(form);
    else if (document.querySelector("meta[name=hograph-page]")?.content === "search") await search();
  } catch (error) {
    main.append(make("p", { class: "error", role: "alert" }, error.message));
  }
  document.documentElement.dataset.settled = "yes";
}

start();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(new URL("offline.js", site)).catch(() => {}); // a host may forbid it; pages go without
