// A graph to move about in: SVG, by mouse, touch or keyboard.
import { placeLabels } from "./labels.js";
import { layOut, radius } from "./layout.js";

const SVG = "http://www.w3.org/2000/svg";
const FEW = 40; // so many relations are named on their arrows; of more, those of the chosen node
const ZOOM = { least: 0.08, most: 8, step: 1.3 };

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export class GraphView {
  /**
   * @param {HTMLElement} host an empty element, which gets the picture
   * @param {(node: object | null) => void} chosen told which node the reader chose
   */
  constructor(host, chosen = () => {}) {
    this.host = host;
    this.tell = chosen;
    this.nodes = [];
    this.edges = [];
    this.chosen = null;
    this.at = { k: 1, x: 0, y: 0 };
    this.lines = element("g", { class: "lines-of-graph" });
    this.names = element("g", { class: "names-of-lines", "aria-hidden": "true" });
    this.dots = element("g");
    this.labels = element("g", { "aria-hidden": "true" });
    this.svg = element("svg", { class: "graph", role: "group" }, tips(), this.lines, this.dots, this.names, this.labels);
    host.replaceChildren(this.svg);
    this.#listen();
    new ResizeObserver(() => this.#resized()).observe(host);
  }

  /**
   * Show a graph.
   * @param {{id: string, label: string, category?: string}[]} nodes
   * @param {{source: string, target: string, label: string, look?: string}[]} edges
   */
  show(nodes, edges) {
    const degrees = new Map();
    for (const { source, target } of edges) for (const id of [source, target]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
    const before = this.chosen?.id;
    this.nodes = nodes.map((node) => ({ ...node, degree: degrees.get(node.id) ?? 0 }));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.edges = edges.map((edge) => ({ ...edge, from: this.byId.get(edge.source), to: this.byId.get(edge.target) }));
    this.near = new Map(this.nodes.map((node) => [node.id, new Set()]));
    for (const { source, target } of edges) {
      this.near.get(source).add(target);
      this.near.get(target).add(source);
    }
    spread(this.edges);
    layOut(this.nodes, edges);
    this.#draw();
    this.choose(this.byId.get(before) ?? null);
    this.fit();
  }

  /** Choose a node, which stands out with what it is related to; or none. */
  choose(node) {
    this.chosen = node;
    for (const one of this.nodes) {
      const near = node && (one === node || this.near.get(node.id).has(one.id));
      for (const part of [one.dot, one.name]) part.classList.toggle("chosen", one === node);
      one.dot.classList.toggle("far", Boolean(node && !near));
      one.dot.setAttribute("aria-pressed", String(one === node));
    }
    for (const edge of this.edges) {
      const near = !node || edge.from === node || edge.to === node;
      edge.line.classList.toggle("far", !near);
      edge.named = near && (Boolean(node) || this.edges.length <= FEW);
    }
    this.#place();
    this.tell(node);
  }

  /** Show all of it. */
  fit() {
    if (!this.nodes.length) return;
    const xs = this.nodes.map((node) => node.x), ys = this.nodes.map((node) => node.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { width, height } = this.#screen();
    const room = { x: Math.min(110, width / 6), y: 34 };
    const k = Math.min((width - 2 * room.x) / (right - left || 1), (height - 2 * room.y) / (bottom - top || 1), 2);
    this.at = { k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2 };
    this.#place();
  }

  /** Look nearer (times more than 1) or from farther away, around a place on the screen. */
  zoom(times, around = { x: this.#screen().width / 2, y: this.#screen().height / 2 }) {
    const k = Math.min(ZOOM.most, Math.max(ZOOM.least, this.at.k * times)), real = k / this.at.k;
    this.at = { k, x: around.x - (around.x - this.at.x) * real, y: around.y - (around.y - this.at.y) * real };
    this.#place();
  }

  #screen() {
    return { width: this.host.clientWidth || 800, height: this.host.clientHeight || 500 };
  }

  #draw() {
    this.svg.setAttribute("aria-label", `${this.nodes.length} terms and ${this.edges.length} relations. Arrow keys go from term to term, Enter chooses one, plus and minus zoom, 0 shows all. The table has the same.`);
    this.lines.replaceChildren(...this.edges.map((edge) => (edge.line = element("path", { class: `line ${edge.look ?? ""}` }))));
    this.names.replaceChildren(...this.edges.map((edge) => (edge.name = element("text", { class: `name-of-line ${edge.look ?? ""}` }, edge.label))));
    this.dots.replaceChildren(...this.nodes.map((node) => this.#dot(node)));
    this.labels.replaceChildren(...this.nodes.map((node) => (node.name = element("text", { class: "name-of-dot" }, node.label))));
    this.nodes[0]?.dot.setAttribute("tabindex", "0");
  }

  #dot(node) {
    node.circle = element("circle");
    node.dot = element("g", { class: `dot ${node.category ?? ""}`, role: "button", tabindex: "-1", "aria-label": `${node.label}, ${node.degree} ${node.degree === 1 ? "relation" : "relations"}` }, node.circle);
    node.dot.addEventListener("click", (event) => {
      if (!this.moved) this.choose(this.chosen === node ? null : node);
      event.stopPropagation();
    });
    node.dot.addEventListener("focus", () => this.#focused(node));
    return node.dot;
  }

  #focused(node) {
    for (const one of this.nodes) one.dot.setAttribute("tabindex", one === node ? "0" : "-1");
    const { x, y } = this.#onScreen(node), { width, height } = this.#screen();
    if (x < 30 || y < 30 || x > width - 30 || y > height - 30) {
      this.at = { ...this.at, x: this.at.x + width / 2 - x, y: this.at.y + height / 2 - y };
    }
    this.focused = node;
    this.#place();
  }

  #onScreen(node) {
    return { x: node.x * this.at.k + this.at.x, y: node.y * this.at.k + this.at.y };
  }

  /** The radius of a node on the screen: a little smaller from afar. */
  #size(node) {
    return radius(node) * Math.min(1.25, Math.max(0.55, Math.sqrt(this.at.k)));
  }

  #place() {
    const marks = this.nodes.map((node) => ({ node, id: node.id, label: node.label, at: this.#onScreen(node), size: this.#size(node), rank: this.#rank(node) }));
    const labels = placeLabels(marks, this.#screen());
    for (const { node, at, size } of marks) {
      node.dot.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
      node.circle.setAttribute("r", size.toFixed(1));
      const place = labels.get(node.id);
      node.name.classList.toggle("unseen", !place);
      if (!place) continue;
      node.name.setAttribute("x", place.x.toFixed(1));
      node.name.setAttribute("y", place.y.toFixed(1));
      node.name.setAttribute("text-anchor", place.anchor);
    }
    for (const edge of this.edges) this.#placeLine(edge);
  }

  #placeLine(edge) {
    const from = this.#onScreen(edge.from), to = this.#onScreen(edge.to);
    const { path, middle } = curve(from, to, this.#size(edge.from), this.#size(edge.to) + 3, edge.bend);
    edge.line.setAttribute("d", path);
    edge.name.classList.toggle("unseen", !edge.named);
    edge.name.setAttribute("x", middle.x.toFixed(1));
    edge.name.setAttribute("y", (middle.y - 3).toFixed(1));
  }

  #rank(node) {
    if (node === this.chosen || node === this.focused) return 1e6;
    if (!this.chosen) return node.degree;
    return this.near.get(this.chosen.id).has(node.id) ? 1e4 + node.degree : -1;
  }

  #resized() {
    this.#place();
    if (!this.sized && this.host.clientWidth) {
      this.sized = true;
      this.fit();
    }
  }

  #listen() {
    const pointers = new Map();
    this.svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !this.svg.contains(document.activeElement) && !event.metaKey) return; // else the page scrolls
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), { x: event.offsetX, y: event.offsetY });
    }, { passive: false });
    this.svg.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, event);
      this.moved = false;
    });
    addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      this.#moved(before, event, [...pointers.values()].find((other) => other.pointerId !== event.pointerId));
      pointers.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => pointers.delete(event.pointerId));
    this.svg.addEventListener("click", () => this.moved || this.choose(null));
    this.svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #moved(before, now, other) {
    const by = { x: now.clientX - before.clientX, y: now.clientY - before.clientY };
    if (Math.hypot(by.x, by.y) > 2) this.moved = true;
    if (other) {
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      const box = this.svg.getBoundingClientRect();
      this.zoom(apart(now) / apart(before), { x: (now.clientX + other.clientX) / 2 - box.left, y: (now.clientY + other.clientY) / 2 - box.top });
      return;
    }
    this.at = { ...this.at, x: this.at.x + by.x, y: this.at.y + by.y };
    this.#place();
  }

  #key(event) {
    const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const node = this.nodes.find((one) => one.dot === document.activeElement);
    const does = {
      "+": () => this.zoom(ZOOM.step), "=": () => this.zoom(ZOOM.step), "-": () => this.zoom(1 / ZOOM.step), 0: () => this.fit(),
      Escape: () => this.choose(null), Enter: () => node && this.choose(this.chosen === node ? null : node), " ": () => node && this.choose(this.chosen === node ? null : node),
    }[event.key] ?? (directions[event.key] && node && (() => this.#towards(node, directions[event.key])?.dot.focus()));
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }

  /** The node that comes next in a direction: near, and not far off it. */
  #towards(node, [dx, dy]) {
    const cost = (other) => {
      const along = (other.x - node.x) * dx + (other.y - node.y) * dy, beside = Math.abs((other.x - node.x) * dy + (other.y - node.y) * dx);
      return along > 1 ? along + 2 * beside : Infinity;
    };
    const best = this.nodes.filter((other) => other !== node).reduce((a, b) => (a && cost(a) <= cost(b) ? a : b), null);
    return best && cost(best) < Infinity ? best : null;
  }
}

