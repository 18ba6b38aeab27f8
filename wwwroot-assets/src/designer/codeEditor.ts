import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Problem } from './problems';
import { referenceBefore, type Suggestion } from './suggestions';

export type Language = 'script' | 'json' | 'expression' | 'text';

export interface CodeOptions {
  readonly language: Language;
  readonly text: string;
  readonly label: string;
  readonly field: string;
  readonly readOnly: boolean;
  readonly suggestions: () => readonly Suggestion[];
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
}

export interface CodeEditor {
  readonly element: HTMLElement;
  /** Replaces the text, unless it is the same: the cursor stays where it is. */
  setText(text: string): void;
  /** Underlines what is wrong, by line and column within the text. */
  setProblems(problems: readonly Problem[]): void;
  focus(): void;
  destroy(): void;
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.bool, tags.null], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.comment, tags.meta], color: 'var(--code-comment)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.variableName, tags.definition(tags.variableName), tags.propertyName, tags.standard(tags.name)], color: 'var(--code-name)' },
]);

const REFERENCES = new MatchDecorator({ regexp: /\$\{\{.*?\}\}/g, decoration: Decoration.mark({ class: 'tk-ref' }) });

const references = ViewPlugin.fromClass(class {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = REFERENCES.createDeco(view);
  }

  update(update: ViewUpdate): void {
    this.decorations = REFERENCES.updateDeco(update, this.decorations);
  }
}, { decorations: (plugin) => plugin.decorations });

const LANGUAGES: Readonly<Record<Language, Extension>> = {
  script: [StreamLanguage.define(shell), lineNumbers(), highlightActiveLine()],
  json: [json(), lineNumbers(), highlightActiveLine()],
  expression: [],
  text: [],
};

export function createEditor(options: CodeOptions): CodeEditor {
  const isExpression = options.language === 'expression';
  const complete = (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const start = referenceBefore(line.text.slice(0, context.pos - line.from), isExpression);
    if (start === null || (isExpression && !context.explicit && start === context.pos - line.from)) return null;
    const rest = line.text.slice(context.pos - line.from);
    const close = isExpression ? '' : rest.startsWith('}}') ? ' ' : rest.trimStart().startsWith('}}') ? '' : ' }}';
    return {
      from: line.from + start,
      validFor: /^[a-z0-9_.]*$/,
      options: options.suggestions().map(({ text, detail }) => ({ label: text, detail, apply: text.endsWith('.') ? text : text + close })),
    };
  };
  let silent = false;
  const view = new EditorView({
    state: EditorState.create({
      doc: options.text,
      extensions: [
        LANGUAGES[options.language], references, history(), bracketMatching(), closeBrackets(), syntaxHighlighting(COLOURS),
        autocompletion({ override: [complete], icons: false }),
        // Tab goes on to the next field: the keyboard must not be caught in here.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorState.readOnly.of(options.readOnly), EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, 'data-field': options.field }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !silent) options.onChange(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) options.onLeave();
        }),
      ],
    }),
  });
  const element = document.createElement('div');
  element.className = `code code--${options.language}`;
  element.append(view.dom);
  // The cursor keys and letters in here are for the text alone.
  element.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || 'zyacvx'.includes(event.key.toLowerCase())) event.stopPropagation();
  });
  return {
    element,
    setText(text) {
      if (text === view.state.doc.toString()) return;
      silent = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      silent = false;
    },
    setProblems(problems) {
      view.dispatch(setDiagnostics(view.state, problems.map((problem) => diagnostic(view.state, problem))));
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function diagnostic(state: EditorState, problem: Problem): Diagnostic {
  const { severity, message } = problem;
  if (problem.line === null || problem.line > state.doc.lines) return { from: 0, to: state.doc.length, severity, message };
  const line = state.doc.line(problem.line);
  const from = Math.min(line.to, line.from + Math.max(0, (problem.column ?? 1) - 1));
  const word = /^[\w.$]+/.exec(state.sliceDoc(from, line.to))?.[0].length ?? 0;
  return { from, to: Math.min(line.to, from + Math.max(1, word)), severity, message };
}
