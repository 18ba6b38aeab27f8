import type { Json } from '../canvas/document';
import { createEditor, type CodeEditor, type CodeOptions } from './codeEditor';
import type { Problem } from './problems';
import type { Unparsed } from './unparsed';

export interface JsonOptions extends Pick<CodeOptions, 'label' | 'field' | 'readOnly' | 'suggestions' | 'onLeave'> {
  readonly value: Json | undefined;
  /** Keeps what is no JSON yet, under a name of its own: it cannot be in the document. */
  readonly unparsed: Unparsed;
  readonly slot: string;
  readonly commit: (value: Json | undefined) => void;
}

/** Edits a JSON value. While the text is none, the document keeps the last one that was, the editor says what is wrong, and the text is kept aside. */
export function createJsonEditor(options: JsonOptions): CodeEditor {
  const { value, unparsed, slot, commit } = options;
  const begun = options.readOnly ? null : unparsed.get(slot);
  let own = begun === null ? null : problemOf(begun, options.field);
  let others: readonly Problem[] = [];
  const editor = createEditor({
    ...options, language: 'json', text: begun ?? (value === undefined ? '' : JSON.stringify(value, null, 2)),
    onChange: (text) => {
      own = problemOf(text, options.field);
      if (own !== null) unparsed.set(slot, text);
      else {
        unparsed.delete(slot);
        commit(text.trim() === '' ? undefined : (JSON.parse(text) as Json));
      }
      show();
    },
  });
  // The server knows the document alone, and finds nothing wrong with what is not in it.
  const show = (): void => editor.setProblems(own === null ? others : [own, ...others]);
  show();
  return {
    ...editor,
    setProblems(problems) {
      others = problems;
      show();
    },
  };
}

function problemOf(text: string, path: string): Problem | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch (failure) {
    return { severity: 'error', code: '', message: (failure as Error).message, path, node: null, field: null, line: null, column: null };
  }
}
