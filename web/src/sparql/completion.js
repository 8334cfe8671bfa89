// What can be written here: prefixes and terms of ours, by identifier or by label; variables of the query; words of the language.

const WORDS = ["SELECT", "DISTINCT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "VALUES", "GRAPH", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "EXISTS", "NOT EXISTS", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "CONTAINS", "REGEX", "LCASE", "STRSTARTS", "BOUND", "COALESCE", "IF", "IN", "NOT IN", "PREFIX"];

/**
 * A source of completions.
 * @param {() => Promise<{prefixes: Record<string, string>, terms: [string, string, string][]}>} known fetched when first needed
 */
export function completions(known) {
  let options;
  return async (context) => {
    const word = context.matchBefore(/[?$]\w*|[\w-]*:?[\w-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(context.state.doc.toString(), word.text), validFor: /^[?$]\w*$/ };
    options ??= optionsOf(await known());
    return { from: word.from, options, validFor: /^[\w-]*:?[\w-]*$/ };
  };
}

function optionsOf({ prefixes, terms }) {
  return [
    ...WORDS.map((label) => ({ label, type: "keyword", boost: -1 })),
    ...Object.entries(prefixes).map(([prefix, space]) => ({ label: `${prefix}:`, detail: space, type: "namespace" })),
    ...terms.map(([name, label, kind]) => ({ label: `ho:${name}`, detail: kind ? `${label} (${kind})` : label, type: "class" })),
    ...terms.map(([name, label]) => ({ label: label.replaceAll(" ", "-"), displayLabel: label, detail: `ho:${name}`, apply: `ho:${name}`, type: "text", boost: -2 })),
  ];
}

function variables(text, own) {
  const found = new Set(text.match(/[?$]\w+/g));
  found.delete(own);
  return [...found].map((label) => ({ label, type: "variable" }));
}
