import type { TemplateDocument } from '../canvas/document';
import { ApiError, type Saved } from './api';
import { same } from './differences';
import type { Problem } from './problems';

/** How it stands with the draft's saving. */
export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: Date | null }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  /** `reason` is the server's; null when it was not reached. */
  | { readonly kind: 'failed'; readonly reason: string | null; readonly signedOut: boolean; readonly problems: readonly Problem[] }
  | { readonly kind: 'conflict'; readonly reason: string; readonly theirs: TemplateDocument; readonly revision: number };

/** The server's side of a draft. */
export interface DraftPort {
  save(document: TemplateDocument, revision: number): Promise<Saved>;
  load(): Promise<{ readonly document: TemplateDocument; readonly revision: number }>;
}

/** Where unsaved edits outlive the page. */
export interface DraftStore {
  read(): { readonly document: TemplateDocument; readonly revision: number } | null;
  write(document: TemplateDocument, revision: number): void;
  clear(): void;
}

/** Calls back after some milliseconds; the result cancels that. */
export type After = (milliseconds: number, call: () => void) => () => void;

/** After the last change, so that a word is saved once and not letter by letter; short enough that 'saved' follows a pause in typing. */
const SAVE_AFTER = 1_000;

/** Between attempts while the server does not answer or does not know the person any more. */
const RETRY_AFTER = 5_000;

/**
 * Saves a draft by itself. Each save names the revision that the edits were made on, so that nobody's change is overwritten unseen; what is
 * not saved yet also lies in the browser's store, so that no reload, no lost connection and no expired sign-in loses it.
 */
export class Draft {
  private state: SaveStatus = { kind: 'saved', at: null };
  private unsaved: TemplateDocument | null = null;
  private saving: Promise<void> | null = null;
  private cancel: () => void = () => {};
  private stopped = false;
  private recovered = 0;

  constructor(
    private readonly port: DraftPort, private readonly store: DraftStore, private readonly after: After, private readonly now: () => Date,
    private revision: number, private readonly onStatus: (status: SaveStatus) => void,
  ) {}

  get status(): SaveStatus {
    return this.state;
  }

  /** The revision of what is saved. */
  get savedRevision(): number {
    return this.revision;
  }

  /** Edits of an earlier visit that were never saved; null when there are none. The caller shows them, and then calls {@link resume}. */
  recover(saved: TemplateDocument): TemplateDocument | null {
    const kept = this.store.read();
    if (kept === null || same(kept.document, saved)) {
      this.store.clear();
      return null;
    }
    this.unsaved = kept.document;
    this.recovered = kept.revision;
    return kept.document;
  }

  /** Saves what was recovered; a conflict when it was made on another revision than `saved`, which the server has now. */
  resume(saved: TemplateDocument): void {
    if (this.recovered === this.revision) {
      this.become({ kind: 'unsaved' });
      this.schedule(SAVE_AFTER);
    } else {
      this.become({ kind: 'conflict', reason: '', theirs: saved, revision: this.revision });
    }
  }

  changed(document: TemplateDocument): void {
    this.unsaved = document;
    this.store.write(document, this.state.kind === 'conflict' ? -1 : this.revision);
    if (this.state.kind === 'conflict') return;
    if (this.saving === null) this.become({ kind: 'unsaved' });
    this.schedule(SAVE_AFTER);
  }

  /** Saves at once. Resolves when nothing is left to save, or it could not be saved. */
  async flush(): Promise<boolean> {
    this.cancel();
    await this.saving;
    if (this.unsaved !== null && this.state.kind !== 'conflict') await this.save();
    return this.unsaved === null;
  }

  /** Ends a conflict: from now on the edits are made on the other person's revision. */
  settle(document: TemplateDocument, revision: number): void {
    this.revision = revision;
    this.state = { kind: 'unsaved' };
    this.changed(document);
  }

  /** The same document has another revision on the server. */
  adopt(revision: number): void {
    this.revision = revision;
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private schedule(milliseconds: number): void {
    this.cancel();
    if (!this.stopped) this.cancel = this.after(milliseconds, () => void this.flush());
  }

  private save(): Promise<void> {
    this.saving = this.saveNow().finally(() => (this.saving = null));
    return this.saving;
  }

  private async saveNow(): Promise<void> {
    const document = this.unsaved!;
    this.become({ kind: 'saving' });
    try {
      const saved = await this.port.save(document, this.revision);
      this.revision = saved.revision;
      if (this.unsaved === document) {
        this.unsaved = null;
        this.store.clear();
        this.become({ kind: 'saved', at: this.now() });
      } else {
        this.store.write(this.unsaved!, this.revision);
        this.become({ kind: 'unsaved' });
      }
    } catch (failure) {
      await this.failed(failure);
    }
  }

  private async failed(failure: unknown): Promise<void> {
    const error = failure instanceof ApiError ? failure : new ApiError(0, '');
    if (error.status === 409) {
      const theirs = await this.port.load().catch(() => null);
      if (theirs !== null && theirs.revision !== this.revision) {
        this.become({ kind: 'conflict', reason: error.message, theirs: theirs.document, revision: theirs.revision });
        return;
      }
    }
    const mayPass = error.status === 0 || error.status === 401 || error.status >= 500;
    this.become({ kind: 'failed', reason: error.status === 0 ? null : error.message, signedOut: error.status === 401, problems: error.problems });
    if (mayPass) this.schedule(RETRY_AFTER);
  }

  private become(status: SaveStatus): void {
    this.state = status;
    if (!this.stopped) this.onStatus(status);
  }
}

/** The browser's store for one template and one person: on a shared machine nobody finds another's edits. */
export function localStore(template: string, person: string): DraftStore {
  const key = `maat-draft/${template}/${person}`;
  return {
    read() {
      try {
        const text = localStorage.getItem(key);
        return text === null ? null : (JSON.parse(text) as { document: TemplateDocument; revision: number });
      } catch {
        // Not there, or not ours: as good as empty.
        return null;
      }
    },
    write(document, revision) {
      try {
        localStorage.setItem(key, JSON.stringify({ document, revision }));
      } catch {
        // Full or forbidden: the page itself still holds the edits, and saving goes on.
      }
    },
    clear: () => localStorage.removeItem(key),
  };
}
