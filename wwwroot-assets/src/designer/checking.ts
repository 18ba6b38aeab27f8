import type { TemplateDocument } from '../canvas/document';
import { ApiError, type TemplateApi } from './api';
import type { Problem } from './problems';

/** After the last change: the list follows a pause, and does not flicker while somebody types. */
const CHECK_AFTER = 400;

/** Has the server say what is wrong with the document, as often as that is worth it. */
export class Checking {
  private timer = 0;
  private asked: AbortController | null = null;

  constructor(private readonly api: TemplateApi, private readonly onProblems: (problems: readonly Problem[]) => void) {}

  changed(document: TemplateDocument): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(document), CHECK_AFTER);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  private async check(document: TemplateDocument): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    try {
      this.onProblems(await this.api.validate(document, asked.signal));
    } catch (failure) {
      // The draft's saving says what is wrong with the connection; the problems found last stay until they can be asked for again.
      if (!asked.signal.aborted && failure instanceof ApiError && failure.status !== 400) this.changed(document);
    }
  }
}
