// Charts of answers, the same as those of pages/charts.py in geometry and words.
import { make } from "../sparql/results.js";
import { reading, shortened } from "./words.js";

const ROW = 30, CELL = 74, HEAD = 118, EDGE = 12, TURNED = 100, LETTER = 7.2, WEEK = 7;
const CHARTS = { "sites-by-population": sites, "document-coverage": coverage, timeline };

/** The figure of an answer; null where none tells more than its table. */
export function chart(name, result, names) {
  const { says } = reading(result.columns, names);
  const records = result.rows.map((row) => Object.fromEntries(result.columns.map((column) => [column, says(row, column)])));
  const drawn = CHARTS[name]?.(records, result.rows);
  return drawn ? figure(drawn) : null;
}

function sites(records) {
  const people = ({ population }) => population || "people in general";
  const rows = counted(records.map(people)), columns = counted(records.map(({ site }) => site)), left = beside(rows);
  const marks = rows.flatMap((population, y) => columns.flatMap((site, x) => {
    const here = records.filter((one) => people(one) === population && one.site === site);
    if (!here.length) return [];
    const number = new Set(here.map(({ document }) => document)).size, look = lookOf(here);
    const order = here.find((one) => one.order)?.order ?? "";
    const told = `${population}, ${site}: ${documents(number)}${order && `, place ${order}`}${apart(here)}${look === "hedged" ? ", hedged" : ""}`;
    return [circle(left + (x + 0.5) * CELL, HEAD + (y + 0.5) * ROW, Math.min(18 + 5 * number, 34) / 2, look, order, told)];
  }));
  const lines = [...rows, 0].map((_, y) => [left, HEAD + y * ROW, left + columns.length * CELL, HEAD + y * ROW]);
  const key = { sure: "asserted; the number is the place in the order, the size tells how many documents", hedged: "hedged", ...keyOf(records) };
  return { title: "Sites by population", told: `${rows.length} populations against ${columns.length} sites; the table below says the same.`, ...grid(rows, columns, left), marks, lines, key };
}

function coverage(records) {
  const counts = new Map(), sums = new Map();
  for (const { claimkind, document, number } of records) {
    counts.set(`${claimkind}\n${document}`, (counts.get(`${claimkind}\n${document}`) ?? 0) + Number(number));
    sums.set(claimkind, (sums.get(claimkind) ?? 0) + Number(number));
  }
  const rows = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || compare(a, b)), slugs = [...new Set(records.map(({ document }) => document))].sort();
  const left = beside(rows), most = Math.max(...counts.values());
  const marks = rows.flatMap((kind, y) => slugs.map((slug, x) => {
    const number = counts.get(`${kind}\n${slug}`) ?? 0;
    return rect(left + x * CELL + 1, HEAD + y * ROW + 1, CELL - 2, ROW - 2, `heat${shade(number, most)}`, number ? String(number) : "·", `${kind}, ${slug}: ${number} claims`);
  }));
  const names = [...shortened(slugs).values()];
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  return { title: "Claims by kind and document", told: `${total} claims of ${rows.length} kinds in ${documents(slugs.length)}; the table below says the same.`, ...grid(rows, names, left), marks, lines: [], key: {} };
}

function timeline(records, raw) {
  const days = (term) => (term ? Number(term.value) : null);
  const timed = records.map((one, place) => ({ ...one, low: days(raw[place].mindays), high: days(raw[place].maxdays) })).filter(({ low, high, anchor }) => (low !== null || high !== null) && anchor);
  if (!timed.length) return null;
  for (const one of timed) Object.assign(one, span(one));
  timed.sort((a, b) => compare(a.anchor, b.anchor) || a.from - b.from || a.to - b.to || compare(a.subject, b.subject));
  const left = 380, top = 34, first = Math.min(0, ...timed.map(({ from }) => from)), last = Math.max(...timed.map(({ to }) => to));
  const scale = 420 / Math.max(last - first, 1), zero = left - first * scale, marks = [], labels = [];
  timed.forEach((one, y) => {
    const open = one.high === null, name = `${one.subject} ${one.relation} ${one.object}`, middle = top + (y + 0.5) * ROW;
    const width = Math.max((one.to - one.from) * scale, 5) + (open ? 24 : 0), x = zero + one.from * scale - (open && one.position === "before" ? width : 0);
    marks.push(rect(x, middle - 8, width, 16, `${open && lookOf([one]) !== "apart" ? "open" : ""}${lookOf([one])}`, "", `${name}: ${one.timing}, ${one.certainty}${apart([one])}`));
    labels.push(label(left - 10, middle, cut(name, 52), "end"), label(Math.max(x + width, zero) + 8, middle, one.timing));
  });
  const height = top + timed.length * ROW + EDGE, step = [1, 2, 4, 8, 13, 26, 52, 104, 520, 5200].find((one) => (last - first) / one <= 8 || one === 5200);
  const ticks = [];
  for (let week = Math.floor(first / step) * step; week <= last; week += step) if (week >= first) ticks.push(week);
  labels.push(...ticks.map((week) => label(zero + week * scale, top - 12, week ? `${week} w` : "event", "middle")));
  const width = Math.max(...labels.filter(({ anchor }) => anchor === "start").map(({ x, text }) => x + text.length * LETTER)) + EDGE;
  const key = { sure: "asserted", hedged: "hedged", opensure: "no end is stated", ...keyOf(timed) };
  return { title: "When, measured from an event", told: `${timed.length} statements with a time, in weeks before or after the event named beside each; the table below says the same.`, width, height, marks, labels, lines: ticks.map((week) => [zero + week * scale, top, zero + week * scale, height - EDGE]), key };
}

