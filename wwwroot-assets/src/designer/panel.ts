import type { CodeEditor } from './codeEditor';
import { h, icon } from './dom';
import type { Editor } from './editor';
import { isKey } from './keys';
import type { Keeping } from './typed';
import type { Words } from './words';

/** What stands in the panel at the right. */
export interface Panel {
  readonly label: string;
  readonly children: readonly Node[];
  readonly editors: ReadonlyMap<string, CodeEditor>;
}

export const panelOf = (label: string, children: readonly Node[], editors: ReadonlyMap<string, CodeEditor> = new Map()): Panel => ({ label, children, editors });

export interface InputOptions {
  /** Its place below what the panel is about, as in `retries/count`. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly help?: string;
  readonly mono?: boolean;
  readonly multiline?: boolean;
  /** Taken over when the field is left, and not letter by letter. */
  readonly late?: Late;
  readonly commit: (text: string) => void;
}

export interface Late {
  readonly keeping: Keeping;
  /** Why a text cannot be taken over; null when it can. */
  readonly refuse: (text: string) => string | null;
}

/** Why a key cannot be given: another one has it, or it is none. `taken` names the text for the first. */
export function refuseKey(words: Words, key: string, own: string, others: ReadonlySet<string>, taken: 'keyTaken' | 'variableTaken'): string | null {
  if (key !== own && others.has(key)) return words.of(taken, key);
  return key === own || isKey(key) ? null : words.of('keyRule');
}

/** One line of text, or several, with its label and its problems. */
export function input(editor: Editor, options: InputOptions): HTMLElement {
  const id = `field-${options.name.replaceAll('/', '-')}`;
  const properties = {
    id, class: `input${options.mono === true ? ' input--mono' : ''}${options.multiline === true ? ' input--lines' : ''}`, 'data-field': options.name, disabled: editor.readOnly,
    placeholder: options.placeholder ?? null, autocomplete: 'off', spellcheck: options.mono === true ? 'false' : null,
  };
  const control = options.multiline === true ? h('textarea', { ...properties, rows: 5 }) : h('input', properties);
  const refusal = h('div', { class: 'field__refusal', role: 'status' });
  const { late } = options;
  control.value = late?.keeping.text ?? options.value;
  if (late === undefined) control.addEventListener('input', () => options.commit(control.value));
  else takeLate(control, late, options.value, refusal, options.commit);
  control.addEventListener('blur', () => editor.seal());
  return h('div', { class: 'field', 'data-path': options.name },
    h('label', { class: 'field__label', for: id }, options.label), control, late === undefined ? null : refusal, h('div', { class: 'field__problems' }),
    options.help === undefined ? null : h('div', { class: 'field__help' }, options.help));
}

function takeLate(control: HTMLInputElement | HTMLTextAreaElement, late: Late, value: string, refusal: HTMLElement, commit: (text: string) => void): void {
  const tell = (): string | null => {
    const reason = control.value === value ? null : late.refuse(control.value);
    refusal.replaceChildren(...(reason === null ? [] : [h('div', { class: 'field__error' }, icon('error', 'icon icon--s'), h('span', {}, reason))]));
    control.setAttribute('aria-invalid', String(reason !== null));
    return reason;
  };
  tell();
  control.addEventListener('input', () => {
    late.keeping.keep(control.value === value ? null : control.value);
    tell();
  });
  control.addEventListener('change', () => {
    if (control.value === value || tell() !== null) return;
    late.keeping.keep(null);
    commit(control.value);
  });
}
