// Every page of the site without a server: questions with other parameters, and the search, are answered by the engine here.
import { download } from "./graph/picture.js";
import { answer } from "./site/answer.js";
import { chart } from "./site/charts.js";
import { compare, disagreements } from "./site/views.js";
import { Names, make, size } from "./sparql/results.js";
import { search } from "./site/search.js";
import { engine, page, site, vocabulary } from "./site/where.js";

const given = new URLSearchParams(location.search);
const main = document.querySelector("main");

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
  const [result, known] = await Promise.all([engine().canned(name, asked), vocabulary()]).catch((error) => {
    put.remove();
    throw error;
  });
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
    const found = await engine().wider(name, asked);
    if (found) put.append(instead(found, asked, names));
    return;
  }
  const drawn = chart(name, result, names);
  put.append(...(drawn ? [drawn] : []), filter(), await answer(result, names, query, engine().ask));
  document.dispatchEvent(new Event("answered"));
}

/** The way to the nearest wider question that has rows; as `told` of query/wider.py says it. */
function instead({ before, now, rows }, asked, names) {
  const changed = Object.keys(now).filter((key) => now[key] !== before[key]);
  const words = (term) => (term === "UNDEF" ? "any" : term.startsWith("<") ? names.label(term.slice(1, -1)) : JSON.parse(term));
  const said = (term) => (term.startsWith("<") ? `${words(term)} (${names.short(term.slice(1, -1))})` : words(term));
  const address = new URLSearchParams({ ...asked, ...Object.fromEntries(changed.map((key) => [key, words(now[key])])) });
  const told = `With ${changed.map((key) => `${key} = ${said(now[key])}`).join(", ")} there ${rows === 1 ? "is 1 row" : `are ${rows} rows`}: `;
  return make("p", {}, told, make("a", { href: `?${address}` }, "ask it so"), ".");
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

async function start() {
  const form = document.querySelector("form.ask[data-query]"), matrix = document.querySelector(".matrix");
  try {
    if (form) await question(form);
    else if (matrix) await compare(matrix, document.querySelector("form.ask"), given);
    else if (document.querySelector(".pair")) disagreements(given);
    else if (document.querySelector("meta[name=hograph-page]")?.content === "search") await search(main, given.get("q")?.trim());
  } catch (error) {
    (document.querySelector("form.ask") ?? main.lastElementChild).after(make("p", { class: "error", role: "alert" }, error.message));
  }
  document.documentElement.dataset.settled = "yes";
}

/** Of a shelf, the thing in the address gives the page its name. */
function entitled() {
  const title = document.getElementById(location.hash.slice(1))?.querySelector(".thing h1");
  if (title) document.title = `${[...title.childNodes].filter(({ nodeName }) => nodeName !== "CODE").map(({ textContent }) => textContent).join("").trim()} · hograph`;
}

addEventListener("hashchange", entitled);
entitled();
start();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(new URL("offline.js", site)).catch(() => {}); // a host may forbid it; pages go without
