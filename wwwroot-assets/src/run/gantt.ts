import { setIcon, stateIcon } from '../canvas/stateIcon';
import { addressOf } from './address';
import type { Clock } from './clock';
import { formatDuration } from './duration';
import { element, setText } from './elements';
import { type HistoryEvent, readPage, Refresher, SignedOutError } from './history';
import type { RunModel } from './model';
import { type NodeFilter, orderNodes } from './nodeOrder';
import { axisStep, drawable, Timeline } from './timeline';
import { VirtualRows } from './virtualRows';
import { fill, type Words } from './words';

const ROW_HEIGHT = 30;
/** Of the column of names; `run.css` has the same. */
const NAMES_WIDTH = 220;
/** Room behind the last bar. */
const MARGIN = 24;
/** So near to each other marks of the axis can still be read, in pixels. */
const MARK_WIDTH = 88;
/** A run of 10,000 nodes has about 40,000 changes; of more only the first are drawn. */
const MAX_EVENTS = 60_000;
const PAGE = 1_000;
/** How often what is new is asked for while the run changes, in milliseconds. */
const REFRESH_MS = 1_000;
/** A browser lays out no more than some millions of pixels. */
const MAX_WIDTH = 1_000_000;
const ZOOM = 1.5;

export interface GanttPlaces {
  readonly scroller: HTMLElement;
  readonly axis: HTMLElement;
  readonly list: HTMLElement;
  readonly note: HTMLElement;
  readonly zoomIn: HTMLElement;
  readonly zoomOut: HTMLElement;
  readonly zoomFit: HTMLElement;
}

interface Row {
  readonly link: HTMLAnchorElement;
  readonly icon: SVGSVGElement;
  readonly name: HTMLElement;
  readonly bars: HTMLElement;
}

/** When each node waited, was ready, ran, was put off and tried again: one row for each, on one axis of time. */
export class Gantt {
  private readonly rows: VirtualRows<number>;
  private readonly parts = new WeakMap<HTMLElement, Row>();
  private readonly stopping = new AbortController();
  private readonly refresher: Refresher;
  private timeline = new Timeline();
  /** Where the last page begins; it has no next one to go on from, so it is read again as it grows. */
  private cursor: string | null = null;
  /** How many of the last page's items are drawn already. */
  private tail = 0;
  private visible = false;
  private cut = false;
  private selected = -1;
  private filter: NodeFilter = { state: null, text: '' };
  /** How many times the width that fits. */
  private zoom = 1;
  private scale = 1;
  /** The time at which the axis ends; rows that come into sight later must end there too. */
  private end = 0;

