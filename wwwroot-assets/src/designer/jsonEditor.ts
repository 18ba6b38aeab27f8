import type { Json } from '../canvas/document';
import { createEditor, type CodeEditor, type CodeOptions } from './codeEditor';
import { h } from './dom';
import type { Problem } from './problems';
import type { Keeping } from './typed';

/**
 * An editor of a JSON value; `commit` gets undefined for an empty text. What is no JSON yet is kept, and `notYet` says so below.
 */
export function createJsonEditor(
  value: Json | undefined, keeping: Keeping, commit: (value: Json | undefined) => void, notYet: string,
  options: Pick<CodeOptions, 'label' | 'field' | 'readOnly' | 'onLeave' | 'suggestions'>,
): CodeEditor {
  let own: readonly Problem[] = [];
  let others: readonly Problem[] = [];
  const text = keeping.text ?? (value === undefined ? '' : JSON.stringify(value, null, 2));
  const editor = createEditor({
    ...options, language: 'json', text,
    onChange: (changed) => {
      const read = parse(changed);
      own = problemsOf(read, options.field, notYet);
      keeping.keep('value' in read ? null : changed);
      if ('value' in read) commit(read.value);
      tell();
    },
  });
  const note = h('div', { class: 'field__error', role: 'status' });
  const tell = (): void => {
    note.textContent = own.length === 0 ? '' : notYet;
    editor.setProblems([...own, ...others]);
  };
  own = problemsOf(parse(text), options.field, notYet);
  if (own.length > 0) tell();
  return {
    ...editor,
    element: h('div', { class: 'code-field' }, editor.element, note),
    setProblems(problems) {
      others = problems;
      tell();
    },
  };
}

/** No value: it is no JSON, which the browser explains in English alone. */
type Read = { readonly value: Json | undefined } | { readonly failed: true };

function parse(text: string): Read {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { failed: true };
  }
}

const problemsOf = (read: Read, path: string, message: string): readonly Problem[] =>
  'value' in read ? [] : [{ severity: 'error', code: '', message, path, node: null, field: null, line: null, column: null }];
