import { formatDuration } from './duration';
import { element, setIcon, setText, stateIcon } from './elements';
import type { NodeStatus } from './messages';
import type { RunModel } from './model';
import { fill, type Words } from './words';

interface Row {
  readonly item: HTMLLIElement;
  readonly link: HTMLAnchorElement;
  readonly icon: SVGSVGElement;
  readonly state: HTMLElement;
  readonly reason: HTMLElement;
  readonly attempt: HTMLElement;
  readonly time: HTMLElement;
}

/**
 * The nodes of a run, parents before children, one link each. Rows are made once; a change touches the rows that it names. It is one stop
 * for Tab, and arrows go through it.
 */
export class NodeList {
  private rows: Row[] = [];
  /** Ordinals as they stand on the page. */
  private order: readonly number[] = [];
  private selected = -1;
  private stop: Row | undefined;
  private filter: string | null = null;
  private readonly nothing: HTMLElement;

  constructor(
    private readonly list: HTMLElement,
    private readonly model: RunModel,
    private readonly words: Words,
    private readonly addressOf: (key: string) => string,
  ) {
    this.nothing = element('li', 'node-list__nothing', words.noNodes);
    list.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Draws a new picture; rows that are there already stay. */
  replace(): void {
    if (this.rows.length !== this.model.names.length) {
      this.rows = this.model.names.map((name) => this.row(name.key, name.name, name.kind));
      this.order = this.model.order;
      this.stop = undefined;
      this.list.replaceChildren(...this.order.map((ordinal) => this.rows[ordinal]!.item), this.nothing);
    }
    this.update(this.model.nodes);
  }

  update(nodes: readonly NodeStatus[]): void {
    const now = Date.now();
    for (const node of nodes) this.draw(node, now);
    this.hideOthers();
  }

  /** Counts on where something runs. */
  tick(): void {
    const now = Date.now();
    for (const node of this.model.nodes) {
      if (node.startedAt !== null && node.endedAt === null) this.drawTime(node, now);
    }
  }

  /** Marks the chosen node, and shows only nodes in a state; null shows all. */
  show(selected: number, filter: string | null): void {
    const moved = selected !== this.selected;
    this.rows[this.selected]?.link.removeAttribute('aria-current');
    this.selected = selected;
    this.filter = filter;
    // Addresses keep the filter.
    this.rows.forEach((row, ordinal) => { row.link.href = this.addressOf(this.model.names[ordinal]!.key); });
    const row = this.rows[selected];
    row?.link.setAttribute('aria-current', 'true');
    if (moved) row?.item.scrollIntoView({ block: 'nearest' });
    this.hideOthers();
  }

  private row(key: string, name: string, kind: string): Row {
    const item = element('li', 'node-list__item');
    const link = element('a', 'node-row');
    link.href = this.addressOf(key);
    link.tabIndex = -1;
    const title = element('span', 'node-row__name');
    title.append(element('span', 'cut', name), element('span', 'node-row__kind', kind));
    title.title = name === key ? key : `${name} (${key})`;
    const row = {
      item, link, icon: stateIcon('waiting'), state: element('span', 'node-row__state'), reason: element('span', 'node-row__reason cut'),
      attempt: element('span', 'node-row__attempt'), time: element('span', 'node-row__time'),
    };
    link.append(row.icon, title, row.state, row.reason, row.attempt, row.time);
    item.append(link);
    return row;
  }

  private draw(node: NodeStatus, now: number): void {
    const row = this.rows[node.node];
    if (row === undefined) return;
    row.link.dataset['state'] = node.state;
    setIcon(row.icon, node.state);
    setText(row.state, this.words.states[node.state] ?? node.state);
    setText(row.reason, node.reason ?? '');
    row.reason.title = node.reason ?? '';
    setText(row.attempt, node.attempt > 1 ? fill(this.words.attempt, node.attempt) : '');
    this.drawTime(node, now);
  }

  private drawTime(node: NodeStatus, now: number): void {
    const row = this.rows[node.node];
    const elapsed = this.model.elapsed(node, now);
    if (row !== undefined) setText(row.time, elapsed === null ? '' : formatDuration(elapsed, this.words.duration, node.endedAt === null));
  }

  private hideOthers(): void {
    let shown = 0;
    this.rows.forEach((row, ordinal) => {
      const hidden = this.filter !== null && this.model.nodes[ordinal]?.state !== this.filter;
      if (row.item.hidden !== hidden) row.item.hidden = hidden;
      shown += hidden ? 0 : 1;
    });
    this.nothing.hidden = shown > 0;
    const visible = this.visible();
    this.moveStop(visible.find((row) => row.link === document.activeElement) ?? visible.find((row) => row === this.rows[this.selected]) ?? visible[0]);
  }

  /** Makes a row the one that Tab stops at. */
  private moveStop(row: Row | undefined): void {
    if (row === this.stop) return;
    if (this.stop !== undefined) this.stop.link.tabIndex = -1;
    this.stop = row;
    if (row !== undefined) row.link.tabIndex = 0;
  }

  private visible(): Row[] {
    return this.order.map((ordinal) => this.rows[ordinal]!).filter((row) => !row.item.hidden);
  }

  private onKey(event: KeyboardEvent): void {
    const rows = this.visible();
    const at = rows.findIndex((row) => row.link === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]!;
    this.moveStop(row);
    row.link.focus();
  }
}
