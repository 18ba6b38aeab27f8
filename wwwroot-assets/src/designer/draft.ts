import type { TemplateDocument } from '../canvas/document';
import { ApiError, type Saved } from './api';
import type { Problem } from './problems';
import { same } from './same';

/** How it stands with the draft's saving. */
export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: Date | null }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  /** `reason` is the server's; null when it was not reached. */
  | { readonly kind: 'failed'; readonly reason: string | null; readonly signedOut: boolean; readonly problems: readonly Problem[] }
  /** `base` is the draft that the edits were made on; null when it is not known any more. */
  | { readonly kind: 'conflict'; readonly reason: string; readonly base: TemplateDocument | null; readonly theirs: TemplateDocument; readonly revision: number };

/** The server's side of a draft. */
export interface DraftPort {
  save(document: TemplateDocument, revision: number): Promise<Saved>;
  /** `revision` is the draft's, where it is known. */
  load(revision: number | null): Promise<{ readonly document: TemplateDocument; readonly revision: number }>;
}

/** Edits that are not saved yet. */
export interface Unsaved {
  readonly document: TemplateDocument;
  /** The draft that they were made on, and its revision. */
  readonly base: TemplateDocument | null;
  readonly revision: number;
}

/** Where unsaved edits outlive the page. */
export interface DraftStore {
  read(): Unsaved | null;
  /** Whether there was room for it. */
  write(unsaved: Unsaved): boolean;
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
  /** What was sent last: when the answer was lost, the server may have it nevertheless. */
  private sent: TemplateDocument | null = null;
  private saving: Promise<void> | null = null;
  private cancel: () => void = () => {};
  private stopped = false;
  private recovered: Unsaved | null = null;
  private isKept = true;

  constructor(
    private readonly port: DraftPort, private readonly store: DraftStore, private readonly after: After, private readonly now: () => Date,
    private base: TemplateDocument | null, private revision: number, private readonly onStatus: (status: SaveStatus) => void,
  ) {}

  get status(): SaveStatus {
    return this.state;
  }

  /** The revision of what is saved. */
  get savedRevision(): number {
    return this.revision;
  }

  /** Whether leaving the page would lose edits: they are neither saved nor kept. */
  get isAtRisk(): boolean {
    return this.unsaved !== null && !this.isKept;
  }

  /** Edits of an earlier visit that were never saved; null when there are none. The caller shows them, and then calls {@link resume}. */
  recover(saved: TemplateDocument): TemplateDocument | null {
    const kept = this.store.read();
    if (kept === null || same(kept.document, saved)) {
      this.store.clear();
      return null;
    }
    this.unsaved = kept.document;
    this.recovered = kept;
    return kept.document;
  }

  /** Saves what was recovered; a conflict when it was made on another revision than `saved`, which the server has now. */
  resume(saved: TemplateDocument): void {
    if (this.recovered?.revision === this.revision) {
      this.become({ kind: 'unsaved' });
      this.schedule(SAVE_AFTER);
    } else {
      this.base = this.recovered?.base ?? null;
      this.become({ kind: 'conflict', reason: '', base: this.base, theirs: saved, revision: this.revision });
    }
  }

  changed(document: TemplateDocument): void {
    this.unsaved = document;
    this.keep();
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

  /** Ends a conflict: from now on the edits are made on the other person's draft. */
  settle(document: TemplateDocument, theirs: TemplateDocument, revision: number): void {
    this.take(theirs, revision);
    this.state = { kind: 'unsaved' };
    this.changed(document);
  }

  /** What is shown is this draft of the server. */
  take(base: TemplateDocument, revision: number): void {
    [this.base, this.revision, this.sent] = [base, revision, null];
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private keep(): void {
    if (this.unsaved === null) return;
    // During a conflict the edits are made on a draft that is not the server's any more, whatever number that has.
    this.isKept = this.store.write({ document: this.unsaved, base: this.base, revision: this.state.kind === 'conflict' ? -1 : this.revision });
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
    const earlier = this.sent;
    this.sent = document;
    this.become({ kind: 'saving' });
    try {
      this.arrived(document, (await this.port.save(document, this.revision)).revision);
    } catch (failure) {
      await this.failed(failure, earlier);
    }
  }

  /** The server has the document. */
  private arrived(document: TemplateDocument, revision: number): void {
    this.take(document, revision);
    if (this.unsaved === document) {
      this.unsaved = null;
      this.store.clear();
      this.become({ kind: 'saved', at: this.now() });
    } else {
      this.keep();
      this.become({ kind: 'unsaved' });
    }
  }

  private async failed(failure: unknown, earlier: TemplateDocument | null): Promise<void> {
    const error = failure instanceof ApiError ? failure : new ApiError(0, '');
    if (error.status === 409 && (await this.conflicting(error, earlier))) return;
    const mayPass = error.status === 0 || error.status === 401 || error.status >= 500;
    this.become({ kind: 'failed', reason: error.status === 0 ? null : error.message, signedOut: error.status === 401, problems: error.problems });
    if (mayPass) this.schedule(RETRY_AFTER);
  }

  /** Whether the draft has another revision by now, be it somebody else's or one of ours whose answer was lost. */
  private async conflicting(error: ApiError, earlier: TemplateDocument | null): Promise<boolean> {
    const theirs = await this.port.load(error.revision).catch(() => null);
    if (theirs === null || theirs.revision === this.revision) return false;
    const own = [this.sent, earlier].find((document) => document !== null && same(document, theirs.document));
    if (own !== undefined && own !== null) {
      this.arrived(own, theirs.revision);
      if (this.unsaved !== null) this.schedule(SAVE_AFTER);
      return true;
    }
    this.become({ kind: 'conflict', reason: error.message, base: this.base, theirs: theirs.document, revision: theirs.revision });
    this.keep();
    return true;
  }

  private become(status: SaveStatus): void {
    this.state = status;
    if (!this.stopped) this.onStatus(status);
  }
}
