// The evidence behind rows, as the server shows it: made of what the pages of the documents say of each claim.
import { make } from "../sparql/results.js";
import { page, site } from "./where.js";

const MOST = 12; // claims of a row that are shown whole; the others are linked

/** Claims by their IRIs, each with its document, words, badges and place. @param {string[]} claims @param {Function} ask */
export async function cards(claims, ask) {
  if (!claims.length) return new Map();
  const { rows } = await ask(`SELECT DISTINCT ?document WHERE { VALUES ?claim { ${claims.map((iri) => `<${iri}>`).join(" ")} } ?claim ho:statedIn ?document }`);
  const read = await Promise.all(rows.map(({ document: { value } }) => ofDocument(value)));
  return new Map(read.flat().map((card) => [card.iri, card]));
}

async function ofDocument(iri) {
  const slug = iri.split("/").pop(), address = new URL(`document/${slug}.html`, site).href;
  const got = await fetch(address);
  if (!got.ok) throw new Error(`${address} cannot be read: ${got.status}`);
  const read = new DOMParser().parseFromString(await got.text(), "text/html");
  const title = read.querySelector("h1").firstChild.textContent.trim();
  return [...read.querySelectorAll(".group")].flatMap((group) => {
    const heading = group.querySelector("h3").firstChild.textContent.trim();
    const section = heading === "(no heading)" ? "" : heading;
    return [...group.querySelectorAll(".lines > li")].map((line) => {
      const link = line.querySelector("a"), name = link.getAttribute("href").split("#")[1];
      const [start, end] = line.querySelector(".where").textContent.match(/characters (\d+)–(\d+)/).slice(1).map(Number);
      return { iri: `https://w3id.org/hograph/claim/${name}`, name, slug, address, title, section, start, end, label: link.textContent, badges: line.querySelector(".badges") };
    });
  });
}

/** What a row opens to: its claims side by side by document. @param {object[]} found cards */
export function evidence(found) {
  const whole = found.slice(0, MOST), others = found.slice(MOST);
  const sides = grouped(whole);
  const ordered = [...sides.keys()].sort().map((slug) => side(sides.get(slug).sort((a, b) => a.start - b.start || a.end - b.end)));
  const words = `Evidence: ${found.length} ${found.length === 1 ? "claim" : "claims"}${ordered.length > 1 ? `, ${ordered.length} documents side by side` : ""}`;
  const more = others.length ? [make("p", {}, `And ${others.length} more:`), make("ul", { class: "lines" }, ...others.map(line))] : [];
  return make("details", {}, make("summary", {}, words), make("div", { class: "sides" }, ...ordered), ...more);
}

function grouped(several) {
  const made = new Map();
  for (const card of several) made.set(card.slug, [...(made.get(card.slug) ?? []), card]);
  return made;
}

function side(several) {
  const [{ address, title, slug }] = several;
  const who = make("h3", { class: "who" }, make("a", { href: address }, title), " ", make("span", { class: "slug" }, slug));
  return make("section", { class: "side" }, who, ...several.map(whole));
}

function whole(card) {
  const place = `${card.section ? `Section “${card.section}”, ` : ""}characters ${card.start}–${card.end}`;
  return make("article", { class: "claim" }, make("p", { class: "says" }, link(card)), make("p", {}, ...badges(card)), make("p", { class: "where" }, place));
}

function line(card) {
  const place = `${card.section ? `, section “${card.section}”` : ""}, characters ${card.start}–${card.end}`;
  return make("li", {}, link(card), " ", ...badges(card), " ", make("span", { class: "where" }, make("a", { href: card.address }, card.slug), place));
}

function link(card) {
  return make("a", { href: page(`claim/${card.name}`) }, card.label);
}

function badges({ badges: several }) {
  return several ? [several.cloneNode(true)] : [];
}
