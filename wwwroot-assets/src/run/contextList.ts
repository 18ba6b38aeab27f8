import { addressOf, go } from './address';
import { element, setText } from './elements';
import { type Output, readPage, Refresher, SignedOutError } from './history';
import type { RunModel } from './model';
import { typeOf } from './valueType';
import { fill, type Words } from './words';

/** The value of a variable of the run, as JSON; of a secret its name. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

const PAGE = 500;
/** More outputs than anybody reads; the search is over those that are there. */
const MAX_OUTPUTS = 5_000;
const REFRESH_MS = 1_500;

export interface ContextPlaces {
  readonly list: HTMLElement;
  readonly search: HTMLInputElement;
  readonly note: HTMLElement;
  readonly count: HTMLElement;
}

/** Everything that nodes can read: the run's variables, and the outputs of the nodes that have succeeded. */
export class ContextList {
  private readonly stopping = new AbortController();
  private readonly refresher: Refresher;
  private outputs: readonly Output[] = [];
  private text = '';
  private visible = false;
  private known = false;
  private typing = 0;

  constructor(
    private readonly places: ContextPlaces, private readonly variables: readonly Variable[], private readonly model: RunModel,
    private readonly runId: string, private readonly words: Words, private readonly signedOut: () => void,
  ) {
    const { signal } = this.stopping;
    this.refresher = new Refresher(() => this.read(), REFRESH_MS);
    places.search.addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = window.setTimeout(() => go(addressOf(new URL(location.href), { q: places.search.value }), true), 200);
    }, { signal });
    places.list.addEventListener('click', (event) => { void this.onClick(event); }, { signal });
  }

  show(visible: boolean, text: string): void {
    const opened = visible && !this.visible;
    this.visible = visible;
    this.text = text.trim().toLowerCase();
    if (document.activeElement !== this.places.search) this.places.search.value = text;
    if (opened || !this.known) this.refresher.ask();
    if (visible) this.draw();
  }

  /** Some nodes have ended: there may be more to read. */
  update(): void {
    this.known = false;
    if (this.visible) this.refresher.ask();
  }

  destroy(): void {
    clearTimeout(this.typing);
    this.stopping.abort();
    this.refresher.stop();
  }

  private async read(): Promise<void> {
    const { signal } = this.stopping;
    this.known = true;
    try {
      const outputs: Output[] = [];
      for (let cursor: string | null = ''; cursor !== null && outputs.length < MAX_OUTPUTS;) {
        const query: Record<string, string> = { limit: String(PAGE) };
        if (cursor !== '') query['cursor'] = cursor;
        const page: { items: readonly Output[]; next: string | null } = await readPage<Output>(this.runId, 'outputs', query, signal);
        outputs.push(...page.items);
        cursor = page.next;
      }
      this.outputs = outputs;
      setText(this.places.count, String(this.variables.length + outputs.length));
      setText(this.places.note, '');
    } catch (error) {
      if (signal.aborted) return;
      this.known = false;
      if (error instanceof SignedOutError) this.signedOut();
      else setText(this.places.note, this.words.notLoaded);
    }
    this.draw();
  }

  private draw(): void {
    const rows = [
      ...this.variables.filter((variable) => this.fits(variable.name, variable.secret ? '' : variable.value, this.words.variable))
        .map((variable) => this.row(null, variable.name, variable.value, variable.value.length, variable.secret)),
      ...this.outputs.filter((output) => this.fits(output.name, output.value, output.node, this.nameOf(output.node)))
        .map((output) => this.row(output.node, output.name, output.value, output.length, false)),
    ];
    if (rows.length === 0) setText(this.places.note, this.words.noContext);
    else if (this.places.note.textContent === this.words.noContext) setText(this.places.note, '');
    // Redrawn under the pointer, a value that is being selected would be lost.
    if (this.places.list.contains(getSelection()?.anchorNode ?? null) && getSelection()?.type === 'Range') return;
    const focused = document.activeElement instanceof HTMLElement && this.places.list.contains(document.activeElement) ? document.activeElement.dataset['of'] : undefined;
    this.places.list.replaceChildren(...rows);
    if (focused !== undefined) this.places.list.querySelector<HTMLElement>(`[data-of="${CSS.escape(focused)}"]`)?.focus();
  }

  private fits(...texts: string[]): boolean {
    return this.text === '' || texts.some((text) => text.toLowerCase().includes(this.text));
  }

  private nameOf(key: string): string {
    return this.model.names[this.model.ordinalOf(key)]?.name ?? key;
  }

  private row(node: string | null, name: string, value: string, length: number, secret: boolean): HTMLElement {
    const row = element('li', 'context-row');
    const type = this.words.types[secret ? 'secret' : typeOf(value)];
    const source = node === null ? element('span', 'context-row__source faint', this.words.variable) : element('a', 'context-row__source cut', this.nameOf(node));
    if (source instanceof HTMLAnchorElement) {
      source.href = addressOf(new URL(location.href), { node });
      source.dataset['of'] = `node ${node} ${name}`;
    }
    const shown = element('code', 'context-row__value', secret ? fill(this.words.secret, value) : value);
    shown.dataset['type'] = type;
    row.append(source, element('code', 'context-row__name cut', name), element('span', 'tag', type), shown);
    if (length > value.length) row.append(element('span', 'context-row__cut faint', fill(this.words.valueCut, length)));
    else if (!secret) {
      const copy = element('button', 'btn btn--s btn--quiet context-row__copy', this.words.copy);
      copy.type = 'button';
      copy.dataset['of'] = `copy ${node} ${name}`;
      copy.dataset['copy'] = value;
      copy.setAttribute('aria-label', `${this.words.copy}: ${name}`);
      row.append(copy);
    }
    return row;
  }

  private async onClick(event: Event): Promise<void> {
    const copy = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    if (copy === null) return;
    // Browsers give the clipboard to pages that came over HTTPS, or from this machine; elsewhere the value is selected, to be copied by keys.
    if (!isSecureContext) {
      const value = copy.parentElement?.querySelector('.context-row__value');
      if (value) getSelection()?.selectAllChildren(value);
      return;
    }
    await navigator.clipboard.writeText(plain(copy.dataset['copy'] ?? ''));
    setText(copy, this.words.copied);
    setTimeout(() => setText(copy, this.words.copy), 1_500);
  }
}

/** Text is copied as it reads, without quotes and escapes; any other value as JSON. */
function plain(json: string): string {
  return typeOf(json) === 'text' ? String(JSON.parse(json)) : json;
}
