/** What stood in a field that somebody typed into. */
export interface KeptField {
  readonly value: string;
  /** What stood there before: when something else does by the time it is typed back, somebody else changed it. */
  readonly before: string;
}

/** What was typed into a form and neither sent nor discarded. */
export interface KeptForm {
  /** Whether the form is in a dialog, which a new page opens again. */
  readonly dialog: boolean;
  readonly fields: Readonly<Record<string, KeptField>>;
  /** The field that was typed into last. */
  readonly last: string | null;
  /** Whether something was typed that is not kept: a password, a secret. */
  readonly withheld: boolean;
}

/** The part of `sessionStorage` that is needed; tests put a fake in its place. */
export type KeptStore = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The forms of one person on one page that were not finished. They lie in the tab's own storage: a reload and signing in again find them
 * there, another person on the same machine does not.
 */
export class KeptForms {
  private readonly start: string;

  constructor(private readonly store: KeptStore, person: string, path: string) {
    this.start = `maat-kept/${encodeURIComponent(person)}${path}#`;
  }

  /** Null when nothing is kept, or what is there is not ours. */
  read(form: string): KeptForm | null {
    const text = this.store.getItem(this.start + form);
    if (text === null) return null;
    try {
      const kept = JSON.parse(text) as Partial<KeptForm>;
      return { dialog: kept.dialog === true, fields: kept.fields ?? {}, last: kept.last ?? null, withheld: kept.withheld === true };
    } catch {
      return null;
    }
  }

  /** Keeps a form; one with nothing typed into it is forgotten. False when the browser has no room for it. */
  write(form: string, kept: KeptForm): boolean {
    if (Object.keys(kept.fields).length === 0) {
      this.forget(form);
      return true;
    }
    try {
      this.store.setItem(this.start + form, JSON.stringify(kept));
      return true;
    } catch {
      // Full: an older, shorter text would be worse than none.
      this.forget(form);
      return false;
    }
  }

  forget(form: string): void {
    this.store.removeItem(this.start + form);
  }

  /** The dialogs that were open. */
  dialogs(): readonly string[] {
    const found: string[] = [];
    for (let i = 0; i < this.store.length; i++) {
      const key = this.store.key(i);
      if (key?.startsWith(this.start) !== true) continue;
      const form = key.slice(this.start.length);
      if (this.read(form)?.dialog === true) found.push(form);
    }
    return found.sort();
  }
}
