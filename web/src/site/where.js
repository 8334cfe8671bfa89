// Where the pages are: with a server, or as files with the engine in a worker.
import { endpoint } from "../sparql/backends.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const meta = document.querySelector("meta[name=hograph-site]");

/** The root of the site's files; null where there is a server. */
export const site = meta ? new URL(meta.content, location.href) : null;

/** Who answers queries: the server, at this address, or the engine. */
export function backend(url) {
  return site ? engine() : endpoint(url);
}

let loaded;

/** The engine of the site, loaded when it is first asked. */
export function engine() {
  loaded ??= import(new URL("engine.js", import.meta.url).href);
  const it = async () => (await loaded).engine(site);
  const passed = ["ask", "canned", "find", "queries", "wider"].map((name) => [name, async (...asked) => (await it())[name](...asked)]);
  return Object.fromEntries(passed);
}

/** The address of the page of a thing of ours. @param {boolean} term whether it is a term of the ontology */
export function page(name, term) {
  if (!site) return `/${name}`;
  const cut = name.lastIndexOf("/"), kind = name.slice(0, Math.max(cut, 0)), [own] = name.slice(cut + 1).split("-");
  if (kind === "document") return new URL(`${name}.html`, site).href;
  if (["claim", "proposition"].includes(kind) || term) return new URL(`${shelf(kind, own[0].toLowerCase())}.html#${own}`, site).href;
  const asked = new URL("explore/sparql.html", site);
  asked.searchParams.set("thing", name);
  return asked.href;
}

/** The file in which things stand whose names begin so; as `place_of` in site/shelves.py. */
function shelf(kind, letter) {
  return kind ? `${kind}/${LETTERS[Math.floor(LETTERS.indexOf(letter) / 4) * 4]}` : `term/${letter}`;
}

/** What terms are called. */
export async function vocabulary() {
  return (await fetch(new URL("explore/vocabulary.json", site))).json();
}
