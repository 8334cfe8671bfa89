// Reads an RDF 1.2 TriG file with N3.js and prints it as RDF 1.1 N-Quads, each reified triple term taken apart into its three parts:
//     NODE_PATH=.venv-readers/node/node_modules node tests/rdf12/read.cjs FILE
const { readFileSync } = require("node:fs");
const { DataFactory, Parser, Writer } = require("n3");

const REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
const writer = new Writer(process.stdout, { end: false, format: "application/n-quads" });
for (const quad of new Parser({ format: "application/trig" }).parse(readFileSync(process.argv[2], "utf8"))) {
  if (quad.object.termType !== "Quad") {
    writer.addQuad(quad);
  } else if (quad.predicate.value === REIFIES) {
    for (const part of ["subject", "predicate", "object"]) {
      const own = DataFactory.namedNode(`https://w3id.org/hograph/${part}`);
      writer.addQuad(DataFactory.quad(quad.subject, own, quad.object[part], quad.graph));
    }
  } else {
    throw new Error(`a triple term stands as object of ${quad.predicate.value}`);
  }
}
writer.end();
