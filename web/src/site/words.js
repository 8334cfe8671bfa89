// Cells of answers in words, as `reading` of query/cells.py has them: durations and shares written out, the ends and the unit of a number together.
const UNITS = { Y: "year", M: "month", W: "week", D: "day", TH: "hour", TM: "minute", TS: "second" };
const UCUM = { a: "years", mo: "months", wk: "weeks", d: "days", h: "hours", min: "minutes", s: "seconds", 1: "", "[degF]": "°F", Cel: "°C" };
const DURATION = /^P(T?)(\d+(?:\.\d+)?)([YMWDHS])$/;
const NUMBER = ["low", "high", "unit", "approximate"];
const LENGTH = ["shortest", "longest"];
const DAYS = ["mindays", "maxdays", "approximate"];

/** The columns that a reader sees, and what each cell of them says. @param {string[]} columns @param {Names} names */
export function reading(columns, names) {
  const numbers = NUMBER.every((one) => columns.includes(one));
  const days = columns.includes("timing") && DAYS.every((one) => columns.includes(one));
  const left = numbers ? [...NUMBER.slice(1), ...LENGTH] : days ? DAYS : [];
  const says = (row, column) => (numbers && column === "low" ? number(row) : words(row, column, names));
  return { columns: columns.filter((one) => !left.includes(one)), numbers, says };
}

function words(row, column, names) {
  const term = row[column];
  if (!term) return "";
  if (term.type === "uri") return named(term.value, names);
  const { value, datatype = "" } = term;
  if (DURATION.test(value)) return durations(value, value);
  if (row.property?.value === `${names.own}unit`) return UCUM[value] || value;
  if (datatype.endsWith("#boolean")) return value === "true" ? "yes" : "no";
  return /#(decimal|double|float)$/.test(datatype) ? ends(value, value) : value;
}

function named(iri, names) {
  const document = `${names.own}document/`;
  return iri.startsWith(document) ? iri.slice(document.length) : names.label(iri);
}

function number(row) {
  const [low, high, unit, approximate] = NUMBER.map((column) => row[column]?.value ?? "");
  const about = approximate === "true" ? "about " : "";
  const [first, last] = LENGTH.map((column) => row[column]?.value ?? "");
  if (first || last) return about + durations(first, last);
  const share = row.sort?.value === "frequency";
  const sign = share ? "%" : (UCUM[unit || "1"] ?? unit);
  return about + ends(low, high, share ? 100 : 1) + (sign && ` ${sign}`);
}

function ends(low, high, times = 1) {
  const [first, last] = [low, high].map((one) => (one === "" ? "" : plain(one * times)));
  if (first === "" || last === "") return first !== "" ? `at least ${first}` : last !== "" ? `up to ${last}` : "";
  return first === last ? first : `${first} to ${last}`;
}

function plain(value) {
  return String(Number(value.toPrecision(12)));
}

function durations(low, high) {
  if (!low || !high) return low ? `from ${phrase(low)}` : high ? `up to ${phrase(high)}` : "";
  if (low === high) return phrase(low);
  const [first, last] = [low, high].map((one) => DURATION.exec(one));
  return `${first[1] + first[3] === last[1] + last[3] ? first[2] : phrase(low)} to ${phrase(high)}`;
}

function phrase(duration) {
  const [, time, amount, unit] = DURATION.exec(duration);
  return `${amount} ${UNITS[time + unit]}${amount === "1" ? "" : "s"}`;
}

/** Each document by the first words of its slug that tell it from the others, two at least. */
export function shortened(slugs) {
  const beginning = (slug, number) => slug.split("-").slice(0, number).join("-");
  const own = (slug) => (number) => slugs.filter((other) => other.startsWith(`${beginning(slug, number)}-`) || other === beginning(slug, number)).length === 1;
  return new Map(slugs.map((slug) => [slug, beginning(slug, [2, 3, 4, 5, 6, 7].find(own(slug)) ?? 99)]));
}
