// Where the nodes of a graph lie: forces pull what is related together and push the rest apart, the same for the same graph.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const TICKS = 320;

/**
 * Give each node an `x` and a `y`.
 * @param {{id: string, degree: number}[]} nodes changed in place
 * @param {{source: string, target: string}[]} edges by the ids of nodes
 */
export function layOut(nodes, edges) {
  const links = edges.filter((edge) => edge.source !== edge.target).map(({ source, target }) => ({ source, target }));
  const room = (node) => radius(node) + 20;
  const hub = (link) => Math.max(link.source.degree, link.target.degree);
  forceSimulation(nodes)
    .force("link", forceLink(links).id((node) => node.id).distance((link) => 45 + 11 * Math.sqrt(hub(link))).strength((link) => 1 / Math.min(link.source.degree, link.target.degree, 4)))
    .force("charge", forceManyBody().strength((node) => -160 - 45 * node.degree))
    .force("x", forceX().strength((node) => (node.degree < 3 ? 0.07 : 0.05)))
    .force("y", forceY().strength((node) => (node.degree < 3 ? 0.08 : 0.06))) // screens are wider than high
    .force("collide", forceCollide(room).strength(1).iterations(2))
    .stop()
    .tick(TICKS);
}

/** The radius of a node on the screen: the more relations it has, the larger. */
export function radius(node) {
  return Math.min(18, 4.5 + 1.6 * Math.sqrt(node.degree));
}
