import { setIcon, stateIcon } from '../canvas/stateIcon';
import { addressOf } from './address';
import type { Clock } from './clock';
import { element, setText } from './elements';
import { type HistoryEvent, type HistoryReset, readPage, Refresher, SignedOutError } from './history';
import { mergeNewest } from './eventMerge';
import type { RunModel } from './model';
import { VirtualRows } from './virtualRows';
import { fill, localReason, type Words } from './words';

const ROW_HEIGHT = 30;
const PAGE = 200;
/** So many rows before the end the next part is asked for. */
const AHEAD = 50;
const REFRESH_MS = 1_000;

export interface EventPlaces {
  readonly scroller: HTMLElement;
  readonly list: HTMLElement;
  readonly note: HTMLElement;
}

interface Row {
  readonly link: HTMLAnchorElement;
  readonly time: HTMLElement;
  readonly icon: SVGSVGElement;
  readonly state: HTMLElement;
  readonly name: HTMLElement;
  readonly attempt: HTMLElement;
  readonly note: HTMLElement;
}

/** What happened, the newest first; older parts come as one scrolls, new ones as they happen. */
export class EventList {
  private readonly rows: VirtualRows<HistoryEvent>;
  private readonly parts = new WeakMap<HTMLElement, Row>();
  private readonly stopping = new AbortController();
  private readonly refresher: Refresher;
  private events: readonly HistoryEvent[] = [];
  /** Who retried or marked, by round and node. */
  private readonly resets = new Map<string, HistoryReset>();
  private resetRounds = 1;
  private next: string | null = null;
  private loadingMore = false;
  private visible = false;

  constructor(
    private readonly places: EventPlaces, private readonly model: RunModel, private readonly runId: string, private readonly clock: Clock,
    private readonly words: Words, private readonly signedOut: () => void,
  ) {
    this.rows = new VirtualRows<HistoryEvent>(places.scroller, places.list, {
      height: ROW_HEIGHT,
      key: (event) => `${event.at} ${event.node} ${event.fence} ${event.state}`,
      make: () => this.make(),
      target: (row) => this.parts.get(row)!.link,
      fill: (row, event) => this.fill(this.parts.get(row)!, event),
    });
    this.refresher = new Refresher(() => this.guarded(() => this.readNewest()), REFRESH_MS);
    places.scroller.addEventListener('scroll', () => this.onScroll(), { signal: this.stopping.signal, passive: true });
  }

  show(visible: boolean): void {
    const opened = visible && !this.visible;
    this.visible = visible;
    if (opened) {
      if (this.events.length === 0) setText(this.places.note, this.words.loading);
      this.refresher.ask();
    }
    if (visible) this.rows.refresh();
  }

  update(): void {
    if (this.visible) this.refresher.ask();
  }

  destroy(): void {
    this.stopping.abort();
    this.refresher.stop();
    this.rows.destroy();
  }

  private async readNewest(): Promise<void> {
    const page = await readPage<HistoryEvent>(this.runId, 'events', { newest_first: 'true', limit: String(PAGE) }, this.stopping.signal);
    const merged = mergeNewest(this.events, page.items);
    if (merged === null || this.events.length === 0) {
      this.events = page.items;
      this.next = page.next;
    } else {
      this.events = merged;
    }
    await this.readResets();
    this.draw();
  }

  private async readResets(): Promise<void> {
    const rounds = this.events.reduce((most, event) => Math.max(most, event.round), 1);
    if (rounds <= this.resetRounds) return;
    this.resetRounds = rounds;
    const page = await readPage<HistoryReset>(this.runId, 'resets', { limit: '1000' }, this.stopping.signal);
    for (const reset of page.items) this.resets.set(`${reset.round} ${reset.node}`, reset);
  }

  private onScroll(): void {
    if (!this.visible || this.loadingMore || this.next === null || this.rows.lastVisible() < this.events.length - AHEAD) return;
    this.loadingMore = true;
    const cursor = this.next;
    void this.guarded(async () => {
      const page = await readPage<HistoryEvent>(
        this.runId, 'events', { newest_first: 'true', limit: String(PAGE), cursor }, this.stopping.signal);
      // Meanwhile everything may have been read anew.
      if (this.next === cursor) {
        this.events = [...this.events, ...page.items];
        this.next = page.next;
        this.draw();
      }
    }).finally(() => { this.loadingMore = false; });
  }

  private async guarded(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      if (error instanceof SignedOutError) this.signedOut();
      else setText(this.places.note, this.words.notLoaded);
    }
  }

  private draw(): void {
    setText(this.places.note, this.events.length === 0 ? this.words.noEvents : '');
    this.rows.set(this.events);
  }

  private make(): HTMLElement {
    const item = element('li', 'event-list__item');
    const row: Row = {
      link: element('a', 'event-row'), time: element('time', 'event-row__time'), icon: stateIcon('waiting'), state: element('span', 'event-row__state'),
      name: element('span', 'event-row__name cut'), attempt: element('span', 'event-row__attempt'), note: element('span', 'event-row__note cut'),
    };
    row.link.append(row.time, row.icon, row.state, row.name, row.attempt, row.note);
    item.append(row.link);
    this.parts.set(item, row);
    return item;
  }

  private fill(row: Row, event: HistoryEvent): void {
    const at = Date.parse(event.at);
    row.link.href = addressOf(new URL(location.href), { node: event.node });
    row.link.dataset['state'] = event.state;
    setText(row.time, this.clock.exact(at));
    row.time.title = `${this.clock.date(at)} ${this.clock.exact(at)}`;
    setIcon(row.icon, event.state);
    setText(row.state, this.words.states[event.state] ?? event.state);
    const name = event.node === null ? this.words.run : this.model.names[this.model.ordinalOf(event.node)]?.name ?? event.node;
    setText(row.name, name);
    row.name.title = name;
    row.name.classList.toggle('event-row__name--run', event.node === null);
    setText(row.attempt, event.node !== null && event.attempt > 1 ? fill(this.words.attempt, event.attempt) : '');
    const note = this.noteOf(event);
    setText(row.note, note);
    row.note.title = note;
  }

  private noteOf(event: HistoryEvent): string {
    const reset = event.state === 'waiting' && event.node !== null ? this.resets.get(`${event.round} ${event.node}`) : undefined;
    if (reset !== undefined) return fill(reset.kind === 'mark' ? this.words.markedBy : this.words.retriedBy, reset.actor);
    return event.reason === null ? '' : localReason(event.reason, this.words.reasons);
  }
}
