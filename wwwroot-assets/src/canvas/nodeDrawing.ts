import { NODE_HEIGHT, NODE_WIDTH, type Point } from './geometry';
import type { GraphEdge, GraphNode } from './graph';
import { fill, type GraphWords } from './graphWords';
import { symbolOf } from './stateIcon';
import { svg, symbol, text } from './svg';
import type { TextWidths } from './textWidth';

/** A node's state in a run. */
export interface NodeStatus {
  readonly state: string;
  /** The state in words. */
  readonly words: string;
  /** What else stands in the second line: for how long, or for what it waits; may be empty. */
  readonly note: string;
  /** Of a node that has ended: the arms that it chose; null or absent for all. */
  readonly arms?: readonly string[] | null;
}

/** How many problems a node has. */
export interface NodeProblems {
  readonly errors: number;
  readonly warnings: number;
}

/** Everything that a drawn node shows. */
export interface NodeFace {
  readonly node: GraphNode;
  readonly kindTitle: string;
  readonly problems: NodeProblems | undefined;
  readonly status: NodeStatus | undefined;
}

/** Where a node's texts begin. */
export const TEXT_LEFT = 49;
export const TEXT_ROOM = NODE_WIDTH - TEXT_LEFT - 10;

/** The name as it stands alone when the node is seen from afar. */
export const FAR_NAME_LEFT = 46;
export const FAR_NAME_SIZE = 19;

/** The baselines of its one line, or its two. */
export const FAR_BASELINES: Readonly<Record<number, readonly number[]>> = { 1: [33], 2: [22, 43] };

/** The symbol of a node's state, or of its kind where there is no run. */
export const iconOf = (kind: string, state: string | undefined): string => (state === undefined ? `i-${kind}` : symbolOf(state));

/** Draws nodes and the arms of edges as SVG; colours, and what shows at which zoom, are the style sheet's. */
export class NodeDrawing {
  private readonly nameFont: string;
  private readonly metaFont: string;
  private readonly keyFont: string;
  private readonly farFont: string;
  private readonly wordFont: string;

  /** `plus` is what the plus on an edge is called; null on a canvas that only shows. */
  constructor(private readonly widths: TextWidths, private readonly words: GraphWords, host: HTMLElement, private readonly plus: string | null) {
    const style = getComputedStyle(host);
    const mono = style.getPropertyValue('--font-mono');
    this.nameFont = `600 13px ${style.fontFamily}`;
    this.metaFont = `400 11px ${style.fontFamily}`;
    this.wordFont = `500 11px ${style.fontFamily}`;
    this.keyFont = `400 11px ${mono}`;
    this.farFont = `600 ${FAR_NAME_SIZE}px ${style.fontFamily}`;
  }

  /** Draws the node into its view, over what was there. */
  draw(view: Element, face: NodeFace): void {
    view.querySelector('.graph-node')?.remove();
    const { node } = face;
    const parts = svg('g', { class: 'graph-node' });
    parts.append(
      svg('rect', { class: 'graph-node__tile', x: 9, y: 11, width: 30, height: 30, rx: 6 }),
      symbol(iconOf(node.kind, undefined), 'graph-node__kind icon', 16, 18, 16),
      symbol('st-waiting', 'graph-node__state state-icon', 16, 18, 16),
      text('graph-node__name', TEXT_LEFT, 23, this.widths.cut(node.name, this.nameFont, TEXT_ROOM)),
      this.meta(node),
      ...this.farName(node.name),
    );
    if (node.rule !== null) parts.append(this.rule(node.rule));
    if (face.problems !== undefined) parts.append(this.badge(face.problems));
    if (this.plus !== null) {
      // The outer circle is easier to hit than the one that is seen.
      parts.append(svg('circle', { class: 'graph-node__port', cx: NODE_WIDTH / 2, cy: NODE_HEIGHT, r: 4.5 }));
      parts.append(svg('circle', { class: 'graph-node__grip', cx: NODE_WIDTH / 2, cy: NODE_HEIGHT + 2, r: 11 }));
    }
    const title = svg('title');
    title.textContent = node.name;
    parts.append(title);
    view.append(parts);
    // Not a button: its name says more than the texts that are drawn, and they are cut.
    view.setAttribute('role', 'img');
    view.setAttribute('data-key', node.key);
    view.toggleAttribute('data-problem', (face.problems?.errors ?? 0) > 0);
    this.tell(view, face);
  }

  /** Writes what changes while a run goes on: the state's name, its words, and what is read aloud. */
  tell(view: Element, face: NodeFace): void {
    const { node, problems, status } = face;
    if (status === undefined) {
      view.removeAttribute('data-state');
    } else {
      view.setAttribute('data-state', status.state);
      view.querySelector('.graph-node__state')?.setAttribute('href', `#${iconOf(node.kind, status.state)}`);
      view.querySelector('.graph-node__meta')?.replaceChildren(...this.statusLine(status));
    }
    const parts = [node.name, face.kindTitle, node.key === node.name ? '' : node.key, node.rule === null ? '' : this.ruleText(node.rule), status === undefined ? '' : status.note === '' ? status.words : `${status.words} · ${status.note}`];
    if (problems !== undefined && problems.errors > 0) parts.push(fill(this.words.errors, problems.errors));
    if (problems !== undefined && problems.warnings > 0) parts.push(fill(this.words.warnings, problems.warnings));
    view.setAttribute('aria-label', parts.filter((part) => part !== '').join(', '));
  }

