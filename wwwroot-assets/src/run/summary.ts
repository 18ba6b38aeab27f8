import { setIcon, stateIcon } from '../canvas/stateIcon';
import { formatDuration } from './duration';
import { element, setText } from './elements';
import type { RunModel } from './model';
import { fill, type Words } from './words';

/** A segment for each node is readable up to about here; above, one for each state. */
const MAX_SEGMENTS = 60;

/** Where the page shows what holds for the whole run, by the value of `data-run`. */
export interface SummaryPlaces {
  readonly chip: HTMLElement;
  readonly elapsed: HTMLElement;
  readonly left: HTMLElement;
  readonly started: HTMLElement;
  readonly progress: HTMLElement;
  readonly legend: HTMLElement;
  /** The words of the action that retries what failed; they say how many. Not there for those who may not. */
  readonly retryable: HTMLElement | null;
}

/** The run's state, progress and counts, and which of its actions make sense. */
export class Summary {
  private filter: string | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly places: SummaryPlaces,
    private readonly model: RunModel,
    private readonly scheduledAt: number,
    /** How long such runs usually take, in milliseconds; null when nobody can know. */
    private readonly usual: number | null,
    private readonly words: Words,
    private readonly addressOf: (filter: string | null) => string,
  ) {}

  show(filter: string | null): void {
    this.filter = filter;
    this.drawLegend();
  }

  draw(): void {
    const { run } = this.model;
    const { chip, started, retryable } = this.places;
    chip.dataset['state'] = run.state;
    setIcon(chip.querySelector('svg')!, run.state);
    setText(chip.querySelector('span')!, this.words.states[run.cancelRequested && run.endedAt === null ? 'cancelling' : run.state] ?? run.state);
    if (run.startedAt !== null) {
      const late = Math.max(0, Date.parse(run.startedAt) - this.scheduledAt);
      setText(started, late < 1000 ? this.words.startedAtOnce : fill(this.words.startedAfter, formatDuration(late, this.words.duration, false)));
    }
    if (retryable !== null) setText(retryable, fill(this.words.retryFailed, this.model.retryable()));
    this.fitActions();
    this.drawProgress();
    this.drawLegend();
    this.tick();
  }

  /** Shows what can be done now; a menu in which nothing can be done is hidden. */
  fitActions(): void {
    for (const action of this.root.querySelectorAll<HTMLElement>('[data-when]')) action.hidden = !this.fits(action.dataset['when'] ?? '');
    for (const menu of this.root.querySelectorAll<HTMLElement>('[data-menu]')) {
      menu.hidden = ![...menu.querySelectorAll<HTMLElement>('.drop__item')].some((item) => !item.hidden);
    }
  }

  tick(): void {
    const elapsed = this.model.elapsed(this.model.run, Date.now());
    setText(this.places.left, elapsed === null || this.model.run.state !== 'running' ? '' : this.left(elapsed));
    setText(this.places.elapsed, elapsed === null ? '' : formatDuration(elapsed, this.words.duration, this.model.run.endedAt === null));
  }

  private left(elapsed: number): string {
    if (this.usual === null) return '';
    return elapsed < this.usual ? fill(this.words.left, formatDuration(this.usual - elapsed, this.words.duration, true)) : this.words.overdue;
  }

  /** Whether an action for runs in these states makes sense now; `retryable` asks for nodes that can be retried, `ended` for a run that is over. */
  private fits(when: string): boolean {
    const { run } = this.model;
    if (run.cancelRequested && run.endedAt === null) return false;
    if (when === 'retryable') return this.model.retryable() > 0 && run.startedAt !== null;
    return when === 'ended' ? run.endedAt !== null && run.startedAt !== null : when.split(' ').includes(run.state);
  }

  private drawProgress(): void {
    const { progress } = this.places;
    const total = this.model.nodes.length;
    const segments: [state: string, width: number][] = total <= MAX_SEGMENTS
      ? this.model.order.map((ordinal) => [this.model.nodes[ordinal]!.state, 1])
      : this.model.counts();
    while (progress.children.length > segments.length) progress.lastElementChild!.remove();
    while (progress.children.length < segments.length) progress.append(element('span', ''));
    segments.forEach(([state, width], index) => {
      const segment = progress.children[index] as HTMLElement;
      segment.dataset['state'] = state;
      segment.style.setProperty('--w', String(width));
    });
    progress.setAttribute('aria-valuemax', String(total));
    progress.setAttribute('aria-valuenow', String(this.model.done()));
    progress.setAttribute('aria-label', fill(this.words.done, this.model.done(), total));
  }

  /** How many nodes are in which state; each number shows those nodes alone, and shows all again. */
  private drawLegend(): void {
    const { legend } = this.places;
    const counts = this.model.counts();
    if (this.filter !== null && !counts.some(([state]) => state === this.filter)) counts.push([this.filter, 0]);
    const known = new Map([...legend.children].map((child) => [(child as HTMLElement).dataset['state'], child as HTMLAnchorElement]));
    const entries = counts.map(([state, count]) => {
      const entry = known.get(state) ?? this.entry(state);
      setText(entry.querySelector('b')!, String(count));
      entry.href = this.addressOf(state === this.filter ? null : state);
      entry.title = state === this.filter ? this.words.allNodes : '';
      entry.toggleAttribute('aria-current', false);
      if (state === this.filter) entry.setAttribute('aria-current', 'true');
      return entry;
    });
    // Moving an element that stands right would take the focus from it.
    for (const child of [...legend.children]) if (!entries.includes(child as HTMLAnchorElement)) child.remove();
    entries.forEach((entry, index) => { if (legend.children[index] !== entry) legend.insertBefore(entry, legend.children[index] ?? null); });
  }

  private entry(state: string): HTMLAnchorElement {
    const entry = element('a', 'state legend__entry');
    entry.dataset['state'] = state;
    entry.append(stateIcon(state), element('b', ''), element('span', 'legend__word', this.words.states[state] ?? state));
    return entry;
  }
}
