import type { CodeEditor } from './codeEditor';
import { h } from './dom';
import type { Editor } from './editor';

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
  readonly late?: boolean;
  readonly commit: (text: string) => void;
}

/** One line of text, or several, with its label and its problems. */
export function input(editor: Editor, options: InputOptions): HTMLElement {
  const id = `field-${options.name.replaceAll('/', '-')}`;
  const properties = {
    id, class: `input${options.mono === true ? ' input--mono' : ''}${options.multiline === true ? ' input--lines' : ''}`, 'data-field': options.name, disabled: editor.readOnly,
    placeholder: options.placeholder ?? null, autocomplete: 'off', spellcheck: options.mono === true ? 'false' : null,
  };
  const control = options.multiline === true ? h('textarea', { ...properties, rows: 5 }) : h('input', properties);
  control.value = options.value;
  control.addEventListener(options.late === true ? 'change' : 'input', () => options.commit(control.value));
  control.addEventListener('blur', () => editor.seal());
  return h('div', { class: 'field', 'data-path': options.name },
    h('label', { class: 'field__label', for: id }, options.label), control, h('div', { class: 'field__problems' }),
    options.help === undefined ? null : h('div', { class: 'field__help' }, options.help));
}
