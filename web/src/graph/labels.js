// Which labels are shown, and where: as on a map, the most important first, and none over another.

const LETTER = 6.4;
const HEIGHT = 15;
const HUB = 9; // a term of so many relations is named even where that hides small ones

const overlaps = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Places for labels.
 * @param {{id: string, label: string, at: {x: number, y: number}, size: number, rank: number}[]} nodes as they lie on the screen
 * @param {{width: number, height: number}} screen
 * @returns {Map<string, {x: number, y: number, anchor: string}>} of the nodes that get one
 */
export function placeLabels(nodes, screen) {
  const seen = nodes.filter(({ at }) => at.x > -40 && at.y > -40 && at.x < screen.width + 40 && at.y < screen.height + 40);
  const dots = seen.map(({ at, size }) => ({ x: at.x - size, y: at.y - size, width: 2 * size, height: 2 * size }));
  const taken = [];
  const found = new Map();
  for (const node of seen.filter(({ rank }) => rank >= 0).sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))) {
    for (const place of candidates(node)) {
      const free = ![...taken, ...(node.rank < HUB ? dots : [])].some((box) => overlaps(box, place.box));
      if (free && within(place.box, screen)) {
        taken.push(place.box);
        found.set(node.id, place);
        break;
      }
    }
  }
  return found;
}

function* candidates({ at, label, size }) {
  const width = label.length * LETTER;
  const box = (x, y) => ({ x, y: y - HEIGHT + 3, width, height: HEIGHT });
  const beside = size + 4;
  yield { x: at.x + beside, y: at.y + 4, anchor: "start", box: box(at.x + beside, at.y + 4) };
  yield { x: at.x - beside, y: at.y + 4, anchor: "end", box: box(at.x - beside - width, at.y + 4) };
  yield { x: at.x, y: at.y + size + 13, anchor: "middle", box: box(at.x - width / 2, at.y + size + 13) };
  yield { x: at.x, y: at.y - size - 5, anchor: "middle", box: box(at.x - width / 2, at.y - size - 5) };
}

function within(box, screen) {
  return box.x >= 2 && box.x + box.width <= screen.width - 2 && box.y >= 2 && box.y + box.height <= screen.height - 2;
}