  /** The plus in the middle of an edge; it is moved by {@link placePlus}. */
  private drawPlus(view: Element): void {
    if (this.plus === null || view.querySelector('.graph-edge__plus') !== null) return;
    const title = svg('title');
    title.textContent = this.plus;
    view.append(svg('g', { class: 'graph-edge__plus' }, svg('circle', { r: 9 }), symbol('i-plus', 'icon', -6, -6, 12), title));
  }

  /** The arm's label in the view of an edge that has one; it is moved by {@link placeArm}. */
  drawArm(view: Element, edge: GraphEdge): void {
    view.querySelector('.graph-arm')?.remove();
    this.drawPlus(view);
    if (edge.arm === null) return;
    const room = NODE_WIDTH - 20;
    const arm = this.widths.cut(edge.arm.arm, this.keyFont, room);
    const armWidth = this.widths.of(arm, this.keyFont);
    const left = room - armWidth - 6;
    const condition = left < 24 ? '' : this.widths.cut(edge.arm.when ?? this.words.otherwise, this.metaFont, left);
    const width = armWidth + (condition === '' ? 0 : this.widths.of(condition, this.metaFont) + 6) + 16;
    const label = svg('g', { class: 'graph-arm' }, svg('rect', { x: -width / 2, y: -10, width, height: 20, rx: 4 }), text('graph-arm__key', 8 - width / 2, 4, arm));
    if (condition !== '') label.append(text('graph-arm__when', 14 - width / 2 + armWidth, 4, condition));
    const title = svg('title');
    title.textContent = `${edge.arm.arm}: ${edge.arm.when ?? this.words.otherwise}`;
    label.append(title);
    view.append(label);
  }

  private meta(node: GraphNode): SVGTextElement {
    const meta = text('graph-node__meta', TEXT_LEFT, 39);
    const key = svg('tspan', { class: 'graph-node__key' });
    key.textContent = this.widths.cut(node.key, this.keyFont, TEXT_ROOM);
    meta.append(key);
    const left = TEXT_ROOM - this.widths.of(node.key, this.keyFont);
    if (node.queue !== null && left > 30) meta.append(this.widths.cut(` · ${node.queue}`, this.metaFont, left));
    return meta;
  }

  private statusLine(status: NodeStatus): Node[] {
    const word = svg('tspan', { class: 'graph-node__word' });
    word.textContent = this.widths.cut(status.words, this.wordFont, TEXT_ROOM);
    const left = TEXT_ROOM - this.widths.of(status.words, this.wordFont);
    return status.note === '' || left < 30 ? [word] : [word, document.createTextNode(this.widths.cut(` · ${status.note}`, this.metaFont, left))];
  }

  private farName(name: string): SVGTextElement[] {
    const lines = this.widths.inTwo(name, this.farFont, NODE_WIDTH - FAR_NAME_LEFT - 6);
    return lines.map((line, i) => text('graph-node__far', FAR_NAME_LEFT, FAR_BASELINES[lines.length]![i]!, line));
  }

  private ruleText(rule: string): string {
    return this.words.rules[rule] ?? rule;
  }

  private rule(rule: string): SVGGElement {
    const label = this.widths.cut(this.ruleText(rule), this.metaFont, NODE_WIDTH - 30);
    const width = this.widths.of(label, this.metaFont) + 30;
    const left = (NODE_WIDTH - width) / 2;
    const pill = svg('g', { class: 'graph-rule' },
      svg('rect', { x: left, y: -15, width, height: 20, rx: 10 }), symbol('i-join', 'icon', left + 6, -11, 12), text('', left + 22, -1, label));
    return pill;
  }

  private badge(problems: NodeProblems): SVGGElement {
    const bad = problems.errors > 0;
    return svg('g', { class: `graph-badge ${bad ? 'problem__error' : 'problem__warn'}` },
      svg('circle', { cx: NODE_WIDTH - 2, cy: 2, r: 10.5 }), symbol(bad ? 'i-error' : 'i-warn', 'icon', NODE_WIDTH - 9, -5, 14));
  }
}

/** Where an arm's label stands: above the end of its edge's first line across, where the edge has left its branch. */
export const armPlace = (corners: readonly Point[]): Point =>
  corners.length > 2 ? corners[2]! : { x: corners[0]!.x, y: (corners[0]!.y + corners[1]!.y) / 2 };

export function placeArm(view: Element, corners: readonly Point[]): void {
  const { x, y } = armPlace(corners);
  view.querySelector('.graph-arm')?.setAttribute('transform', `translate(${x},${y})`);
}

/** Puts the plus where the edge is by itself the longest. */
export function placePlus(view: Element, corners: readonly Point[]): void {
  let [from, to] = [corners[0]!, corners[1]!];
  for (let i = 2; i < corners.length; i++) {
    const [a, b] = [corners[i - 1]!, corners[i]!];
    if (Math.abs(a.x - b.x) + Math.abs(a.y - b.y) > Math.abs(from.x - to.x) + Math.abs(from.y - to.y)) [from, to] = [a, b];
  }
  view.querySelector('.graph-edge__plus')?.setAttribute('transform', `translate(${(from.x + to.x) / 2},${(from.y + to.y) / 2})`);
}
