import { setIcon, stateIcon } from '../canvas/stateIcon';
import { addressOf, go } from './address';
import { element, setText } from './elements';
import type { NodeStatus } from './messages';
import type { RunModel } from './model';
import { nodeNote, nodeTime } from './nodeMeta';
import { type NodeFilter, nextSorting, orderNodes, parseSorting, type Sort, type Sorting, sortingText } from './nodeOrder';
import { VirtualRows } from './virtualRows';
import { fill, type Words } from './words';

const ROW_HEIGHT = 35;

/** Sorted by time, running nodes move past others; so often the order is looked at again, in milliseconds. */
const REORDER_MS = 2_000;

const HEADS: readonly [sort: Sort, className: string][] = [
  ['state', 'node-head__state'], ['name', 'node-head__name'], ['attempt', 'node-head__attempt'], ['time', 'node-head__time'],
];

export interface ListPlaces {
  readonly scroller: HTMLElement;
  readonly list: HTMLElement;
  readonly head: HTMLElement;
  readonly search: HTMLInputElement;
  readonly count: HTMLElement;
}

interface Row {
  readonly link: HTMLAnchorElement;
  readonly icon: SVGSVGElement;
  readonly title: HTMLElement;
  readonly name: HTMLElement;
  readonly kind: HTMLElement;
  readonly state: HTMLElement;
  readonly note: HTMLElement;
  readonly attempt: HTMLElement;
  readonly time: HTMLElement;
}

/** The nodes of a run as a list of links: filtered, sorted, and as many elements as are visible. */
export class NodeList {
  private readonly rows: VirtualRows<number>;
  private readonly parts = new WeakMap<HTMLElement, Row>();
  private readonly heads = new Map<Sort, HTMLButtonElement>();
  private readonly nothing: HTMLElement;
  private selected = -1;
  private filter: NodeFilter = { state: null, text: '' };
  private sorting: Sorting = { by: 'order', descending: false };
  private ordered: readonly number[] = [];
  private orderedAt = 0;
  private visible = false;
  private typing = 0;

  constructor(private readonly places: ListPlaces, private readonly model: RunModel, private readonly words: Words) {
    this.nothing = element('p', 'node-list__nothing', words.noNodes);
    this.nothing.hidden = true;
    places.scroller.append(this.nothing);
    this.rows = new VirtualRows<number>(places.scroller, places.list, {
      height: ROW_HEIGHT,
      key: (ordinal) => model.names[ordinal]?.key ?? '',
      make: () => this.make(),
      target: (row) => this.parts.get(row)!.link,
      fill: (row, ordinal) => this.fill(this.parts.get(row)!, ordinal),
    });
    this.makeHeads();
    places.search.addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = window.setTimeout(() => go(addressOf(new URL(location.href), { q: places.search.value }), true), 200);
    });
  }

  /** Shows what the address asks for. */
  show(visible: boolean, selected: number, filter: NodeFilter, sort: string | null): void {
    const moved = selected !== this.selected || (visible && !this.visible);
    this.visible = visible;
    this.selected = selected;
    this.filter = filter;
    this.sorting = parseSorting(sort);
    if (document.activeElement !== this.places.search) this.places.search.value = filter.text;
    for (const [by, head] of this.heads) {
      const now = this.sorting.by === by;
      head.setAttribute('aria-pressed', String(now));
      head.dataset['direction'] = now ? (this.sorting.descending ? 'down' : 'up') : '';
    }
    this.order();
    if (moved && selected >= 0) this.rows.reveal(this.model.names[selected]!.key);
  }

  /** Something has changed. */
  update(): void {
    if (!this.visible) return;
    // What is sorted or filtered by what never changes stays in its order.
    const settled = this.filter.state === null && (this.sorting.by === 'order' || this.sorting.by === 'name');
    if (settled && this.ordered.length > 0) this.rows.refresh();
    else this.order();
  }

  /** Counts on where something runs. */
  tick(): void {
    if (!this.visible) return;
    if (this.sorting.by === 'time' && Date.now() - this.orderedAt >= REORDER_MS) this.order();
    else this.rows.refresh();
  }

  destroy(): void {
    clearTimeout(this.typing);
    this.rows.destroy();
  }

  private order(): void {
    if (!this.visible) return;
    const now = Date.now();
    this.orderedAt = now;
    this.ordered = orderNodes(
      { names: this.model.names, order: this.model.order, nodes: this.model.nodes, elapsed: (node) => this.model.elapsed(node, now) },
      this.filter, this.sorting,
    );
    this.nothing.hidden = this.ordered.length > 0 || this.model.names.length === 0;
    const all = this.model.names.length;
    setText(this.places.count, this.ordered.length === all ? '' : fill(this.words.shownOf, this.ordered.length, all));
    this.rows.set(this.ordered);
  }

  private makeHeads(): void {
    for (const [by, className] of HEADS) {
      const head = element('button', `node-head__sort ${className}`, this.words.sorts[by] ?? by);
      head.type = 'button';
      head.title = fill(this.words.sortBy, this.words.sorts[by] ?? by);
      head.addEventListener('click', () => go(addressOf(new URL(location.href), { sort: sortingText(nextSorting(this.sorting, by)) }), true));
      this.heads.set(by, head);
    }
    this.places.head.replaceChildren(...this.heads.values());
  }

  private make(): HTMLElement {
    const item = element('li', 'node-list__item');
    const link = element('a', 'node-row');
    const title = element('span', 'node-row__name');
    const row: Row = {
      link, title, icon: stateIcon('waiting'), name: element('span', 'cut'), kind: element('span', 'node-row__kind'),
      state: element('span', 'node-row__state'), note: element('span', 'node-row__reason cut'),
      attempt: element('span', 'node-row__attempt'), time: element('span', 'node-row__time'),
    };
    title.append(row.name, row.kind);
    link.append(row.icon, row.state, title, row.note, row.attempt, row.time);
    item.append(link);
    this.parts.set(item, row);
    return item;
  }

  private fill(row: Row, ordinal: number): void {
    const node: NodeStatus = this.model.nodes[ordinal]!;
    const { key, name, kind } = this.model.names[ordinal]!;
    row.link.href = addressOf(new URL(location.href), { node: key });
    row.link.dataset['state'] = node.state;
    row.link.dataset['key'] = key;
    if (ordinal === this.selected) row.link.setAttribute('aria-current', 'true');
    else row.link.removeAttribute('aria-current');
    setIcon(row.icon, node.state);
    setText(row.name, name);
    setText(row.kind, kind);
    row.title.title = name === key ? key : `${name} (${key})`;
    setText(row.state, this.words.states[node.state] ?? node.state);
    const note = nodeNote(this.model, node, this.words);
    setText(row.note, note);
    row.note.title = note;
    setText(row.attempt, node.attempt > 1 ? fill(this.words.attempt, node.attempt) : '');
    setText(row.time, nodeTime(this.model, node, this.words, Date.now()));
  }
}
