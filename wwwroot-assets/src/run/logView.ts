import type { LogPart } from '../live';
import { element, setText } from './elements';
import { findAll, pieces, severityOf } from './logLines';
import { type LogLine, LogText } from './logText';
import { fill, type Words } from './words';

/** What a browser scrolls through smoothly while the log grows. Older lines leave as new ones come. */
const MAX_LINES = 5_000;
/** Taken away at once, so that it happens seldom. */
const SPARE_LINES = 500;
/** When somebody goes back, so many lines are kept; then those at the end leave. */
const MAX_READING = 20_000;
/** Of earlier output that is asked for at a time: some thousand lines. */
const EARLIER_BYTES = 256 * 1024;
/** So near to its end the log still counts as being at its end, in pixels. */
const NEAR = 24;
/** What can be told apart in a count. */
const MAX_MATCHES = 9_999;

export interface LogPlaces {
  readonly lines: HTMLElement;
  readonly follow: HTMLElement;
  readonly search: HTMLInputElement;
  readonly matches: HTMLElement;
  readonly errors: HTMLElement;
  readonly wrap: HTMLElement;
}

export interface LogSource {
  /** The bytes from `from` up to, but not with, `to`, as text. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** Begins anew, at the end as it is now. */
  restart(): void;
}

/** Shows a log as it comes. It stays at its end until one scrolls up, and again when one scrolls down. */
export class LogView {
  private text = new LogText();
  private readonly before = element('div', 'log__note');
  private readonly beforeText = element('span', '');
  private readonly after = element('div', 'log__note');
  private readonly end = element('div', 'log__note');
  private readonly open = element('div', 'log__line');
  private readonly stopping = new AbortController();
  /** What each element shows; the open line is not among them. */
  private readonly shown = new WeakMap<Element, LogLine>();
  private waiting: LogLine[] = [];
  /** Where the first byte that is shown stands in the log. */
  private from = 0;
  private firstNumber = 1;
  private count = 0;
  private numbered = true;
  private any = false;
  private frame = 0;
  private following = true;
  private loading = false;
  /** Lines at the end were taken away for earlier ones; what comes is not shown. */
  private detached = false;
  private query = '';
  private match = -1;
  private errors = 0;
  private error = -1;

