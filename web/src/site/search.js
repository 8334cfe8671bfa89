// The search of the site: terms, questions and claims for some words, as far as no server is needed for it.
import { Names, make } from "../sparql/results.js";
import { engine, page, site, vocabulary } from "./where.js";

const MOST = 40, QUESTIONS = 4, STEM = 5;
const FOUND = `SELECT ?term ?label (MIN(?name) AS ?also) WHERE {
  ?term a owl:Class ; rdfs:label ?label .
  ?term rdfs:label|oboInOwl:hasExactSynonym|oboInOwl:hasRelatedSynonym|oboInOwl:hasNarrowSynonym|oboInOwl:hasBroadSynonym ?name .
  FILTER (STRSTARTS(STR(?term), STR(ho:)) && (CONTAINS(LCASE(STR(?name)), WORDS) || CONTAINS(APART, CONCAT(" ", LCASE(STR(?name)), " "))))
} GROUP BY ?term ?label ORDER BY (LCASE(STR(?label)) != WORDS) (!CONTAINS(LCASE(STR(?label)), WORDS)) STRLEN(STR(?label)) ?label LIMIT ${MOST}`;
const CLAIMS = `SELECT DISTINCT ?claim ?label WHERE { ?claim a ho:Claim ; rdfs:label ?label . FILTER (CONTAINS(LCASE(STR(?label)), WORDS)) } ORDER BY STRLEN(STR(?label)) ?label LIMIT ${MOST}`;

/** Put what is found into the page. @param {Element} main @param {string} words */
export async function search(main, words) {
  if (!words) return;
  for (const field of document.querySelectorAll("input[name=q]")) field.value = words;
  main.querySelector("h1").textContent = `Found for “${words}”`;
  document.title = `Search: ${words} · hograph`;
  for (const old of main.querySelectorAll("p, section")) old.remove();
  const told = make("p", { class: "number", role: "status" }, "Looking ...");
  main.append(told);
  const key = words.toLowerCase(), names = new Names(await vocabulary(), page);
  const apart = ` ${key.match(/[\p{L}\p{N}-]+/gu)?.join(" ")} `;
  const filled = (query) => query.replaceAll("WORDS", () => JSON.stringify(key)).replace("APART", () => JSON.stringify(apart));
  const [terms, claims] = await Promise.all([FOUND, CLAIMS].map((query) => engine().ask(filled(query))));
  const near = questions(await engine().queries(), key, terms.rows[0], names);
  const found = near.length + terms.rows.length + claims.rows.length;
  const count = ({ rows }, one) => `${rows.length === MOST ? "the first " : ""}${rows.length} ${rows.length === 1 ? one : `${one}s`}`;
  told.textContent = found ? `Here are ${count({ rows: near }, "question")}, ${count(terms, "term")}, ${count(claims, "claim")}.` : "Nothing is called so, and no claim says it. Try fewer or other words; the ";
  if (!found) told.append(make("a", { href: new URL("index.html#questions", site).href }, "questions"), " show what can be asked.");
  const list = (title, items) => items.length && main.append(make("section", {}, make("h2", {}, title), make("ul", { class: "lines" }, ...items.map((parts) => make("li", {}, ...parts)))));
  list("Questions", near);
  list("Terms", terms.rows.map(({ term, label, also }) => [link(names.link(term.value), label.value), ...(label.value.toLowerCase().includes(key) ? [] : [note(` also called ${also.value}`)])]));
  list("Claims", claims.rows.map(({ claim, label }) => [link(names.link(claim.value), label.value)]));
}

/** The canned queries whose questions have the words' rarest beginnings, asked of the term that the words name. */
function questions(queries, key, first, names) {
  const stems = (text) => new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => word.slice(0, STEM)));
  const known = Object.entries(queries).map(([name, query]) => ({ name, query, own: stems(name), has: stems(`${name} ${query.question}`) }));
  const weight = (stem) => 1 / known.filter(({ has }) => has.has(stem)).length;
  const likeness = (has) => [...stems(key)].filter((stem) => has.has(stem)).reduce((sum, stem) => sum + weight(stem), 0);
  const near = known.map((one) => ({ ...one, near: likeness(one.has) + likeness(one.own) / one.own.size })).filter((one) => one.near > 0).sort((a, b) => b.near - a.near).slice(0, QUESTIONS);
  return near.map(({ name, query: { question, parameters } }) => {
    const fits = ({ type, category }) => type === "term" && first && (!category?.length || category.includes(names.kinds.get(first.term.value)));
    const [of] = Object.entries(parameters).find(([, one]) => fits(one)) ?? [];
    const address = new URL(`queries/${name}.html`, site);
    if (of) address.searchParams.set(of, first.label.value);
    return [link(address.href, question), ...(of ? [note(` with ${of} = ${first.label.value}`)] : [])];
  });
}

function link(href, words) {
  return make("a", { href }, words);
}

function note(words) {
  return make("span", { class: "where" }, words);
}