/** As `_look`, `_apart` and `_key` in pages/charts.py. */
function lookOf(records) {
  const stated = records.filter(({ standing }) => standing.startsWith("stated"));
  if (!stated.length) return "apart";
  return stated.some(({ certainty }) => certainty === "asserted") ? "sure" : "hedged";
}

function apart(records) {
  return lookOf(records) === "apart" ? `, ${records[0].standing}` : "";
}

function keyOf(records) {
  return records.some((one) => lookOf([one]) === "apart") ? { apart: "left open, denied, or of studies, animals or advice against it alone" } : {};
}

/** From when to when, in weeks; as `_ends` in pages/charts.py. */
function span({ low, high, position }) {
  const sign = position === "before" ? -1 : 1;
  const [from, to] = [low ?? 0, high ?? low ?? 0].map((one) => (sign * one) / WEEK).sort((a, b) => a - b);
  return { from, to };
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function counted(words) {
  const number = new Map();
  for (const word of words) number.set(word, (number.get(word) ?? 0) + 1);
  return [...number.keys()].sort((a, b) => number.get(b) - number.get(a) || compare(a, b));
}

function documents(number) {
  return `${number} ${number === 1 ? "document" : "documents"}`;
}

function cut(text, most = 40) {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function shade(number, most) {
  return number ? 1 + Math.min(3, Math.floor((4 * (number - 1)) / most)) : 0;
}

function beside(rows) {
  return Math.max(...rows.map((row) => cut(row).length)) * LETTER + 20;
}

function grid(rows, columns, left) {
  const labels = [...rows.map((row, y) => label(left - 10, HEAD + (y + 0.5) * ROW, cut(row), "end")), ...columns.map((column, x) => label(left + (x + 0.5) * CELL, HEAD - 8, cut(column, 22), "start", true))];
  return { width: left + columns.length * CELL + TURNED, height: HEAD + rows.length * ROW + EDGE, labels };
}

function label(x, y, text, anchor = "start", turned = false) {
  return { x, y, text, anchor, turned };
}

function circle(x, y, r, look, text, told) {
  return { shape: ["circle", { cx: x, cy: y, r }], x, y, look, text, told };
}

function rect(x, y, width, height, look, text, told) {
  return { shape: ["rect", { x, y, width, height, rx: 3 }], x: x + width / 2, y: y + height / 2, look, text, told };
}

function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? Number(value.toFixed(1)) : value);
  made.append(...children);
  return made;
}

function figure({ title, told, width, height, marks, labels, lines, key }) {
  const words = ({ x, y, text, anchor, turned }) => svg("text", { x, y, "text-anchor": anchor, ...(turned && { transform: `rotate(-35 ${x.toFixed(1)} ${y.toFixed(1)})` }) }, text);
  const mark = ({ shape, x, y, look, text, told: said }) => svg("g", { class: look }, svg("title", {}, said), svg(...shape), ...(text ? [words({ x, y, text, anchor: "middle" })] : []));
  const drawn = svg("svg", { role: "img", "aria-labelledby": "chart-title chart-told", viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}`, width, height },
    svg("title", { id: "chart-title" }, title), svg("desc", { id: "chart-told" }, told),
    ...lines.map(([x1, y1, x2, y2]) => svg("line", { x1, y1, x2, y2 })), ...marks.map(mark), ...labels.map(words));
  const keys = Object.entries(key).map(([look, meaning]) => make("span", { class: "key" }, svg("svg", { "aria-hidden": "true", width: 16, height: 16, viewBox: "0 0 16 16" }, svg("g", { class: look }, svg("rect", { x: 1, y: 2, width: 14, height: 12, rx: 3 }))), ` ${meaning}`));
  return make("figure", { class: "chart" }, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Chart: ${title}` }, drawn), make("figcaption", {}, make("strong", {}, `${title}.`), " ", ...keys));
}
