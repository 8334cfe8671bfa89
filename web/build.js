// Bundle what the pages load into src/hograph/serve/static/built/, with the licences of what is in it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/hograph/serve/static/built");
const pages = ["graph.js", "sparql.js"];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const made = await build({
  absWorkingDir: here,
  entryPoints: pages.map((name) => join("src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});
writeFileSync(join(out, "LICENSES.txt"), licences(made.metafile.inputs));
for (const name of readdirSync(out).sort()) {
  const data = readFileSync(join(out, name));
  console.log(`${name.padEnd(22)} ${String(data.length).padStart(9)} bytes, ${String(gzipSync(data, { level: 9 }).length).padStart(8)} compressed`);
}

/** The licence of each package of which something is in the bundles, in full. */
function licences(inputs) {
  const folders = new Set(Object.keys(inputs).map((path) => path.match(/node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
  return [...folders].sort().map((folder) => licence(join(here, folder))).join("\n\n");
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((path) => /^licen[cs]e/i.test(path));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Under ${license}; the text of Apache-2.0 is in the LICENSE of hograph.`;
  return `${name} ${version} (${license})\n\n${text}`;
}
