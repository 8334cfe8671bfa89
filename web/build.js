// Bundle what the pages load into src/hograph/serve/static/built/, with the licences of what is in it.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/hograph/serve/static/built");
const pages = ["engine.js", "graph.js", "offline.js", "site.js", "site/worker.js", "sparql.js"];

const mit = licenceText("style-mod");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const made = await build({
  absWorkingDir: here,
  entryPoints: pages.map((name) => join("src", name)),
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});
copyFileSync(join(here, "node_modules/oxigraph/web_bg.wasm"), join(out, "engine.wasm"));
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
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((path) => /^licen[cs]e/i.test(path));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : told(license, author)}`;
}

/** The terms of a package that has no file of them. */
function told(license, author) {
  if (license === "MIT") return `Copyright (c) ${author.name ?? author}\n\n${mit}`;
  if (/Apache-2\.0/.test(license)) return "Used under Apache-2.0, whose text is in the LICENSE of hograph.";
  throw new Error(`A package under ${license} comes without the text of it.`);
}

/** The terms of the MIT licence, without whose they are. */
function licenceText(name) {
  const text = readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8");
  return text.slice(text.indexOf("Permission is hereby granted")).trim();
}
