import type { LogPart } from '../live';
import { element, setText } from './elements';
import { LogText } from './logText';
import { fill, type Words } from './words';

/** What a browser scrolls through smoothly. Older lines leave as new ones come. */
const MAX_LINES = 5_000;

/** Taken away at once, so that it happens seldom. */
const SPARE_LINES = 500;

/** So near to its end the log still counts as being at its end, in pixels. */
const NEAR = 24;

export interface LogPlaces {
  readonly lines: HTMLElement;
  readonly follow: HTMLElement;
}

/** Shows a log as it comes. It stays at its end until one scrolls up, and again when one scrolls down. */
export class LogView {
  private readonly text = new LogText();
  private readonly begin = element('div', 'log__note');
  private readonly end = element('div', 'log__note');
  private readonly open = element('div', 'log__line');
  private readonly stopping = new AbortController();
  private waiting: string[] = [];
  private number = 0;
  private numbered = true;
  private any = false;
  private frame = 0;
  private following = true;

  constructor(private readonly places: LogPlaces, private readonly words: Words) {
    const { signal } = this.stopping;
    this.begin.hidden = true;
    this.open.hidden = true;
    setText(this.end, words.logWaiting);
    places.lines.replaceChildren(this.begin, this.open, this.end);
    places.lines.addEventListener('scroll', () => this.setFollowing(this.isAtEnd()), { signal });
    places.follow.addEventListener('click', () => { this.setFollowing(true); this.scroll(); }, { signal });
    this.setFollowing(true);
  }

  push(part: LogPart): void {
    if (!this.any && part.from > 0) {
      this.numbered = false;
      this.begin.hidden = false;
      setText(this.begin, fill(this.words.logEarlier, size(part.from)));
    }
    this.any = true;
    this.end.hidden = true;
    this.waiting.push(...this.text.push(part.text));
    if (this.waiting.length > MAX_LINES) {
      const dropped = this.waiting.length - MAX_LINES;
      this.waiting.splice(0, dropped);
      this.number += dropped;
    }
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
    const { lines } = this.places;
    const fragment = document.createDocumentFragment();
    for (const line of this.waiting) fragment.append(this.line(element('div', 'log__line'), line, ++this.number));
    this.waiting = [];
    lines.insertBefore(fragment, this.open);
    this.open.hidden = this.text.open === '';
    this.line(this.open, this.text.open, this.number + 1);
    if (lines.childElementCount > MAX_LINES + SPARE_LINES) this.trim();
    if (this.following) this.scroll();
  }

  private line(target: HTMLElement, text: string, number: number): HTMLElement {
    if (this.numbered) target.dataset['n'] = String(number);
    setText(target, text);
    return target;
  }

  private trim(): void {
    const { lines } = this.places;
    const range = document.createRange();
    range.setStartAfter(this.begin);
    range.setEndBefore(lines.children[lines.childElementCount - MAX_LINES]!);
    range.deleteContents();
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
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
