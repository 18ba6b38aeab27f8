import { ApiError, messageOf } from './api';
import { keep, keptDialog } from '../keep';
import { askToPublish } from './dialogs';
import type { Draft } from './draft';
import type { Desk } from './editor';
import type { Problem } from './problems';
import { same } from './same';
import { signInAgain } from './signInAgain';
import type { Words } from './words';

/** Names what is typed about a version among what the browser keeps. */
const FORM = 'publish';

/** Makes a version of the draft, once everything in it is saved. */
export class Publishing {
  private latest: number;

  constructor(
    private readonly desk: Desk, private readonly draft: Draft, private readonly onProblem: (problem: Problem) => void,
    private readonly onPublished: (version: number) => void,
  ) {
    this.latest = desk.options.latestVersion;
  }

  async ask(): Promise<void> {
    const { desk } = this;
    await this.draft.flush();
    const errors = desk.problems.filter((problem) => problem.severity === 'error');
    askToPublish(desk.words, this.latest + 1, errors, this.onProblem, (comment) => this.publish(comment),
      (form) => keep(form, { person: desk.options.person, form: FORM, dialog: true }));
  }

  /** Asks again when the page was left while it asked: the comment is still there. */
  reopen(): void {
    if (keptDialog(this.desk.options.person, FORM)) void this.ask();
  }

  /** What to show when it did not work. */
  private async publish(comment: string): Promise<Node | string | null> {
    const { desk } = this;
    const { words, api } = desk;
    if (!(await this.draft.flush())) {
      const { status } = this.draft;
      return status.kind === 'failed' && status.signedOut ? signedOut(words) : words.of('publishUnsaved');
    }
    try {
      this.latest = await api.publish(this.draft.savedRevision, comment);
      await this.refreshRevision();
      this.onPublished(this.latest);
      desk.offer(words.of('publishedVersion', this.latest));
      return null;
    } catch (failure) {
      return failure instanceof ApiError && failure.status === 401 ? signedOut(words) : messageOf(failure, words);
    }
  }

  /** Publishing counts as a change of the template, so the draft has another revision now. */
  private async refreshRevision(): Promise<void> {
    const { revision, document } = await this.desk.api.load();
    if (same(this.desk.document, document)) this.draft.take(document, revision);
  }
}

const signedOut = (words: Words): Node => {
  const told = document.createDocumentFragment();
  told.append(words.of('signedOut'), ' ', signInAgain(words));
  return told;
};
