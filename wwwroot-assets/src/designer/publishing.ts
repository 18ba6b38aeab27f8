import { ApiError, messageOf, type TemplateUser } from './api';
import { keep, keptDialog } from '../keep';
import { tell } from './dialogs';
import { askToPublish, askWhoTakes, refuseToPublish } from './publishDialog';
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
    const version = this.latest + 1;
    const errors = desk.problems.filter((problem) => problem.severity === 'error');
    if (errors.length > 0) {
      refuseToPublish(desk.words, version, errors, this.onProblem);
      return;
    }
    // Without them it is published all the same: an application's own page offers the version, too.
    const [users, before] = await Promise.all([desk.api.users(null).catch(() => []), this.latest === 0 ? null : desk.api.version(this.latest).catch(() => null)]);
    askToPublish(desk.words, desk.options.language, { version, before, after: desk.document, users }, async (comment, takers) => {
      const told = await this.publish(comment);
      if (told === null) await this.letTake(this.latest, takers, desk.words.of('publishedVersion', this.latest), users.length === 0);
      return told;
    }, (form) => keep(form, { person: desk.options.person, form: FORM, dialog: true }));
  }

  /** Lets applications go to a version that was published before: back to an old one, or on to a newer one. */
  async roll(version: number): Promise<void> {
    const { words, options, api } = this.desk;
    try {
      const users = await api.users(version);
      askWhoTakes(words, options.language, version, users, (takers) => void this.letTake(version, takers, words.of('versionTaken', version, takers.length), false));
    } catch (failure) {
      this.desk.offer(messageOf(failure, words));
    }
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
      return null;
    } catch (failure) {
      return failure instanceof ApiError && failure.status === 401 ? signedOut(words) : messageOf(failure, words);
    }
  }

  /** Moves applications to a version, and says what came of it; `done` is what to say when nothing was refused. */
  private async letTake(version: number, takers: readonly TemplateUser[], done: string, unused: boolean): Promise<void> {
    const { words, api, options } = this.desk;
    try {
      const taken = takers.length === 0 ? [] : await api.take(version, takers.map((user) => user.id));
      const refused = taken.flatMap(({ id, refused: why }) => (why === null ? [] : [`${takers.find((user) => user.id === id)?.name ?? id}: ${why}`]));
      if (refused.length > 0) tell(words, done, words.of('notTaken', version), refused);
      else if (unused) this.desk.offer(done, words.of('makeApplication'), () => location.assign(`/projects/${options.project}/applications?template=${options.template}&new=true`));
      else this.desk.offer(done);
    } catch (failure) {
      tell(words, done, words.of('notTaken', version), [...takers.map((user) => user.name), messageOf(failure, words)]);
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
