// The graph as it is seen, as a file: SVG with its colours written out, or PNG drawn on a canvas.

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "paint-order", "text-anchor", "marker-end"];
const SHARP = 2;

/** The picture as the text of an SVG file that needs no style sheet. */
export function asSvg(svg) {
  const copy = svg.cloneNode(true);
  const { width, height } = svg.getBoundingClientRect();
  const pairs = [[svg, copy], ...pair(svg.querySelectorAll("*"), copy.querySelectorAll("*"))];
  for (const [from, to] of pairs) {
    const style = getComputedStyle(from);
    for (const name of KEPT) if (style.getPropertyValue(name)) to.setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
    if (to.getAttribute("marker-end")?.includes("#")) to.setAttribute("marker-end", `url(#${style.getPropertyValue("marker-end").match(/#([\w-]+)/)[1]})`);
    for (const name of ["class", "tabindex", "role", "aria-pressed"]) to.removeAttribute(name);
  }
  for (const [from, to] of pairs) if (getComputedStyle(from).visibility === "hidden") to.remove();
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` })) copy.setAttribute(name, value);
  copy.prepend(ground(svg, width, height));
  return new XMLSerializer().serializeToString(copy);
}

/** The picture as a PNG. @returns {Promise<Blob>} */
export function asPng(svg) {
  const { width, height } = svg.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SHARP, height * SHARP];
  const pen = canvas.getContext("2d");
  pen.scale(SHARP, SHARP);
  pen.fillStyle = groundColor(svg);
  pen.fillRect(0, 0, width, height);
  for (const part of svg.querySelectorAll("path.line, circle, text")) draw(pen, part);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Hand a file to the reader. */
export function download(name, data) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function draw(pen, part) {
  const style = getComputedStyle(part);
  if (style.visibility === "hidden") return;
  const group = part.closest("g[transform]");
  const [x, y] = group ? group.getAttribute("transform").match(/-?[\d.]+/g).map(Number) : [0, 0];
  pen.save();
  pen.translate(x, y);
  pen.globalAlpha = Number(style.opacity) * Number(group ? getComputedStyle(group).opacity : 1);
  pen.fillStyle = style.fill;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = parseFloat(style.strokeWidth) || 1;
  pen.lineJoin = "round";
  if (part.tagName === "text") text(pen, part, style);
  else {
    const path = part.tagName === "circle" ? circle(part) : new Path2D(part.getAttribute("d"));
    if (style.fill !== "none") pen.fill(path);
    if (style.strokeDasharray !== "none") pen.setLineDash(style.strokeDasharray.match(/[\d.]+/g).map(Number));
    if (style.stroke !== "none") pen.stroke(path);
    if (part.classList.contains("line")) tip(pen, part);
  }
  pen.restore();
}

function text(pen, part, style) {
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = { middle: "center", end: "right" }[style.textAnchor] ?? "left";
  const [x, y] = [Number(part.getAttribute("x")), Number(part.getAttribute("y"))];
  if (style.stroke !== "none") pen.strokeText(part.textContent, x, y);
  pen.fillText(part.textContent, x, y);
}

function circle(part) {
  const path = new Path2D();
  path.arc(0, 0, Number(part.getAttribute("r")), 0, 2 * Math.PI);
  return path;
}

function tip(pen, line) {
  const length = line.getTotalLength(), end = line.getPointAtLength(length), before = line.getPointAtLength(Math.max(0, length - 8));
  const [dx, dy] = [(end.x - before.x) / 8, (end.y - before.y) / 8];
  pen.setLineDash([]);
  pen.fillStyle = pen.strokeStyle;
  pen.fill(new Path2D(`M${end.x} ${end.y} L${before.x - 4 * dy} ${before.y + 4 * dx} L${before.x + 4 * dy} ${before.y - 4 * dx} Z`));
}

function ground(svg, width, height) {
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width, height, fill: groundColor(svg) })) rect.setAttribute(name, value);
  return rect;
}

function groundColor(svg) {
  return getComputedStyle(svg).backgroundColor;
}

function pair(one, other) {
  return [...one].map((element, place) => [element, other[place]]);
}
