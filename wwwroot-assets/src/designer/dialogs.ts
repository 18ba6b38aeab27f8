import type { Point } from '../canvas/geometry';
import { h, iconButton } from './dom';
import type { VersionRow } from './api';
import type { Words } from './words';

/** Opens a modal dialog; the browser keeps the focus in it and gives it back. */
export function open(words: Words, title: string, body: (close: () => void) => readonly (Node | string | false)[], onClose: () => void = () => {}): HTMLDialogElement {
  const close = (): void => dialog.close();
  const dialog: HTMLDialogElement = h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title' });
  dialog.append(
    h('div', { class: 'modal__head' }, h('h2', { class: 'dialog__title', id: 'modal-title' }, title), h('span', { class: 'grow' }), iconButton('x', words.of('close'), close, 'btn btn--icon btn--quiet btn--s', 'Esc')),
    ...body(close).filter((part) => part !== false));
  // A press beside it closes it; the backdrop counts as the dialog itself, its content as its children.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog && dialog.classList.contains('modal--at')) close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  // A link leads to another page without loading it anew.
  dialog.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a:not([target])') !== null) close();
  });
  // Keys are the dialog's while it is open.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export const foot = (...buttons: Node[]): HTMLElement => h('div', { class: 'modal__foot' }, ...buttons);

export const button = (label: string, act: () => void, className = 'btn'): HTMLButtonElement => h('button', { type: 'button', class: className, onclick: act }, label);

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

/** Rows that a picker shows at once: more are found by typing. */
export const MAX_ROWS = 50;

/**
 * A list to choose one thing from by typing a part of its name; the arrow keys and Enter do the rest. It opens at a point of the window
 * where one is given, and else in its middle.
 */
export function pick(words: Words, title: string, choices: readonly Choice[], onPick: (id: string) => void, at?: Point): void {
  let found: readonly Choice[] = [];
  let current = 0;
  const list = h('ul', { class: 'picker', role: 'listbox', id: 'picker-list', 'aria-label': title });
  const field = h('input', {
    class: 'input', type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'picker-list', 'aria-label': title, placeholder: words.of('typeToFind'), autocomplete: 'off',
  });
  let dialog: HTMLDialogElement | null = null;
  const take = (index: number): void => {
    const choice = found[index];
    if (choice === undefined) return;
    dialog?.close();
    onPick(choice.id);
  };
  const draw = (): void => {
    list.replaceChildren(...found.map((choice, index) => h('li', {
      class: `picker__item${index === current ? ' is-current' : ''}`, role: 'option', id: `picker-${index}`, 'aria-selected': String(index === current), onclick: () => take(index),
    }, h('span', { class: 'cut' }, choice.label), h('code', { class: 'faint' }, choice.detail))));
    if (found.length === 0) list.replaceChildren(h('li', { class: 'picker__item faint', role: 'option', 'aria-selected': 'false' }, words.of('nothingFound')));
    field.setAttribute('aria-activedescendant', `picker-${current}`);
    list.children[current]?.scrollIntoView({ block: 'nearest' });
  };
  const search = (): void => {
    const wanted = field.value.trim().toLowerCase();
    found = choices.filter((choice) => `${choice.label} ${choice.detail}`.toLowerCase().includes(wanted)).slice(0, MAX_ROWS);
    current = 0;
    draw();
  };
  field.addEventListener('input', search);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') current = Math.min(found.length - 1, current + 1);
    else if (event.key === 'ArrowUp') current = Math.max(0, current - 1);
    else if (event.key === 'Enter' && !event.isComposing) return take(current);
    else return;
    event.preventDefault();
    draw();
  });
  dialog = open(words, title, () => [h('div', { class: 'modal__body' }, field, list)]);
  search();
  field.focus();
  if (at !== undefined) placeAt(dialog, at);
}

/** Puts a dialog at a point of the window, and wholly into it. */
function placeAt(dialog: HTMLDialogElement, at: Point): void {
  dialog.classList.add('modal--at');
  dialog.style.left = `${Math.max(0, Math.min(at.x, innerWidth - dialog.offsetWidth))}px`;
  dialog.style.top = `${Math.max(0, Math.min(at.y, innerHeight - dialog.offsetHeight))}px`;
}

/** Says something with a list to it, to be read before it is closed. */
export function tell(words: Words, title: string, text: string, lines: readonly string[]): void {
  open(words, title, (close) => [
    h('div', { class: 'modal__body' }, h('p', {}, text), h('ul', { class: 'modal__list' }, ...lines.slice(0, MAX_ROWS).map((line) => h('li', {}, line)))),
    foot(button(words.of('close'), close, 'btn btn--primary')),
  ]);
}

/** The published versions, page by page. */
export function showVersions(
  words: Words, language: string, template: string, canRestore: boolean, page: (cursor: string | null) => Promise<{ readonly items: readonly VersionRow[]; readonly next: string | null }>,
  restore: (version: number) => void, roll: (version: number) => void,
): void {
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const body = h('tbody');
  const more = button(words.of('more'), () => void load(), 'btn btn--s');
  let next: string | null = null;
  let dialog: HTMLDialogElement | null = null;
  const load = async (): Promise<void> => {
    more.hidden = true;
    const { items, next: following } = await page(next).catch((failure: Error) => {
      body.append(h('tr', {}, h('td', { colspan: 4, class: 'field__error' }, failure.message)));
      return { items: [], next: null };
    });
    next = following;
    more.hidden = next === null;
    body.append(...items.map((version) => h('tr', {},
      h('td', {}, h('a', { href: `/templates/${template}/versions/${version.number}` }, `v${version.number}`)),
      h('td', { class: 'cut', title: version.comment }, version.comment === '' ? '—' : version.comment),
      h('td', { class: 'faint' }, `${version.published_by}, ${time.format(new Date(version.published_at))}`),
      h('td', { class: 'versions__acts' }, ...(canRestore ? [['restore', restore], ['roll', roll]] as const : []).map(([name, act]) => h('button', { type: 'button', class: 'btn btn--s', onclick: () => {
        dialog?.close();
        act(version.number);
      } }, words.of(name)))))));
    if (body.childElementCount === 0) body.append(h('tr', {}, h('td', { colspan: 4, class: 'faint' }, words.of('noVersions'))));
  };
  dialog = open(words, words.of('versions'), () => [
    h('div', { class: 'modal__body modal__body--wide', tabindex: 0 },
      h('table', { class: 'table' }, h('colgroup', {}, h('col', { class: 'col-version' }), h('col', {}), h('col', { class: 'col-who' }), h('col', { class: 'col-act' })),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.of('version')), h('th', { scope: 'col' }, words.of('comment')), h('th', { scope: 'col' }, words.of('published')),
          h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, words.of('restore'))))), body), more),
  ]);
  void load();
}

export function confirmDialog(words: Words, title: string, text: string, act: string, onYes: () => void): void {
  open(words, title, (close) => [
    h('div', { class: 'modal__body' }, h('p', {}, text)),
    foot(button(words.of('cancel'), close), button(act, () => {
      close();
      onYes();
    }, 'btn btn--primary')),
  ]);
}
