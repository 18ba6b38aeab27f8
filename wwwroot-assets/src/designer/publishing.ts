import { messageOf } from './api';
import { askToPublish } from './dialogs';
import { differences } from './differences';
import type { Draft } from './draft';
import type { Desk } from './editor';
import type { Problem } from './problems';

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
    askToPublish(desk.words, this.latest + 1, errors, this.onProblem, (comment) => this.publish(comment));
  }

  /** What to show when it did not work. */
  private async publish(comment: string): Promise<string | null> {
    const { desk } = this;
    const { words, api } = desk;
    if (!(await this.draft.flush())) return words.of('publishUnsaved');
    try {
      this.latest = await api.publish(this.draft.savedRevision, comment);
      await this.refreshRevision();
      this.onPublished(this.latest);
      desk.offer(words.of('publishedVersion', this.latest));
      return null;
    } catch (failure) {
      return messageOf(failure, words);
    }
  }

  /** Publishing counts as a change of the template, so the draft has another revision now. */
  private async refreshRevision(): Promise<void> {
    const { revision, document } = await this.desk.api.load();
    if (differences(this.desk.document, document).length === 0) this.draft.adopt(revision);
  }
}
