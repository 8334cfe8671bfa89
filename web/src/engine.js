// The engine of the site as pages use it: it starts when it is first asked, and a query that is given up ends with its worker.
import { Fault, SHOWN, read } from "./sparql/backends.js";
import { filled, ours, terms } from "./site/canned.js";
import { wider } from "./site/wider.js";

const engines = new Map();
const MOST_WIDER = 12; // as in serve/service.py

/** The engine over the files of a site. @param {URL} site the root of the files */
export function engine(site) {
  if (!engines.has(site.href)) engines.set(site.href, new Engine(site));
  return engines.get(site.href);
}

class Engine {
  constructor(site) {
    this.site = site;
    this.waiting = new Map();
    this.last = 0;
  }

  /** Answer a query, as the backend of the page of SPARQL. */
  async ask(query, { accept = SHOWN, signal } = {}) {
    const begun = performance.now();
    const { text, media } = await this.#send({ query, accept }, signal);
    return { ...read(text, media), seconds: (performance.now() - begun) / 1000 };
  }

  /** Answer a canned query. @param {Record<string, string>} given its parameters, in words */
  async canned(name, given = {}, options = {}) {
    const query = await this.#query(name);
    return this.ask(filled(query, await terms(query, given, this)), options);
  }

  /** Where a canned query has no answer, how the nearest wider one that has is asked: its parameters before and now, and its rows. */
  async wider(name, given) {
    const query = await this.#query(name), before = await terms(query, given, this);
    let tried = 0;
    for await (const now of wider(query, before, this.ask.bind(this))) {
      const { rows } = await this.ask(filled(query, now));
      if (rows.length) return { before, now, rows: rows.length };
      if ((tried += 1) === MOST_WIDER) return null;
    }
    return null;
  }

  async #query(name) {
    const query = (await this.queries())[name];
    if (!query) throw new Fault(`No canned query is named '${name}'.`);
    return query;
  }

  /** The IRI of the term that is meant. */
  async find(words) {
    return (await ours(words, this)).slice(1, -1);
  }

  /** The canned queries with their parameters and columns. */
  queries() {
    return (this.known ??= fetch(new URL("data/queries.json", this.site)).then((got) => got.json()));
  }

  async #send(message, signal) {
    const worker = await this.#started();
    return new Promise((done, failed) => {
      const id = (this.last += 1);
      this.waiting.set(id, { done, failed });
      signal?.addEventListener("abort", () => this.waiting.has(id) && this.#end("The query was given up."));
      worker.postMessage({ id, ...message });
    });
  }

  #started() {
    return (this.worker ??= this.#start());
  }

  async #start() {
    const prefixes = await (await fetch(new URL("data/prefixes.json", this.site))).json();
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.running = worker;
    worker.addEventListener("message", ({ data }) => this.#said(data));
    worker.addEventListener("error", (event) => this.#end(event.message || "The engine does not start."));
    await new Promise((done, failed) => {
      this.waiting.set(0, { done, failed });
      const path = (name) => new URL(`data/${name}`, this.site).href;
      worker.postMessage({ id: 0, open: { engine: path("engine.xz"), graph: path("graph.xz"), prefixes } });
    });
    return worker;
  }

  #said({ id, fault, ...answer }) {
    const waits = this.waiting.get(id);
    this.waiting.delete(id);
    if (fault) waits?.failed(new Fault(fault.message, fault.line, fault.column));
    else waits?.done(answer);
  }

  /** Stop whatever runs; the next query starts anew. */
  #end(why) {
    this.running?.terminate();
    this.worker = null;
    for (const { failed } of this.waiting.values()) failed(new Fault(why));
    this.waiting.clear();
  }
}
