import type { Parameter, ParameterType } from '../canvas/kinds';
import type { Json, JsonObject } from '../canvas/document';
import { createEditor, type CodeEditor, type Language } from './codeEditor';
import { withField } from './commands';
import { h, icon, iconButton } from './dom';
import { createJsonEditor } from './jsonEditor';
import { numberOf } from './numbers';
import type { Problem } from './problems';
import type { Suggestion } from './suggestions';
import type { Keeping } from './typed';
import type { Words } from './words';

/** What a form tells and asks of its panel. */
export interface FormHost {
  readonly words: Words;
  readonly readOnly: boolean;
  readonly suggestions: () => readonly Suggestion[];
  /** A name of a kind's own texts, such as `param_bash_script`, and what stands in for it. */
  readonly text: (name: string, fallback: string) => string;
  /** Field by field: changes of one `group` are undone together. */
  readonly commit: (value: Json | undefined, group: string) => void;
  /** A change of the form's own shape, such as another item: the panel is drawn again. */
  readonly reshape: (value: Json | undefined, focus: string) => void;
  readonly leave: () => void;
  /** What a field keeps that cannot be in the document. */
  readonly keeping: (path: string) => Keeping;
}

/** A part of a form: its editors are told of problems, and closed with it. */
export interface FormPart {
  readonly element: HTMLElement;
  readonly editors: ReadonlyMap<string, CodeEditor>;
}

type Commit = (value: Json | undefined) => void;

const LANGUAGES: Readonly<Record<string, Language>> = { script: 'script', json: 'json', expression: 'expression', multiline: 'text' };

/** Makes the form of a list of parameters from their descriptors. */
export class Form {
  readonly editors = new Map<string, CodeEditor>();

  constructor(private readonly host: FormHost) {}

  /** The field of one parameter; `path` is its place below the node, as in `with/arms/0/when`. */
  field(parameter: Parameter, value: Json | undefined, path: string, name: string, commit: Commit, reshape: (value: Json | undefined, focus: string) => void): HTMLElement {
    const title = this.host.text(name, parameter.title);
    const help = this.host.text(`${name}_help`, parameter.description ?? '');
    const id = `field-${path.replaceAll('/', '-')}`;
    const control = this.control(parameter, value, path, name, title, commit, reshape, parameter.default);
    const labelled = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
    if (labelled) control.id = id;
    // Within an item of a list nearly everything is optional, and saying so each time tells nothing.
    const mark = parameter.required || path.split('/').length > 2 ? null : h('span', { class: 'field__mark' }, this.host.words.of('optional'));
    const label = parameter.type === 'boolean' ? null : labelled ? h('label', { class: 'field__label', for: id }, title, mark) : h('div', { class: 'field__label' }, title, mark);
    return h('div', { class: 'field', 'data-path': path },
      label, control, h('div', { class: 'field__problems', 'aria-live': 'polite' }), help === '' ? null : h('div', { class: 'field__help' }, help));
  }

  private control(
    type: ParameterType, value: Json | undefined, path: string, name: string, title: string, commit: Commit,
    reshape: (value: Json | undefined, focus: string) => void, standing?: Json,
  ): HTMLElement {
    const { readOnly } = this.host;
    const language = LANGUAGES[type.type];
    if (language !== undefined) return this.editor(language, value, path, title, commit);
    switch (type.type) {
      case 'boolean': {
        const box = h('input', { type: 'checkbox', 'data-field': path, 'aria-label': title, disabled: readOnly });
        box.checked = (value ?? standing) === true;
        box.addEventListener('change', () => commit(box.checked ? true : standing === true ? false : undefined));
        return h('label', { class: 'choices__item' }, box, title);
      }
      case 'choice':
        return this.choice(type.choices ?? [], value ?? standing, path, name, title, commit);
      case 'list':
        return this.list(type, Array.isArray(value) ? (value as readonly Json[]) : [], path, name, title, reshape, commit);
      case 'object':
        return this.object(type, isObject(value) ? value : {}, path, name, commit, reshape);
      case 'map':
        return this.map(type, isObject(value) ? value : {}, path, name, title, reshape, commit);
      default: {
        const isNumber = type.type === 'number' || type.type === 'integer';
        const input = h('input', {
          class: `input${type.type === 'text' ? '' : ' input--mono'}`, 'data-field': path, 'aria-label': title, disabled: readOnly, autocomplete: 'off', spellcheck: 'false',
          inputmode: isNumber ? 'decimal' : null, placeholder: standing === undefined ? null : String(standing),
        });
        input.value = value === undefined || value === null ? '' : String(value);
        input.addEventListener('input', () => commit(input.value === '' ? undefined : isNumber ? numberOf(input.value) : input.value));
        input.addEventListener('blur', this.host.leave);
        return input;
      }
    }
  }

