import type { TemplateDocument } from '../canvas/document';
import { button, foot, open } from './dialogs';
import { h } from './dom';
import { type DiffLine, folded, lineDiff } from './lineDiff';
import { divergences, linesOf, merged, type Divergence, type Side } from './merge';
import type { Words } from './words';

/** Differences that are listed one by one: who has more decides for one side, or takes each one's own changes. */
const MAX_ROWS = 50;

const MARKS: Readonly<Record<DiffLine['in'], string>> = { both: '  ', theirs: '− ', mine: '+ ' };

/** Two drafts made from the same one. */
export interface Conflict {
  readonly base: TemplateDocument | null;
  readonly mine: TemplateDocument;
  readonly theirs: TemplateDocument;
  /** The server's words; empty when the draft was found changed on opening it. */
  readonly reason: string;
}

/**
 * Shows where two drafts differ, and lets a person choose for each difference. Each one's own changes are proposed; where both changed the
 * same, mine is. The two drafts themselves stay in Undo.
 */
export function askWhose(words: Words, conflict: Conflict, choose: (document: TemplateDocument) => void): HTMLDialogElement {
  const { base, mine, theirs, reason } = conflict;
  const found = divergences(base, mine, theirs);
  const chosen = new Map(found.map((divergence) => [divergence.id, divergence.proposed]));
  const take = (close: () => void, side: (divergence: Divergence) => Side): void => {
    close();
    choose(merged(base, mine, theirs, side));
  };
  return open(words, words.of('conflictTitle'), (close) => [
    h('div', { class: 'modal__body modal__body--wide', tabindex: 0 },
      h('p', {}, reason === '' ? words.of('conflictKept') : reason),
      h('p', { class: 'muted' }, words.of('conflictHelp')),
      h('ul', { class: 'conflict' }, ...found.slice(0, MAX_ROWS).map((divergence, index) => row(words, divergence, index, (side) => chosen.set(divergence.id, side)))),
      found.length > MAX_ROWS && h('p', { class: 'faint' }, words.of('conflictMore', found.length - MAX_ROWS))),
    foot(
      button(words.of('takeTheirs'), () => take(close, () => 'theirs')),
      button(words.of('keepMine'), () => take(close, () => 'mine')),
      button(words.of('takeChosen'), () => take(close, ({ id, proposed }) => chosen.get(id) ?? proposed), 'btn btn--primary')),
  ]);
}

function row(words: Words, divergence: Divergence, index: number, onChoose: (side: Side) => void): HTMLElement {
  const { part, name, by, proposed } = divergence;
  const title = `${words.of(`part_${part}`)} ${name}`.trim();
  const radio = (side: Side): HTMLElement => {
    const input = h('input', { type: 'radio', class: 'visually-hidden', name: `conflict-${index}` });
    input.checked = side === proposed;
    input.addEventListener('change', () => onChoose(side));
    const gone = divergence[side] === undefined;
    return h('label', { class: 'segmented__item' }, input, words.of(gone ? `without_${side}` : side));
  };
  return h('li', { class: 'conflict__row', 'data-part': `${part}/${name}` },
    h('div', { class: 'conflict__head' },
      h('span', { class: 'cut', title }, words.of(`part_${part}`), ' ', h('code', {}, name)),
      h('span', { class: by === 'both' ? 'tag conflict__both' : 'tag' }, words.of(`changed_${by}`)),
      h('span', { class: 'grow' }),
      h('div', { class: 'segmented', role: 'radiogroup', 'aria-label': title }, radio('theirs'), radio('mine'))),
    part === 'layout' ? false : h('pre', { class: 'conflict__text', tabindex: 0, 'aria-label': title }, ...folded(lineDiff(linesOf(divergence.theirs), linesOf(divergence.mine)))
      .map((line) => (typeof line === 'number' ? h('span', { class: 'conflict__line faint' }, '  …\n') : h('span', { class: `conflict__line conflict__line--${line.in}` }, `${MARKS[line.in]}${line.text}\n`)))));
}
