// The engine of the site: Oxigraph, and the graph, both unpacked here, away from the page.
import init, { Store } from "oxigraph/web.js";
import { XzReadableStream } from "xz-decompress";

const WORD = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i;
const PLACE = /error at (\d+):(\d+): (.*)/s;
const PLAIN = /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
// Oxigraph 0.5.11 for browsers reads a - b - c as a - (b - c), and a / b / c likewise: better no answer than a wrong one.
const CHAIN = /(?:[?$]\w+|\d|\))\s*(?:-\s*(?:[?$]\w+|[\d.]+|\w*\s*\([^()]*\))\s*[-+]|\/\s*(?:[?$]\w+|[\d.]+)\s*[*/])/;
const UTF8 = new TextDecoder();
let store, prologue;

/** What a file has in it. */
async function unpacked(url) {
  const got = await fetch(url);
  if (!got.ok) throw new Error(`${url} cannot be read: ${got.status}. The site needs a host for its files: it does not work from a folder opened in a browser.`);
  return new Uint8Array(await new Response(new XzReadableStream(got.body)).arrayBuffer());
}

/** The statements as N-Quads, of their terms and the columns of their numbers; `columns` in `site/data.py` tells how they lie. */
function lines(bytes) {
  let at = 0;
  const line = () => UTF8.decode(bytes.subarray(at, (at = bytes.indexOf(10, at) + 1) - 1));
  const terms = new Array(Number(line()));
  let next = Number(line()), subject = 0;
  const size = Number(line());
  for (let place = 0; place < terms.length; place += 1) terms[place] = line();
  const numbers = new Uint32Array(bytes.buffer, Math.ceil(at / 4) * 4);
  const made = new Array(size);
  for (let row = 0; row < size; row += 1) {
    const [graph, predicate, step, object] = [0, 1, 2, 3].map((column) => numbers[column * size + row]);
    subject = (subject + step) % 2 ** 32;
    made[row] = `${terms[subject]} ${terms[predicate]} ${terms[object ? object - 1 : next++]} ${terms[graph]} .\n`;
  }
  return made.join("");
}

async function open({ engine, graph, prefixes }) {
  const [code, quads] = await Promise.all([unpacked(engine), unpacked(graph)]);
  await init({ module_or_path: code });
  store = new Store();
  store.load(lines(quads), { format: "application/n-quads", no_transaction: true, lenient: true });
  prologue = `${Object.entries(prefixes).map(([prefix, space]) => `PREFIX ${prefix}: <${space}>`).join(" ")}\n`;
  return store.size;
}

/** Answer as the server's endpoint does: the union of all graphs, unless the query says FROM. */
function ask({ query, accept }) {
  const words = query.replace(PLAIN, " ");
  if (CHAIN.test(words)) return { fault: { message: "The engine of the site reads a - b - c as a - (b - c), and a / b / c likewise. Put brackets where it has to begin." } };
  const triples = /CONSTRUCT|DESCRIBE/i.test(words.match(WORD)?.[1] ?? "");
  const medias = accept.split(",").map((one) => one.split(";")[0].trim());
  const media = medias.find((one) => /csv|tab-separated|sparql-results/.test(one) !== triples) ?? medias[0];
  try {
    const text = store.query(prologue + query, { results_format: media, use_default_graph_as_union: !/(?<![?$])\bFROM\b/i.test(words) });
    return { text, media };
  } catch (error) {
    return { fault: fault(String(error.message ?? error)) };
  }
}

function fault(said) {
  const found = said.match(PLACE);
  if (!found) return { message: `The query cannot be answered: ${said}` };
  const [line, column] = [Number(found[1]) - 1, Number(found[2])];
  return { message: `Not SPARQL, line ${line}, column ${column}: ${found[3].replaceAll(/[[\]']/g, "")}`, line, column };
}

addEventListener("message", async ({ data: { id, open: what, ...asked } }) => {
  try {
    postMessage({ id, ...(what ? { size: await open(what) } : ask(asked)) });
  } catch (error) {
    postMessage({ id, fault: { message: error.message } });
  }
});