  private editor(language: Language, value: Json | undefined, path: string, title: string, commit: Commit): HTMLElement {
    const { words, readOnly, suggestions, leave, keeping } = this.host;
    const options = { label: title, field: path, readOnly, suggestions, onLeave: leave };
    const editor = language === 'json' ? createJsonEditor(value, keeping(path), commit, words.of('notJsonYet'), options) : createEditor({
      ...options, language, text: typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value),
      onChange: (text) => commit(text === '' && language === 'expression' ? undefined : text),
    });
    this.editors.set(path, editor);
    return editor.element;
  }

  private choice(choices: readonly string[], value: Json | undefined, path: string, name: string, title: string, commit: Commit): HTMLElement {
    const { readOnly } = this.host;
    const word = (choice: string): string => this.host.text(`${name}_${choice}`, choice);
    if (choices.length <= 3) {
      // Few enough to see them all at once.
      return h('div', { class: 'segmented', role: 'radiogroup', 'aria-label': title }, ...choices.map((choice) => {
        const radio = h('input', { type: 'radio', class: 'visually-hidden', name: path, 'data-field': path, disabled: readOnly });
        radio.checked = value === choice;
        radio.addEventListener('change', () => commit(choice));
        return h('label', { class: 'segmented__item' }, radio, word(choice));
      }));
    }
    const select = h('select', { class: 'input', 'data-field': path, disabled: readOnly }, ...choices.map((choice) => h('option', { value: choice }, word(choice))));
    if (typeof value === 'string') select.value = value;
    select.addEventListener('change', () => commit(select.value));
    return select;
  }

  private object(type: ParameterType, value: JsonObject, path: string, name: string, commit: Commit, reshape: (value: Json | undefined, focus: string) => void): HTMLElement {
    let now = value;
    return h('div', { class: 'form__object' }, ...(type.fields ?? []).map((field) => this.field(
      field, value[field.name], `${path}/${field.name}`, `${name}_${field.name}`,
      (member) => commit((now = withField(now, field.name, member))),
      (member, focus) => reshape((now = withField(now, field.name, member)), focus))));
  }

  private list(
    type: ParameterType, items: readonly Json[], path: string, name: string, title: string, reshape: (value: Json | undefined, focus: string) => void, commit: Commit,
  ): HTMLElement {
    const { words, readOnly } = this.host;
    const item = type.item!;
    let now = [...items];
    const set = (index: number, value: Json | undefined): Json[] => (now = now.map((old, i) => (i === index ? (value ?? emptyOf(item)) : old)));
    const rows = items.map((value, index) => {
      const at = `${path}/${index}`;
      const swap = (to: number): void => {
        [now[index], now[to]] = [now[to]!, now[index]!];
        reshape([...now], `${path}/${to}`);
      };
      return h('div', { class: 'form__item' },
        h('div', { class: 'form__item-body' }, this.control(item, value, at, name, `${title} ${index + 1}`, (member) => commit([...set(index, member)]), (member, focus) => reshape([...set(index, member)], focus))),
        readOnly ? null : h('div', { class: 'form__item-tools' },
          index > 0 && iconButton('down', words.of('moveUp'), () => swap(index - 1), `${SMALL} is-up`),
          index < items.length - 1 && iconButton('down', words.of('moveDown'), () => swap(index + 1), SMALL),
          iconButton('x', words.of('removeItem', index + 1), () => reshape(now.length === 1 ? undefined : now.filter((_, i) => i !== index), `${path}/${Math.max(0, index - 1)}`), SMALL)));
    });
    return h('div', { class: 'form__list' }, ...rows,
      !readOnly && h('button', { type: 'button', class: 'btn btn--s', onclick: () => reshape([...now, emptyOf(item)], `${path}/${now.length}`) }, icon('plus', 'icon icon--s'), words.of('addItem')));
  }

  private map(
    type: ParameterType, members: JsonObject, path: string, name: string, title: string, reshape: (value: Json | undefined, focus: string) => void, commit: Commit,
  ): HTMLElement {
    const { words, readOnly } = this.host;
    const item = type.item!;
    let now = Object.entries(members);
    const rows = now.map(([key, value], index) => {
      const keyInput = h('input', { class: 'input input--mono', 'aria-label': words.of('nameOf', title), 'data-field': `${path}/${key}`, disabled: readOnly });
      keyInput.value = key;
      keyInput.addEventListener('change', () => reshape(Object.fromEntries(now.map((entry, i) => (i === index ? [keyInput.value, entry[1]] : entry))), `${path}/${keyInput.value}`));
      return h('div', { class: 'form__item' }, h('div', { class: 'form__item-body form__entry' }, keyInput,
        this.control(item, value, `${path}/${key}`, name, key, (member) => {
          now = now.map((entry, i) => (i === index ? [key, member ?? emptyOf(item)] : entry));
          commit(Object.fromEntries(now));
        }, (member, focus) => reshape(Object.fromEntries(now.map((entry, i) => (i === index ? [key, member ?? emptyOf(item)] : entry))), focus))),
        !readOnly && iconButton('x', words.of('removeItem', index + 1), () => reshape(now.length === 1 ? undefined : Object.fromEntries(now.filter((_, i) => i !== index)), path), SMALL));
    });
    return h('div', { class: 'form__list' }, ...rows, !readOnly && h('button', {
      type: 'button', class: 'btn btn--s', onclick: () => reshape({ ...Object.fromEntries(now), '': emptyOf(item) }, `${path}/`),
    }, icon('plus', 'icon icon--s'), words.of('addItem')));
  }
}

