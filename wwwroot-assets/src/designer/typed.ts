/**
 * Texts that cannot be in the document: JSON that is none yet, a key that another node has. They outlive the panel and the page, so that
 * nothing that was typed is lost for being unfinished.
 */
export class Typed {
  private texts: Record<string, string>;

  /** `storage` is null where nothing is typed: a published version does not show what is unfinished in the draft. */
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null, private readonly name: string) {
    this.texts = this.read();
  }

  get(field: string): string | undefined {
    return Object.hasOwn(this.texts, field) ? this.texts[field] : undefined;
  }

  /** Keeps the text of a field; null forgets it. */
  keep(field: string, text: string | null): void {
    if (text === null && !Object.hasOwn(this.texts, field)) return;
    const { [field]: _gone, ...rest } = this.texts;
    this.texts = text === null ? rest : { ...rest, [field]: text };
    try {
      if (Object.keys(this.texts).length === 0) this.storage?.removeItem(this.name);
      else this.storage?.setItem(this.name, JSON.stringify(this.texts));
    } catch {
      // Full or forbidden: the page itself still holds it.
    }
  }

  /** What the fields are about has another name now. */
  rename(from: string, to: string): void {
    for (const [field, text] of Object.entries(this.texts)) {
      if (!field.startsWith(`${from}/`)) continue;
      this.keep(field, null);
      this.keep(to + field.slice(from.length), text);
    }
  }

  private read(): Record<string, string> {
    try {
      const kept = JSON.parse(this.storage?.getItem(this.name) ?? '{}') as unknown;
      return kept !== null && typeof kept === 'object' ? Object.fromEntries(Object.entries(kept).filter((entry) => typeof entry[1] === 'string')) : {};
    } catch {
      // Not ours: as good as empty.
      return {};
    }
  }
}

/** What a field keeps of itself. */
export interface Keeping {
  readonly text: string | undefined;
  keep(text: string | null): void;
}

export const keeping = (typed: Typed, field: string): Keeping => ({ text: typed.get(field), keep: (text) => typed.keep(field, text) });
