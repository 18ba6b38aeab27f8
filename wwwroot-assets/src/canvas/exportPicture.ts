import type { Drawn } from './drawn';
import { flowOf } from './flow';
import { boundsOf, NODE_HEIGHT, NODE_WIDTH } from './geometry';
import { placeArm, type NodeDrawing, type NodeFace } from './nodeDrawing';
import { roundedPath } from './routes';
import { svg } from './svg';

/** Around the graph, in its own pixels: badges and rules stand out of their nodes. */
const MARGIN = 40;

/** What a style sheet says of an element and a file must say itself. */
const STYLES = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight', 'color',
] as const;

/** A picture has two pixels for one of the graph's, so that it can be printed, but no more than browsers can draw. */
const PNG_SCALE = 2;
const PNG_MOST_PIXELS = 100_000_000;
const PNG_LONGEST_SIDE = 16_000;

/** The whole graph as an SVG document in light colours, which needs no style sheet; null when there is nothing to draw. */
export function svgOf(host: HTMLElement, drawn: Drawn, drawing: NodeDrawing, face: (id: string) => NodeFace): SVGSVGElement | null {
  const bounds = boundsOf(drawn.places.values());
  if (bounds === null) return null;
  const [x, y, width, height] = [bounds.x - MARGIN, bounds.y - MARGIN, bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN];
  const root = svg('svg', { viewBox: `${x} ${y} ${width} ${height}`, width, height });
  const sheet = document.createElement('div');
  sheet.className = 'graph__print';
  sheet.append(root);
  host.append(sheet);
  root.append(svg('rect', { class: 'graph__paper', x, y, width, height }));
  for (const edge of drawn.graph.edges.values()) {
    const corners = drawn.cornersOf(edge);
    const tip = corners.at(-1)!;
    const group = svg('g', { 'data-edge': '' }, svg('path', { class: 'graph-edge__line', d: roundedPath(corners) }),
      svg('path', { class: 'graph-edge__tip', d: `M${tip.x} ${tip.y}l-4.5 -7h9Z` }));
    if (drawn.states.size > 0) group.setAttribute('data-flow', flowOf(edge, drawn.states.get(edge.from), drawn.states.get(edge.to)));
    drawing.drawArm(group, edge);
    placeArm(group, corners);
    root.append(group);
  }
  for (const id of drawn.graph.nodes.keys()) {
    const place = drawn.placeOf(id);
    const group = svg('g', { class: 'x6-node', transform: `translate(${place.x},${place.y})` }, svg('rect', { class: 'graph-node__box', width: NODE_WIDTH, height: NODE_HEIGHT, rx: 8 }));
    drawing.draw(group, face(id));
    root.append(group);
  }
  settle(root);
  sheet.remove();
  return root;
}

/** Writes into each element what the style sheet gives it, and into each reference what it refers to. */
function settle(root: SVGSVGElement): void {
  const elements = [...root.querySelectorAll<SVGElement>('*')];
  const computed = elements.map((element) => {
    const style = getComputedStyle(element);
    return { hidden: style.display === 'none', values: STYLES.map((name) => style.getPropertyValue(name)) };
  });
  elements.forEach((element, i) => {
    const { hidden, values } = computed[i]!;
    if (hidden) {
      element.remove();
      return;
    }
    STYLES.forEach((name, at) => element.setAttribute(name, values[at]!));
    const knock = element.parentElement?.querySelector('.graph-node__tile')?.getAttribute('fill') ?? 'none';
    if (element instanceof SVGUseElement) element.replaceWith(copied(element, knock));
  });
  for (const element of root.querySelectorAll('*')) for (const { name } of [...element.attributes]) if (name === 'class' || name.startsWith('data-') || name.startsWith('aria-') || name === 'role') element.removeAttribute(name);
}

/** The symbol itself in place of a reference to it; `knock` is the colour of what is cut out of it. */
function copied(reference: SVGUseElement, knock: string): SVGElement {
  const copy = svg('svg', { viewBox: '0 0 16 16' });
  for (const { name, value } of reference.attributes) if (name !== 'href') copy.setAttribute(name, value);
  const symbol = document.querySelector(reference.getAttribute('href') ?? '');
  for (const part of symbol?.children ?? []) {
    const child = part.cloneNode(true) as Element;
    for (const { name, value } of [...child.attributes]) if (value === 'var(--knock)') child.setAttribute(name, knock);
    copy.append(child);
  }
  return copy;
}

export const svgText = (picture: SVGSVGElement): string => new XMLSerializer().serializeToString(picture);

export async function pngOf(picture: SVGSVGElement): Promise<Blob> {
  const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
  const scale = Math.min(PNG_SCALE, PNG_LONGEST_SIDE / Math.max(width, height), Math.sqrt(PNG_MOST_PIXELS / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((made) => (made === null ? reject(new Error('The browser could not draw a picture of this size.')) : resolve(made)), 'image/png'));
}
