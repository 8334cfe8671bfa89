// Where the pages are: with a server, or as files with the engine in a worker.
import { endpoint } from "../sparql/backends.js";

const meta = document.querySelector("meta[name=hograph-site]");

/** The root of the site's files; null where there is a server. */
export const site = meta ? new URL(meta.content, location.href) : null;

/** Who answers queries: the server, at this address, or the engine. */
export function backend(url) {
  return site ? engine() : endpoint(url);
}

/** The engine of the site, loaded when it is first asked. */
export function engine() {
  const { href } = new URL("engine.js", import.meta.url);
  let loaded;
  return { ask: async (...asked) => (await (loaded ??= import(href))).engine(site).ask(...asked) };
}

/** The address of the page of a thing of ours. */
export function page(name) {
  return site ? new URL(`${name}.html`, site).href : `/${name}`;
}
