import type { BrowserStore } from './draftStore';

/** Texts that are typed but cannot be in the document yet, by the field they belong to; they outlive the panel and a reload. */
export class Unparsed {
  private readonly start: string;

  constructor(private readonly store: Pick<BrowserStore, 'getItem' | 'setItem' | 'removeItem'>, template: string, person: string) {
    this.start = `maat-unparsed/${template}/${encodeURIComponent(person)}/`;
  }

  get(field: string): string | null {
    return this.store.getItem(this.start + field);
  }

  set(field: string, text: string): void {
    try {
      this.store.setItem(this.start + field, text);
    } catch {
      // Full or forbidden: the panel holds the text as long as it is shown.
    }
  }

  /** What the field belongs to has another name. */
  move(from: string, to: string): void {
    const text = this.get(from);
    if (text === null) return;
    this.delete(from);
    this.set(to, text);
  }

  delete(field: string): void {
    this.store.removeItem(this.start + field);
  }
}
