// Keeps what was seen, and what the engine needs, for when there is no network: first the network, then what was kept.
const KEPT = "hograph-SITE-KEY";

addEventListener("install", (event) => {
  const needed = ["index.html", "search.html", "explore/sparql.html", "explore/graph.html", "explore/vocabulary.json", "data/queries.json", "data/prefixes.json", "data/engine.xz", "data/graph.xz", "static/built/engine.js", "static/built/worker.js", "static/built/site.js", "static/built/sparql.js", "static/built/graph.js", "static/explorer.css", "static/explore.css", "static/explorer.js", "static/icon.svg"];
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(needed)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("hograph-") && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(fetched(request));
});

async function fetched(request) {
  const cache = await caches.open(KEPT);
  try {
    const got = await fetch(request);
    if (got.ok) cache.put(request, got.clone());
    return got;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
