/** Rows beyond the edges of what is visible, so that a quick scroll shows no gap. */
const OVERSCAN = 8;

export interface RowSource<T> {
  /** In pixels; the same for all. */
  readonly height: number;
  /** Names an item, so that the focus stays with it when the order changes. */
  key(item: T): string;
  /** Makes an empty row: an element with one focusable descendant, or itself. */
  make(): HTMLElement;
  /** The part of a row that takes the focus. */
  target(row: HTMLElement): HTMLElement;
  fill(row: HTMLElement, item: T, index: number): void;
}

/**
 * A list of any length: rows exist for what is visible alone, and for the one stop of Tab, through which arrows move. Rows are reused, so a
 * row's element may stand for another item after a scroll.
 */
export class VirtualRows<T> {
  private items: readonly T[] = [];
  private readonly shown = new Map<number, HTMLElement>();
  private readonly spare: HTMLElement[] = [];
  private stop = 0;
  private stopKey: string | undefined;
  private frame = 0;
  private readonly resizing: ResizeObserver;

  constructor(private readonly scroller: HTMLElement, private readonly list: HTMLElement, private readonly source: RowSource<T>) {
    list.classList.add('rows');
    scroller.addEventListener('scroll', this.draw);
    list.addEventListener('keydown', this.onKey);
    list.addEventListener('focusin', this.onFocus);
    this.resizing = new ResizeObserver(this.draw);
    this.resizing.observe(scroller);
  }

  /** Shows these items; the scroll position and the item that has the focus stay. */
  set(items: readonly T[]): void {
    this.items = items;
    this.list.style.height = `${items.length * this.source.height}px`;
    const again = this.stopKey === undefined ? -1 : items.findIndex((item) => this.source.key(item) === this.stopKey);
    this.moveStop(again >= 0 ? again : Math.min(this.stop, Math.max(0, items.length - 1)));
    this.render(true);
  }

  /** Fills the visible rows again, because what they show has changed. */
  refresh(): void {
    this.render(true);
  }

  /** Makes an item the stop of Tab and scrolls it into view. */
  reveal(key: string): void {
    const index = this.items.findIndex((item) => this.source.key(item) === key);
    if (index < 0) return;
    this.moveStop(index);
    this.scrollTo(index);
    this.render(true);
  }

  /** The last item of which anything is visible. */
  lastVisible(): number {
    return Math.floor((this.scroller.scrollTop - this.list.offsetTop + this.scroller.clientHeight) / this.source.height);
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.resizing.disconnect();
    this.scroller.removeEventListener('scroll', this.draw);
    this.list.removeEventListener('keydown', this.onKey);
    this.list.removeEventListener('focusin', this.onFocus);
  }

  private readonly draw = (): void => {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render(false);
    });
  };

  private render(again: boolean): void {
    const { height } = this.source;
    const top = this.scroller.scrollTop - this.list.offsetTop;
    const from = Math.max(0, Math.floor(top / height) - OVERSCAN);
    const to = Math.min(this.items.length, Math.ceil((top + this.scroller.clientHeight) / height) + OVERSCAN);
    const wanted = (index: number): boolean => (index >= from && index < to) || (index === this.stop && index < this.items.length);
    for (const [index, row] of this.shown) {
      if (wanted(index)) continue;
      this.shown.delete(index);
      this.spare.push(row);
      row.hidden = true;
    }
    for (let index = from; index < to; index++) this.place(index, again);
    if (this.items.length > 0) this.place(this.stop, again);
  }

  private place(index: number, again: boolean): void {
    let row = this.shown.get(index);
    const known = row !== undefined;
    if (row === undefined) {
      row = this.spare.pop();
      if (row === undefined) {
        row = this.source.make();
        row.classList.add('rows__row');
        this.list.append(row);
      }
      row.hidden = false;
      row.style.transform = `translateY(${index * this.source.height}px)`;
      this.shown.set(index, row);
    }
    if (known && !again) return;
    row.setAttribute('aria-setsize', String(this.items.length));
    row.setAttribute('aria-posinset', String(index + 1));
    this.source.target(row).tabIndex = index === this.stop ? 0 : -1;
    this.source.fill(row, this.items[index]!, index);
  }

  private moveStop(index: number): void {
    this.stop = index;
    const item = this.items[index];
    if (item !== undefined) this.stopKey = this.source.key(item);
  }

  private scrollTo(index: number): void {
    const { height } = this.source;
    const top = this.list.offsetTop + index * height;
    if (top < this.scroller.scrollTop + this.list.offsetTop) this.scroller.scrollTop = top - this.list.offsetTop;
    else if (top + height > this.scroller.scrollTop + this.scroller.clientHeight) this.scroller.scrollTop = top + height - this.scroller.clientHeight;
  }

  private indexOf(target: EventTarget | null): number {
    if (!(target instanceof Node)) return -1;
    for (const [index, row] of this.shown) if (row.contains(target)) return index;
    return -1;
  }

  private readonly onFocus = (event: FocusEvent): void => {
    const index = this.indexOf(event.target);
    if (index < 0 || index === this.stop) return;
    this.moveStop(index);
    this.render(true);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const at = this.indexOf(event.target);
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.source.height) - 1);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.items.length - 1 };
    const to = steps[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.moveStop(Math.min(Math.max(to, 0), this.items.length - 1));
    this.scrollTo(this.stop);
    this.render(true);
    const row = this.shown.get(this.stop);
    if (row !== undefined) this.source.target(row).focus({ preventScroll: true });
  };
}