  constructor(private readonly places: LogPlaces, private readonly source: LogSource, private readonly words: Words) {
    const { signal } = this.stopping;
    const { lines, search } = places;
    this.before.hidden = true;
    this.after.hidden = true;
    this.open.hidden = true;
    setText(this.end, words.logWaiting);
    this.before.append(this.beforeText, ' ', this.button(words.logShowEarlier, () => void this.loadEarlier()));
    this.after.append(element('span', '', words.logLater), ' ', this.button(words.logShowLater, () => source.restart()));
    lines.replaceChildren(this.before, this.open, this.after, this.end);
    lines.addEventListener('scroll', () => this.setFollowing(this.isAtEnd() && !this.detached), { signal, passive: true });
    places.follow.addEventListener('click', () => this.onFollow(), { signal });
    search.addEventListener('input', () => this.search(search.value), { signal });
    search.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    }, { signal });
    places.errors.addEventListener('click', () => this.nextError(), { signal });
    places.wrap.addEventListener('click', () => this.setWrap(lines.classList.contains('log--nowrap')), { signal });
    this.setWrap(localStorage.getItem('maat-log-wrap') !== 'off');
    this.query = search.value;
    this.setFollowing(true);
    this.drawErrors();
    this.drawMatches();
  }

  push(part: LogPart): void {
    if (!this.any) {
      this.from = part.from;
      if (part.from > 0) this.numbered = false;
      this.drawBefore();
    }
    this.any = true;
    this.end.hidden = true;
    if (this.detached) return;
    this.waiting.push(...this.text.push(part.text, part.from));
    if (this.waiting.length > MAX_LINES) this.skip(this.waiting.length - MAX_LINES);
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  finish(): void {
    setText(this.end, this.any ? this.words.logEnd : this.words.logEmpty);
    this.end.hidden = false;
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  destroy(): void {
    this.stopping.abort();
    cancelAnimationFrame(this.frame);
  }

  private draw(): void {
    this.frame = 0;
    if (this.stopping.signal.aborted) return;
    const { lines } = this.places;
    const fragment = document.createDocumentFragment();
    for (const line of this.waiting) fragment.append(this.make(line, this.firstNumber + this.count++));
    this.waiting = [];
    lines.insertBefore(fragment, this.open);
    this.open.hidden = this.detached || this.text.open.text === '';
    this.paint(this.open, this.text.open, this.firstNumber + this.count);
    if (this.following && this.count > MAX_LINES + SPARE_LINES) this.trimFirst(this.count - MAX_LINES);
    else if (this.count > MAX_READING) this.trimFirst(this.count - MAX_READING);
    this.drawErrors();
    if (this.query !== '') this.drawMatches();
    if (this.following) this.scroll();
  }

  private make(line: LogLine, number: number): HTMLElement {
    const target = element('div', 'log__line');
    this.shown.set(target, line);
    this.paint(target, line, number);
    const severity = severityOf(line);
    if (severity !== null) target.classList.add(severity === 'error' ? 'log__line--err' : 'log__line--warn');
    if (severity === 'error') this.errors++;
    return target;
  }

  private paint(target: HTMLElement, line: LogLine, number: number): void {
    if (this.numbered) target.dataset['n'] = String(number);
    const found = pieces(line, this.query);
    if (found.length <= 1 && (found[0]?.classes ?? '') === '' && found[0]?.match !== true) {
      setText(target, line.text);
      return;
    }
    const content = element('span', '');
    for (const piece of found) {
      content.append(piece.match ? element('mark', piece.classes, piece.text) : piece.classes === '' ? piece.text : element('span', piece.classes, piece.text));
    }
    target.replaceChildren(content);
  }

  private lineElements(): HTMLElement[] {
    return [...this.places.lines.querySelectorAll<HTMLElement>(':scope > .log__line')].filter((line) => line !== this.open);
  }

  /** More has come at once than is shown: everything up to it leaves, and what of it is too much never comes. */
  private skip(dropped: number): void {
    this.waiting.splice(0, dropped);
    this.trimFirst(this.count);
    this.firstNumber += dropped;
    this.from = this.waiting[0]!.at;
    this.drawBefore();
  }

  private trimFirst(count: number): void {
    const lines = this.lineElements();
    for (const line of lines.slice(0, count)) {
      if (line.classList.contains('log__line--err')) this.errors--;
      line.remove();
    }
    this.count -= count;
    this.firstNumber += count;
    this.from = this.shown.get(lines[count] ?? this.open)?.at ?? this.text.open.at;
    this.drawBefore();
  }

  private drawBefore(): void {
    this.before.hidden = this.from === 0;
    setText(this.beforeText, fill(this.words.logEarlier, size(this.from)));
  }

  /** Puts the output before what is shown there, as much as a screen needs many times over. */
  private async loadEarlier(): Promise<void> {
    if (this.loading || this.from <= 0) return;
    this.loading = true;
    const from = Math.max(0, this.from - EARLIER_BYTES);
    try {
      const bytes = await this.source.read(from, this.from);
      if (this.stopping.signal.aborted) return;
      // Not from the log's beginning: the first line may be half a line, and half a character.
      const start = from === 0 ? 0 : bytes.indexOf(10) + 1;
      this.prepend(new LogText().push(new TextDecoder().decode(bytes.subarray(start)), from + start), from + start);
    } catch {
      setText(this.beforeText, this.words.notLoaded);
    } finally {
      this.loading = false;
    }
  }

  private prepend(lines: readonly LogLine[], from: number): void {
    const { lines: scroller } = this.places;
    this.setFollowing(false);
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    const fragment = document.createDocumentFragment();
    this.firstNumber -= lines.length;
    lines.forEach((line, index) => fragment.append(this.make(line, this.firstNumber + index)));
    this.before.after(fragment);
    this.count += lines.length;
    this.from = from;
    if (from === 0 && !this.numbered) this.renumber();
    if (this.count > MAX_READING) this.trimLast(this.count - MAX_READING);
    this.drawBefore();
    this.drawErrors();
    if (this.query !== '') this.drawMatches();
    scroller.scrollTop = scroller.scrollHeight - fromEnd;
  }

  /** Everything from the beginning is there, so lines have numbers. */
  private renumber(): void {
    this.numbered = true;
    this.firstNumber = 1;
    this.lineElements().forEach((line, index) => { line.dataset['n'] = String(index + 1); });
  }

  private trimLast(count: number): void {
    for (const line of this.lineElements().slice(-count)) {
      if (line.classList.contains('log__line--err')) this.errors--;
      line.remove();
    }
    this.count -= count;
    this.detached = true;
    this.open.hidden = true;
    this.after.hidden = false;
  }

  private search(query: string): void {
    const before = this.query;
    this.query = query;
    this.match = -1;
    for (const line of this.lineElements()) {
      const { text } = this.shown.get(line)!;
      if (findAll(text, before).length > 0 || findAll(text, query).length > 0) {
        this.paint(line, this.shown.get(line)!, Number(line.dataset['n']));
      }
    }
    if (query === '') this.drawMatches();
    else this.step(-1);
  }

  private marks(): HTMLElement[] {
    return [...this.places.lines.querySelectorAll('mark')];
  }

  /** Goes to the next match, or the one before; from the end to the beginning. */
  private step(by: number): void {
    const marks = this.marks();
    if (marks.length > 0) {
      this.match = this.match < 0 ? (by < 0 ? marks.length - 1 : 0) : (this.match + by + marks.length) % marks.length;
      this.setFollowing(false);
      marks[this.match]!.scrollIntoView({ block: 'center' });
    }
    this.drawMatches();
  }

  private drawMatches(): void {
    const marks = this.query === '' ? [] : this.marks();
    marks.forEach((mark, index) => mark.classList.toggle('is-current', index === this.match));
    const count = marks.length > MAX_MATCHES ? `${MAX_MATCHES}+` : String(marks.length);
    setText(this.places.matches, this.query === '' ? '' : marks.length === 0 ? this.words.logNoMatch : fill(this.words.logMatches, Math.max(0, this.match + 1), count));
  }

  private drawErrors(): void {
    const { errors } = this.places;
    errors.hidden = this.errors === 0;
    setText(errors.querySelector('span')!, this.errors === 1 ? this.words.logOneError : fill(this.words.logErrors, this.errors));
  }

  /** The first error, and at each further click the next. */
  private nextError(): void {
    const lines = [...this.places.lines.querySelectorAll<HTMLElement>('.log__line--err')];
    if (lines.length === 0) return;
    this.error = (this.error + 1) % lines.length;
    this.setFollowing(false);
    lines.forEach((line, index) => line.classList.toggle('is-current', index === this.error));
    lines[this.error]!.scrollIntoView({ block: 'center' });
  }

  private onFollow(): void {
    if (this.following) {
      this.setFollowing(false);
    } else if (this.detached) {
      this.source.restart();
    } else {
      this.setFollowing(true);
      this.scroll();
    }
  }

  private setWrap(wrap: boolean): void {
    this.places.lines.classList.toggle('log--nowrap', !wrap);
    this.places.wrap.setAttribute('aria-pressed', String(wrap));
    this.places.wrap.classList.toggle('is-on', wrap);
    localStorage.setItem('maat-log-wrap', wrap ? 'on' : 'off');
    if (this.following) this.scroll();
  }

  private isAtEnd(): boolean {
    const { lines } = this.places;
    return lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR;
  }

  private setFollowing(following: boolean): void {
    this.following = following;
    this.places.follow.setAttribute('aria-pressed', String(following));
    this.places.follow.classList.toggle('is-on', following);
  }

  private scroll(): void {
    this.places.lines.scrollTop = this.places.lines.scrollHeight;
  }

  private button(text: string, act: () => void): HTMLButtonElement {
    const button = element('button', 'link', text);
    button.type = 'button';
    button.addEventListener('click', act, { signal: this.stopping.signal });
    return button;
  }
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