const SMALL = 'btn btn--icon btn--quiet btn--s';

function emptyOf(type: ParameterType): Json {
  switch (type.type) {
    case 'object': return {};
    case 'map': return {};
    case 'list': return [];
    case 'boolean': return false;
    case 'number': case 'integer': return 0;
    default: return '';
  }
}

const isObject = (value: Json | undefined): value is JsonObject => value !== null && typeof value === 'object' && !Array.isArray(value);

/** How problems are shown at their fields. */
export interface ProblemShowing {
  /** A problem's sentence, with its line. */
  readonly say: (problem: Problem) => string;
  /** A button that mends it; null where a person must think. */
  readonly mend: (problem: Problem) => HTMLElement | null;
}

/** Shows problems at their fields, and underlines those within texts. */
export function showProblems(
  root: HTMLElement, editors: ReadonlyMap<string, CodeEditor>, problems: readonly (readonly [field: string, problem: Problem])[], { say, mend }: ProblemShowing,
): void {
  const byPath = new Map<string, Problem[]>();
  const fields = [...root.querySelectorAll<HTMLElement>('[data-path]')];
  for (const [field, problem] of problems) {
    const path = fields.map((element) => element.dataset['path']!).filter((known) => field === known || field.startsWith(`${known}/`))
      .sort((a, b) => b.length - a.length)[0];
    if (path !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), problem]);
  }
  for (const element of fields) {
    const found = byPath.get(element.dataset['path']!) ?? [];
    const place = element.querySelector(':scope > .field__problems')!;
    place.replaceChildren(...found.flatMap((problem) => [h('div', { class: problem.severity === 'error' ? 'field__error' : 'field__warning' },
      icon(problem.severity === 'error' ? 'error' : 'warn', 'icon icon--s'), h('span', {}, say(problem))), ...[mend(problem) ?? []].flat()]));
    element.querySelector(':scope > .input')?.classList.toggle('input--error', found.some((problem) => problem.severity === 'error'));
  }
  for (const [path, editor] of editors) editor.setProblems(byPath.get(path) ?? []);
}