/** Relations between the same two nodes bend away from each other. */
function spread(edges) {
  const beside = new Map();
  for (const edge of edges) {
    const key = [edge.source, edge.target].sort().join("\n");
    beside.set(key, [...(beside.get(key) ?? []), edge]);
  }
  for (const several of beside.values()) {
    several.forEach((edge, place) => {
      const bend = 26 * (place - (several.length - 1) / 2);
      edge.bend = edge.source <= edge.target ? bend : -bend;
    });
  }
}

function curve(from, to, start, end, bend) {
  if (from.x === to.x && from.y === to.y) {
    const { x, y } = from;
    return { path: `M${x - 4} ${y - start} C${x - 30} ${y - 50} ${x + 30} ${y - 50} ${x + 4} ${y - end}`, middle: { x, y: y - 42 } };
  }
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1, [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const control = { x: (from.x + to.x) / 2 - uy * bend * 2, y: (from.y + to.y) / 2 + ux * bend * 2 };
  const a = towards(from, control, start), b = towards(to, control, end);
  const middle = { x: (from.x + 2 * control.x + to.x) / 4, y: (from.y + 2 * control.y + to.y) / 4 };
  return { path: `M${a.x.toFixed(1)} ${a.y.toFixed(1)} Q${control.x.toFixed(1)} ${control.y.toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`, middle };
}

function towards(from, to, by) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

function tips() {
  const tip = (id) => element("marker", { id, viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "8", markerHeight: "8", markerUnits: "userSpaceOnUse", orient: "auto" }, element("path", { d: "M0 0 8 4 0 8Z", class: id }));
  return element("defs", {}, tip("tip"), tip("tip-denied"));
}
