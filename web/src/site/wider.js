// What to ask where a canned query has no answer, the nearest first; as `wider_bindings` of query/wider.py.
const ABOVE = `SELECT ?term ?above ?kind WHERE {
  GRAPH graph:ontology { START rdfs:subClassOf* ?term . ?term rdfs:subClassOf ?above }
  ?above ho:category ?kind
}`;
const OPEN = "UNDEF", ALL = '"all"';

/**
 * The parameters of a query made wider: subject and object the other way round, `include`, each term step by step, the document.
 * @param {{parameters: Record<string, object>}} query
 * @param {Record<string, string>} bound its parameters as they were asked
 * @param {Function} ask
 */
export async function* wider({ parameters }, bound, ask) {
  const { subject = OPEN, object = OPEN } = bound, steps = {};
  if (subject !== OPEN && object !== OPEN) yield { ...bound, subject: object, object: subject };
  if (parameters.include?.allowed.includes("all") && bound.include !== ALL) yield { ...bound, include: ALL };
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.type === "term" && bound[name] !== OPEN) steps[name] = await levels(bound[name], parameter, ask);
  }
  for (let step = 0; Object.values(steps).some((found) => found[step]); step += 1) {
    for (const [name, found] of Object.entries(steps)) for (const term of found[step] ?? []) yield { ...bound, [name]: term };
  }
  for (const [name, { type }] of Object.entries(parameters)) if (type === "document" && bound[name] !== OPEN) yield { ...bound, [name]: OPEN };
}

/** The terms one step above, two steps above and so on that the parameter takes: up to its default, and none as wide as a category. */
async function levels(start, { category, bound: top }, ask) {
  const above = new Map(), kinds = new Map(), seen = new Set([start]), found = [];
  for (const { term, above: one, kind } of (await ask(ABOVE.replace("START", start))).rows.map(written)) {
    above.set(term, [...(above.get(term) ?? []), one]);
    kinds.set(one, kind);
  }
  const within = (term) => term === top || (above.get(term) ?? []).some(within), below = within(start);
  const fits = (term) => !category?.length || category.includes(kinds.get(term).match(/\w+(?=>)/)[0]);
  const taken = (term) => !seen.has(term) && fits(term) && (kinds.get(term) !== term || term === top) && (!below || within(term));
  for (let level = [start]; level.length; found.push(level)) {
    level = [...new Set(level.flatMap((term) => above.get(term) ?? []))].filter(taken);
    level.forEach((term) => seen.add(term));
  }
  return found;
}

function written(row) {
  return Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, `<${value}>`]));
}
