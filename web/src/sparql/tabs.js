// Views of which one is open.
import { make } from "./results.js";

/**
 * Tabs with their panels; arrow keys go from one to the next.
 * @param {Record<string, Node[]>} views
 * @param {(name: string) => void} opened told which one was opened
 */
export function tabs(views, opened) {
  const names = Object.keys(views);
  const panels = names.map((name) => make("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: true }, ...views[name]));
  const heads = names.map((name) => make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, class: "quiet" }, name));
  const open = (place) => {
    heads.forEach((head, other) => {
      head.setAttribute("aria-selected", String(other === place));
      head.tabIndex = other === place ? 0 : -1;
      panels[other].hidden = other !== place;
    });
    opened(names[place]);
  };
  heads.forEach((head, place) => {
    head.addEventListener("click", () => open(place));
    head.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (place + step + heads.length) % heads.length;
      open(next);
      heads[next].focus();
    });
  });
  return { nodes: [make("div", { role: "tablist", "aria-label": "How to see the result", class: "tools" }, ...heads), ...panels], open: () => open(0) };
}
