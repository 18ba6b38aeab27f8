import type { TemplateDocument } from '../canvas/document';
import { changesBetween, titleOf, type Change } from './changes';
import { h } from './dom';
import { folded, lineDiff } from './lineDiff';
import { linesOf } from './merge';
import type { Words } from './words';

const MARKS: Readonly<Record<Change['mark'], readonly [string, string]>> = { added: ['+', 'add'], changed: ['~', 'mod'], removed: ['−', 'del'] };

/** More are not read one by one. */
const MAX_ROWS = 200;

/** The changes from one version to another: a list, and the chosen one line by line. */
export function changesView(words: Words, before: TemplateDocument, after: TemplateDocument, version: number): HTMLElement {
  const changes = changesBetween(before, after);
  const detail = h('div', { class: 'changes__detail' });
  const list = h('div', { class: 'changes__list', role: 'listbox', 'aria-label': words.of('changesSince', changes.length, version), tabindex: -1 });
  const choose = (index: number, focus: boolean): void => {
    [...list.children].forEach((row, at) => {
      row.classList.toggle('is-current', at === index);
      row.setAttribute('aria-selected', String(at === index));
      (row as HTMLElement).tabIndex = at === index ? 0 : -1;
    });
    const change = changes[index]!;
    detail.replaceChildren(h('h4', { class: 'panel__label' }, `${words.of(`part_${change.part}`)} ${titleOf(change)}`.trim()), difference(words, change));
    if (focus) (list.children[index] as HTMLElement).focus();
  };
  list.append(...changes.slice(0, MAX_ROWS).map((change, index) => row(words, change, () => choose(index, false), (to) => choose(Math.max(0, Math.min(Math.min(changes.length, MAX_ROWS) - 1, index + to)), true))));
  if (changes.length > 0) choose(0, false);
  return h('section', { class: 'changes' },
    h('div', { class: 'section__head' }, h('h3', { class: 'section__title' }, words.of('changesSince', changes.length, version))),
    changes.length === 0 ? h('p', { class: 'muted' }, words.of('noChanges', version)) : list,
    changes.length > MAX_ROWS && h('p', { class: 'faint' }, words.of('conflictMore', changes.length - MAX_ROWS)),
    detail);
}

function row(words: Words, change: Change, onChoose: () => void, onStep: (by: number) => void): HTMLElement {
  const [sign, look] = MARKS[change.mark];
  const kind = change.part === 'node' ? (change.after as { kind?: string } | undefined)?.kind ?? '' : '';
  const fieldName = (field: string): string => (field.startsWith('with.') ? words.or(`param_${kind}_${field.slice(5)}`, field.slice(5)).toLowerCase() : words.or(`field_${field}`, field));
  const about = change.fields.map(fieldName).join(words.of('listSeparator'));
  const element = h('div', { class: 'change', role: 'option', tabindex: -1, 'data-change': change.id, onclick: onChoose },
    h('span', { class: `change__mark change__mark--${look}`, title: words.of(`change_${change.mark}`) }, h('span', { 'aria-hidden': 'true' }, sign), h('span', { class: 'visually-hidden' }, words.of(`change_${change.mark}`))),
    h('span', { class: 'cut' }, change.part === 'node' ? titleOf(change) : `${words.of(`part_${change.part}`)} `, change.part !== 'node' && h('code', {}, change.name)),
    h('span', { class: 'faint cut' }, change.mark === 'changed' ? about : words.of(`change_${change.mark}`)));
  element.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    onStep(step);
  });
  return element;
}

/** Line by line, with the numbers that the lines have on either side. */
function difference(words: Words, change: Change): HTMLElement {
  let [was, is] = [0, 0];
  const lines = folded(lineDiff(linesOf(change.before), linesOf(change.after))).map((line) => {
    if (typeof line === 'number') {
      [was, is] = [was + line, is + line];
      return h('div', { class: 'diff__line diff__line--gap' }, h('i', {}), h('i', {}), h('b', {}), h('span', {}, words.of('sameLines', line)));
    }
    const [left, right] = [line.in === 'mine' ? '' : String(++was), line.in === 'theirs' ? '' : String(++is)];
    return h('div', { class: `diff__line${line.in === 'mine' ? ' diff__line--add' : line.in === 'theirs' ? ' diff__line--del' : ''}` },
      h('i', {}, left), h('i', {}, right), h('b', {}, line.in === 'mine' ? '+' : line.in === 'theirs' ? '−' : ' '), h('span', {}, line.text));
  });
  return h('div', { class: 'code changes__lines', tabindex: 0, role: 'region', 'aria-label': titleOf(change) }, h('div', { class: 'code__text' }, ...lines));
}
