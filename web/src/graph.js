// The page of the graph: the picture is made from the table, and both follow the filters.
import { asPng, asSvg, download } from "./graph/picture.js";
import { GraphView } from "./graph/view.js";
import { engine, site } from "./site/where.js";

const table = document.querySelector("#relations");
const form = document.querySelector("#filters");
const status = document.querySelector("#shown");
const about = document.querySelector("#chosen");
const view = new GraphView(document.querySelector("#graph"), tell);
const rows = [...table.tBodies[0].rows].map(read);

function read(row) {
  const [subject, relation, object] = [...row.cells].slice(0, 3).map((cell) => cell.querySelector("a") ?? cell);
  const node = (link) => ({ id: link.dataset.term, label: link.textContent.trim(), category: link.dataset.category, href: link.href });
  return { row, from: node(subject), to: node(object), label: relation.textContent.trim(), ...row.dataset };
}

const checked = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

function filtered() {
  const kinds = checked("kind"), certainties = checked("certainty");
  return around(rows.filter((one) => kinds.has(one.kind) && certainties.has(one.certainty)));
}

/** What is related to the term that the page is about, in so many steps; all, when it is about none. */
function around(found) {
  const centre = form.dataset.term;
  if (!centre) return found;
  let reached = new Set([centre]), kept = [];
  for (let step = 0; step < Number(form.elements.steps.value); step += 1) {
    kept = found.filter(({ from, to }) => reached.has(from.id) || reached.has(to.id));
    reached = new Set([...reached, ...kept.flatMap(({ from, to }) => [from.id, to.id])]);
  }
  return kept;
}

function update() {
  const shown = filtered();
  const seen = new Set(shown);
  for (const one of rows) one.row.hidden = !seen.has(one);
  const nodes = new Map(shown.flatMap(({ from, to }) => [[from.id, from], [to.id, to]]));
  view.show([...nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), shown.map((one) => ({ source: one.from.id, target: one.to.id, label: one.label, look: look(one) })));
  status.textContent = `${nodes.size} terms, ${shown.length} relations`;
}

function look({ certainty, denied, corroborated }) {
  return [certainty.replaceAll(" ", "-"), denied ? "denied" : "", corroborated ? "corroborated" : ""].join(" ");
}

function tell(node, words = "Choose a term to see what is claimed of it.") {
  about.replaceChildren();
  if (!node) {
    about.append(words);
    return;
  }
  const shown = filtered().filter(({ from, to }) => from.id === node.id || to.id === node.id);
  const title = document.createElement("h3"), link = document.createElement("a"), list = document.createElement("ul");
  link.href = node.href;
  link.textContent = node.label;
  title.append(link);
  list.append(...shown.map((one) => item(one)));
  about.append(title, list);
}

function item({ row }) {
  const made = document.createElement("li");
  const [subject, relation, object, certainty] = row.cells;
  for (const cell of [subject, relation, object]) made.append(...[...cell.childNodes].map((child) => child.cloneNode(true)), " ");
  made.append(`(${certainty.textContent.trim()})`);
  return made;
}

function remember() {
  const parameters = new URLSearchParams(new FormData(form));
  for (const name of ["kind", "certainty"]) {
    const boxes = form.querySelectorAll(`input[name=${name}]`);
    if ([...boxes].every((box) => box.checked)) parameters.delete(name);
  }
  if (!parameters.get("what")) for (const name of ["what", "steps"]) parameters.delete(name);
  history.replaceState(null, "", parameters.size ? `?${parameters}` : location.pathname);
}

/** The filters as the address has them, where no server read it. */
function recall() {
  const parameters = new URLSearchParams(location.search);
  for (const name of ["kind", "certainty"]) {
    if (parameters.has(name)) for (const box of form.querySelectorAll(`input[name=${name}]`)) box.checked = parameters.getAll(name).includes(box.value);
  }
  const what = parameters.get("what");
  if (!what || form.dataset.term) return;
  const known = rows.flatMap(({ from, to }) => [from, to]).find(({ id, label }) => [id, `ho:${id}`, label].includes(what));
  form.elements.what.value = what;
  if (parameters.has("steps")) form.elements.steps.value = parameters.get("steps");
  if (known) form.dataset.term = known.id;
  else if (site) engine().find(what).then(centre, (error) => tell(null, error.message));
}

function centre(iri) {
  form.dataset.term = iri.split("/").pop();
  update();
  view.choose(view.byId.get(form.dataset.term) ?? null);
}

document.querySelector("#stage").hidden = false;
form.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox") return;
  update();
  remember();
});
for (const button of document.querySelectorAll("[data-does]")) {
  button.addEventListener("click", async () => {
    const does = button.dataset.does;
    if (does === "nearer" || does === "farther") view.zoom(does === "nearer" ? 1.4 : 1 / 1.4);
    if (does === "all") view.fit();
    if (does === "svg") download("hograph.svg", new Blob([asSvg(view.svg)], { type: "image/svg+xml" }));
    if (does === "png") download("hograph.png", await asPng(view.svg));
  });
}
recall();
update();
if (form.dataset.term) view.choose(view.byId.get(form.dataset.term) ?? null);
