// The comparison and the disagreements with other wishes than those of their files, which have everything: what does not fit is hidden.
import { engine } from "./where.js";

const DIFFERING = new Set(["contested", "open question"]);

/** The matrix: statements about a term, of some documents, of several documents only. @param {URLSearchParams} given */
export async function compare(table, form, given) {
  const chosen = given.getAll("document"), shared = given.get("show") !== "all", term = given.get("term")?.trim();
  form.elements.show.value = shared ? "shared" : "all";
  form.elements.term.value = term ?? "";
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = !chosen.length || chosen.includes(box.value);
  const slugs = [...table.tHead.rows[0].cells].map((cell) => cell.querySelector("a")?.title);
  const out = (place) => slugs[place] && chosen.length && !chosen.includes(slugs[place]);
  const about = term ? await named(term) : null;
  let number = 0, alone = 0;
  for (const row of table.rows) {
    const cells = [...row.cells];
    cells.forEach((cell, place) => { cell.hidden = out(place); });
    if (row.parentNode === table.tHead) continue;
    const speaking = cells.filter((cell, place) => slugs[place] && !out(place) && cell.querySelector("a")).length;
    const meant = speaking && (!about || about.has(cells[0].querySelector("a").href.split("#")[1]));
    const told = !shared || speaking > 1 || DIFFERING.has(cells[1].textContent.trim());
    row.hidden = !meant || !told;
    number += row.hidden ? 0 : 1;
    alone += meant && !told ? 1 : 0;
  }
  document.querySelector("#matrix").textContent = `${number} ${number === 1 ? "statement" : "statements"}`;
  if (!alone) return;
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = `${alone} more of which one document alone speaks are left out; choose “all” to see them.`;
  document.querySelector("#matrix").after(note);
}

async function named(term) {
  const iri = await engine().find(term);
  const { rows } = await engine().ask(`SELECT DISTINCT ?proposition WHERE { ?proposition ho:subject|ho:object <${iri}> ; ho:agreement ?agreement }`);
  return new Set(rows.map(({ proposition }) => proposition.value.split("/").pop()));
}

/** The pairs at odds: of a kind, with a part in a document. @param {URLSearchParams} given */
export function disagreements(given) {
  const only = given.get("only") ?? "", slug = given.get("document") ?? "", pairs = [...document.querySelectorAll(".pair")];
  if (!only && !slug) return;
  for (const pair of pairs) {
    const kind = pair.querySelector("h3").textContent.toLowerCase().startsWith(`${only.toLowerCase()}:`);
    pair.hidden = (only && !kind) || (slug && ![...pair.querySelectorAll(".slug")].some(({ textContent }) => textContent.startsWith(slug)));
  }
  for (const link of document.querySelectorAll(".chips a")) {
    const address = new URL(link.href);
    if ((address.searchParams.get("only") ?? "") === only) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (slug) address.searchParams.set("document", slug);
    link.href = address.href;
  }
  const form = document.querySelector("form.filter");
  form.elements.document.value = slug;
  if (only) form.append(hidden("only", only));
  const shown = pairs.filter((pair) => !pair.hidden).length;
  document.querySelector("main > h2").textContent = `${shown} ${shown === 1 ? "pair" : "pairs"}`;
}

function hidden(name, value) {
  const made = document.createElement("input");
  Object.assign(made, { type: "hidden", name, value });
  return made;
}