  constructor(
    private readonly places: GanttPlaces, private readonly model: RunModel, private readonly runId: string, private readonly clock: Clock,
    private readonly words: Words, private readonly signedOut: () => void,
  ) {
    const { signal } = this.stopping;
    this.rows = new VirtualRows<number>(places.scroller, places.list, {
      height: ROW_HEIGHT,
      key: (ordinal) => model.names[ordinal]?.key ?? '',
      make: () => this.make(),
      target: (row) => this.parts.get(row)!.link,
      fill: (row, ordinal) => this.fill(this.parts.get(row)!, ordinal),
    });
    this.refresher = new Refresher(() => this.read(), REFRESH_MS);
    places.zoomIn.addEventListener('click', () => this.setZoom(this.zoom * ZOOM), { signal });
    places.zoomOut.addEventListener('click', () => this.setZoom(this.zoom / ZOOM), { signal });
    places.zoomFit.addEventListener('click', () => this.setZoom(1), { signal });
    places.scroller.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.setZoom(this.zoom * (event.deltaY < 0 ? ZOOM : 1 / ZOOM), event.clientX - places.scroller.getBoundingClientRect().left);
    }, { signal, passive: false });
    const resizing = new ResizeObserver(() => this.draw());
    resizing.observe(places.scroller);
    signal.addEventListener('abort', () => resizing.disconnect());
  }

  show(visible: boolean, selected: number, filter: NodeFilter): void {
    const opened = visible && !this.visible;
    this.visible = visible;
    this.selected = selected;
    this.filter = filter;
    if (!visible) return;
    if (opened) this.refresher.ask();
    this.draw();
    if (opened && selected >= 0) this.rows.reveal(this.model.names[selected]!.key);
  }

  /** Something has changed. */
  update(): void {
    if (this.visible) this.refresher.ask();
  }

  /** The picture begins anew: after a reconnect there may be events from before what was read last. */
  reset(): void {
    this.timeline = new Timeline();
    this.cursor = null;
    this.tail = 0;
    this.update();
  }

  tick(): void {
    if (this.visible && this.model.run.endedAt === null) this.draw();
  }

  destroy(): void {
    this.stopping.abort();
    this.refresher.stop();
    this.rows.destroy();
  }

  private async read(): Promise<void> {
    const { signal } = this.stopping;
    const timeline = this.timeline;
    try {
      for (let more = true; more && this.visible && timeline.count < MAX_EVENTS;) {
        const query: Record<string, string> = { limit: String(PAGE) };
        if (this.cursor !== null) query['cursor'] = this.cursor;
        const page = await readPage<HistoryEvent>(this.runId, 'events', query, signal);
        if (timeline !== this.timeline) return;
        for (const event of page.items.slice(this.tail)) timeline.add(event);
        more = page.next !== null;
        this.tail = more ? 0 : page.items.length;
        this.cursor = page.next ?? this.cursor;
      }
      this.cut = timeline.count >= MAX_EVENTS;
      setText(this.places.note, this.cut ? fill(this.words.ganttCut, MAX_EVENTS) : '');
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof SignedOutError) this.signedOut();
      else setText(this.places.note, this.words.notLoaded);
    }
    this.draw();
  }

  private begin(): number {
    return this.model.run.startedAt === null ? this.model.now(Date.now()) : Date.parse(this.model.run.startedAt);
  }

  private finish(): number {
    const end = this.model.run.endedAt;
    return Math.max(end === null ? this.model.now(Date.now()) : Date.parse(end), this.timeline.end(), this.begin() + 1);
  }

  private setZoom(zoom: number, at = this.places.scroller.clientWidth / 2): void {
    const { scroller } = this.places;
    const place = (scroller.scrollLeft + at - NAMES_WIDTH) / this.scale;
    const room = Math.max(1, scroller.clientWidth - NAMES_WIDTH - MARGIN);
    this.zoom = Math.min(Math.max(1, zoom), MAX_WIDTH / room);
    this.draw();
    scroller.scrollLeft = place * this.scale - at + NAMES_WIDTH;
  }

  private draw(): void {
    if (!this.visible || this.model.names.length === 0) return;
    const { scroller, list, axis } = this.places;
    const room = Math.max(1, scroller.clientWidth - NAMES_WIDTH - MARGIN);
    this.end = this.finish();
    this.scale = room * this.zoom / (this.end - this.begin());
    const width = `${NAMES_WIDTH + room * this.zoom + MARGIN}px`;
    list.style.width = width;
    axis.style.width = width;
    this.drawAxis();
    this.rows.set(orderNodes(
      { names: this.model.names, order: this.model.order, nodes: this.model.nodes, elapsed: () => null }, this.filter, { by: 'order', descending: false },
    ));
  }

  /** Marks for what is in sight; there may be a million pixels of them. */
  private drawAxis(): void {
    const { scroller, axis } = this.places;
    const begin = this.begin();
    const step = axisStep(this.scale, MARK_WIDTH);
    const from = Math.max(begin, begin + (scroller.scrollLeft - scroller.clientWidth) / this.scale);
    const to = Math.min(this.end, begin + (scroller.scrollLeft + 2 * scroller.clientWidth) / this.scale);
    const marks: HTMLElement[] = [];
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
      const mark = element('span', 'gantt__mark', this.clock.time(at, step));
      mark.style.left = `${NAMES_WIDTH + (at - begin) * this.scale}px`;
      marks.push(mark);
    }
    axis.replaceChildren(...marks);
  }

  private make(): HTMLElement {
    const item = element('li', 'gantt__item');
    const link = element('a', 'gantt__row');
    const title = element('span', 'gantt__name');
    const row: Row = { link, icon: stateIcon('waiting'), name: element('span', 'cut'), bars: element('span', 'gantt__bars') };
    title.append(row.icon, row.name);
    link.append(title, row.bars);
    item.append(link);
    this.parts.set(item, row);
    return item;
  }

  private fill(row: Row, ordinal: number): void {
    const { key, name } = this.model.names[ordinal]!;
    const node = this.model.nodes[ordinal]!;
    const begin = this.begin();
    const now = this.end;
    row.link.href = addressOf(new URL(location.href), { node: key });
    row.link.dataset['key'] = key;
    row.link.toggleAttribute('aria-current', false);
    if (ordinal === this.selected) row.link.setAttribute('aria-current', 'true');
    setIcon(row.icon, node.state);
    setText(row.name, name);
    row.name.title = name;
    const elapsed = this.model.elapsed(node, Date.now());
    const parts = [name, this.words.states[node.state] ?? node.state];
    if (elapsed !== null) parts.push(formatDuration(elapsed, this.words.duration, node.endedAt === null));
    row.link.setAttribute('aria-label', parts.join(', '));
    const drawn = drawable(this.timeline.of(key, begin), begin, now, this.scale);
    while (row.bars.children.length > drawn.length) row.bars.lastElementChild!.remove();
    drawn.forEach(({ segment, left, width }, index) => {
      const bar = (row.bars.children[index] as HTMLElement | undefined) ?? row.bars.appendChild(element('span', ''));
      bar.className = segment.to === segment.from ? 'gantt__end' : 'gantt__bar';
      bar.dataset['state'] = segment.state;
      bar.style.left = `${left}px`;
      bar.style.width = segment.to === segment.from ? '' : `${Math.max(1, width)}px`;
      const took = formatDuration((segment.to ?? now) - segment.from, this.words.duration, segment.to === null);
      const state = this.words.states[segment.state] ?? segment.state;
      const attempt = segment.attempt > 1 ? `, ${fill(this.words.attempt, segment.attempt)}` : '';
      bar.title = segment.to === segment.from
        ? `${state}${attempt}, ${this.clock.exact(segment.from)}`
        : `${state} ${took}${attempt}, ${this.clock.exact(segment.from)} – ${segment.to === null ? '' : this.clock.exact(segment.to)}`;
    });
  }
}
