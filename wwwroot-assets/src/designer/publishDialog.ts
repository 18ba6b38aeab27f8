import type { TemplateDocument } from '../canvas/document';
import type { Keeping } from '../keep';
import type { TemplateUser } from './api';
import { changesView } from './changesView';
import { button, foot, MAX_ROWS, open } from './dialogs';
import { h } from './dom';
import { Effects } from './effects';
import type { Problem } from './problems';
import type { Words } from './words';

/** What a version is made of, and whom it reaches. */
export interface Proposal {
  readonly version: number;
  /** The newest version; null before the first. */
  readonly before: TemplateDocument | null;
  readonly after: TemplateDocument;
  readonly users: readonly TemplateUser[];
}

/** Lists the errors of a draft that stop it from being published. */
export function refuseToPublish(words: Words, version: number, errors: readonly Problem[], onProblem: (problem: Problem) => void): void {
  open(words, words.of('publishTitle', version), (close) => [
    h('div', { class: 'modal__body' }, h('div', {}, h('p', {}, words.of('publishRefused', errors.length)), h('ul', { class: 'modal__list' }, ...errors.slice(0, MAX_ROWS).map((problem) => h('li', {},
      button(`${problem.node ?? ''} ${problem.message}`.trim(), () => {
        close();
        onProblem(problem);
      }, 'link')))))),
    foot(button(words.of('cancel'), close)),
  ]);
}

/**
 * Shows what changed since the newest version and what that does to each application, and asks for a comment and which of them take it.
 * `publish` returns what to show when it did not work, and `keep` keeps what is typed.
 */
export function askToPublish(
  words: Words, language: string, { version, before, after, users }: Proposal, publish: (comment: string, takers: readonly TemplateUser[]) => Promise<Node | string | null>,
  keep: (form: HTMLElement) => Keeping,
): void {
  const comment = h('textarea', { class: 'input input--lines', id: 'publish-comment', rows: 1, maxlength: 4_000, 'aria-label': words.of('comment'), placeholder: words.of('comment') });
  const kept = h('p', { class: 'muted', role: 'status' });
  const refused = h('div', { class: 'field__error', role: 'alert' });
  const reach = h('p', { class: 'muted', role: 'status' });
  const effects = new Effects(words, language, users, version, () => tellReach());
  const tellReach = (): void => void (reach.textContent = words.of('publishReach', version, effects.takers.length, users.length));
  tellReach();
  const about = h('div', { class: 'field publish__comment' }, comment, kept);
  let keeping: Keeping | null = null;
  const send = async (act: HTMLButtonElement, close: () => void): Promise<void> => {
    act.disabled = true;
    const told = await publish(comment.value, effects.takers);
    act.disabled = false;
    refused.replaceChildren(told ?? '');
    if (told !== null) return;
    keeping?.forget();
    close();
  };
  open(words, words.of('publishTitle', version), (close) => [
    h('div', { class: 'publish__reach' }, reach),
    h('div', { class: `publish${before === null ? ' publish--first' : ''}` }, before === null ? h('p', { class: 'muted' }, words.of('publishHelp', version)) : changesView(words, before, after, version - 1), effects.element),
    h('div', { class: 'modal__foot publish__foot' }, about, refused, h('span', { class: 'grow' }), button(words.of('cancel'), close), h('button', {
      type: 'button', class: 'btn btn--primary', onclick: (event: Event) => void send(event.currentTarget as HTMLButtonElement, close),
    }, words.of('publishVersion', version))),
  ], () => keeping?.dispose(true));
  keeping = keep(about);
  if (keeping.restored().any) kept.textContent = words.of('commentKept');
  comment.focus();
}

/** Asks which applications are to use a version that was published before: rolling back, or catching up. */
export function askWhoTakes(words: Words, language: string, version: number, users: readonly TemplateUser[], take: (takers: readonly TemplateUser[]) => void): void {
  const effects = new Effects(words, language, users, version, () => tellReach());
  const act = h('button', { type: 'button', class: 'btn btn--primary' });
  const tellReach = (): void => {
    act.textContent = words.of('takeVersion', version, effects.takers.length);
    act.disabled = effects.takers.length === 0;
  };
  tellReach();
  open(words, words.of('takeTitle', version), (close) => {
    act.addEventListener('click', () => {
      close();
      take(effects.takers);
    });
    return [h('div', { class: 'publish publish--first' }, effects.element), foot(button(words.of('cancel'), close), act)];
  });
}
