import { armsOf } from '../canvas/kinds';
import type { VariableDefinition } from '../canvas/document';
import { edgeId } from '../canvas/graph';
import {
  addVariable, nodeById, remove, removeVariable, renameVariable, replaceVariable, setEdgeArm, setVariable, usersOf, variableKeys, withField,
} from './commands';
import type { CodeEditor } from './codeEditor';
import { h, icon, iconButton } from './dom';
import type { Editor } from './editor';
import { createJsonEditor } from './jsonEditor';
import { onceMovedOn } from './keyboard';
import { numberOf } from './numbers';
import { input, panelOf, refuseKey, type Panel } from './panel';
import { keeping } from './typed';

const SMALL = 'btn btn--icon btn--quiet btn--s';

/** The template itself: its name, its description and its variables. */
export function templatePanel(editor: Editor): Panel {
  const { words, readOnly, document } = editor;
  const variables = document.variables ?? [];
  const rows = variables.map((variable, index) => h('tr', {},
    h('td', {}, h('button', { type: 'button', class: 'link', onclick: () => editor.show({ kind: 'variable', index }) }, h('code', {}, variable.key === '' ? '—' : variable.key))),
    h('td', { class: 'faint' }, words.or(`type_${variable.type}`, variable.type), variable.required === true ? ` · ${words.of('required')}` : '')));
  return panelOf(words.of('template'), [
    h('div', { class: 'panel__head' }, h('div', { class: 'grow' }, h('div', { class: 'panel__title' }, words.of('template')), h('div', { class: 'panel__sub' }, words.of('templateHint')))),
    h('div', { class: 'panel__body' },
      input(editor, { name: 'name', label: words.of('name'), value: document.name, commit: (text) => editor.edit({ ...editor.document, name: text }, 'name') }),
      input(editor, {
        name: 'description', label: words.of('description'), value: document.description ?? '', multiline: true,
        commit: (text) => editor.edit(withField(editor.document, 'description', text === '' ? undefined : text), 'description'),
      }),
      h('div', {},
        h('div', { class: 'panel__label' }, words.of('variables'), h('span', { class: 'grow' }), !readOnly && addVariableButton(editor)),
        variables.length === 0 ? h('p', { class: 'faint' }, words.of('noVariables')) : h('table', { class: 'table table--dense table--frame' }, h('tbody', {}, ...rows))),
      !readOnly && h('div', {}, h('div', { class: 'panel__label' }, words.of('keyboard')), h('dl', { class: 'facts shortcuts' },
        ...(['add', 'walk', 'upstream', 'downstream', 'connect', 'remove', 'rename', 'find', 'save', 'tidy', 'simulate'] as const).flatMap((name) => [
          h('dt', {}, ...words.of(`keys_${name}`).split(' ').map((key) => h('kbd', {}, key))), h('dd', {}, words.of(`does_${name}`)),
        ]))) || ''),
  ]);
}

export function addVariableButton(editor: Editor): HTMLElement {
  return iconButton('plus', editor.words.of('addVariable'), () => {
    const added = addVariable(editor.document);
    editor.edit(added.document);
    editor.show({ kind: 'variable', index: added.index }, 'key');
  }, SMALL);
}

/** One edge: its ends, and the arm by which it leaves a branch. */
export function edgePanel(editor: Editor, id: string): Panel {
  const { words, readOnly, document } = editor;
  const edge = (document.edges ?? []).find((known) => edgeId(known.from, known.to, known.arm) === id)!;
  const source = nodeById(document, edge.from);
  const arms = source === undefined ? null : armsOf(source, editor.kinds.get(source.kind));
  const end = (key: string): HTMLElement => h('button', { type: 'button', class: 'link', onclick: () => editor.show({ kind: 'node', id: key }) }, nodeById(document, key)?.name ?? key);
  const select = h('select', { class: 'input input--mono', id: 'field-arm', 'data-field': 'arm', disabled: readOnly },
    ...(arms ?? []).map((arm) => h('option', { value: arm.arm }, `${arm.arm}: ${arm.when ?? words.of('otherwise')}`)));
  if (edge.arm !== undefined && arms?.some((arm) => arm.arm === edge.arm) !== true) select.prepend(h('option', { value: edge.arm }, edge.arm));
  select.value = edge.arm ?? '';
  select.addEventListener('change', () => {
    editor.edit(setEdgeArm(editor.document, id, select.value));
    editor.show({ kind: 'edge', id: edgeId(edge.from, edge.to, select.value) }, 'arm');
  });
  return panelOf(words.of('edge'), [
    h('div', { class: 'panel__head' }, h('div', { class: 'grow' }, h('div', { class: 'panel__title' }, words.of('edge'))),
      iconButton('x', words.of('closePanel'), () => editor.show({ kind: 'template' }), SMALL, 'Esc')),
    h('div', { class: 'panel__body' },
      h('dl', { class: 'facts' }, h('dt', {}, words.of('from')), h('dd', {}, end(edge.from)), h('dt', {}, words.of('to')), h('dd', {}, end(edge.to))),
      arms !== null && h('div', { class: 'field', 'data-path': 'arm' }, h('label', { class: 'field__label', for: 'field-arm' }, words.of('arm')), select,
        h('div', { class: 'field__problems' }), h('div', { class: 'field__help' }, words.of('armHelp'))) || '',
      !readOnly && h('div', { class: 'form__buttons' },
        h('button', { type: 'button', class: 'btn btn--s', onclick: () => editor.insertInto(id) }, icon('plus', 'icon icon--s'), words.of('insertNode')),
        h('button', { type: 'button', class: 'btn btn--danger btn--s', onclick: () => {
          editor.edit(remove(editor.document, new Set([id])));
          editor.show({ kind: 'template' });
        } }, words.of('deleteEdge'))) || ''),
  ]);
}

/** Several nodes at once. */
export function manyPanel(editor: Editor, ids: ReadonlySet<string>): Panel {
  const { words, readOnly } = editor;
  return panelOf(words.of('selected', ids.size), [
    h('div', { class: 'panel__head' }, h('div', { class: 'grow' }, h('div', { class: 'panel__title' }, words.of('selected', ids.size))),
      iconButton('x', words.of('closePanel'), () => editor.show({ kind: 'template' }), SMALL, 'Esc')),
    h('div', { class: 'panel__body' }, !readOnly && h('div', { class: 'form__buttons' },
      h('button', { type: 'button', class: 'btn btn--s', onclick: () => editor.duplicate() }, icon('copy', 'icon icon--s'), words.of('duplicate')),
      h('button', { type: 'button', class: 'btn btn--s btn--danger', onclick: () => editor.removeSelected() }, words.of('deleteMany', ids.size))) || ''),
  ]);
}

/** One variable: its type, and what follows from the type. */
export function variablePanel(editor: Editor, index: number): Panel {
  const { words, readOnly, options } = editor;
  const variable = editor.document.variables![index]!;
  const editors = new Map<string, CodeEditor>();
  const set = (name: string, value: unknown): void => editor.edit(setVariable(editor.document, index, name, value), `variable/${index}/${name}`);
  const redraw = (focus: string): void => editor.show({ kind: 'variable', index }, focus);

  const type = h('select', { class: 'input', id: 'field-type', 'data-field': 'type', disabled: readOnly }, ...options.variableTypes.map((name) => h('option', { value: name }, words.or(`type_${name}`, name))));
  type.value = variable.type;
  type.addEventListener('change', () => {
    editor.edit(replaceVariable(editor.document, index, asType(editor.document.variables![index]!, type.value)));
    redraw('type');
  });
  const box = (name: string, label: string, checked: boolean): HTMLElement => {
    const control = h('input', { type: 'checkbox', 'data-field': name, disabled: readOnly });
    control.checked = checked;
    control.addEventListener('change', () => set(name, control.checked ? true : undefined));
    return h('label', { class: 'choices__item', 'data-path': name }, control, label, h('div', { class: 'field__problems' }));
  };
  const text = (name: 'min' | 'max', label: string): HTMLElement => input(editor, {
    name, label, mono: true, value: variable[name] === undefined ? '' : String(variable[name]), commit: (value) => set(name, value === '' ? undefined : numberOf(value)),
  });
  const users = usersOf(editor.document, variable.key);
  return panelOf(words.of('variable', variable.key), [
    h('div', { class: 'panel__head' },
      h('div', { class: 'grow' }, h('div', { class: 'panel__title cut' }, h('code', {}, variable.key)), h('div', { class: 'panel__sub' }, words.of('variableHint', variable.key))),
      !readOnly && h('button', { type: 'button', class: 'btn btn--danger btn--s', onclick: () => {
        editor.edit(removeVariable(editor.document, index));
        editor.show({ kind: 'template' });
      } }, words.of('deleteVariable')),
      iconButton('x', words.of('closePanel'), () => editor.show({ kind: 'template' }), SMALL, 'Esc')),
    h('div', { class: 'panel__body' },
      h('div', { class: 'form__pair' },
        input(editor, {
          name: 'key', label: words.of('key'), value: variable.key, mono: true,
          late: { keeping: keeping(editor.typed, `variable/${variable.key}/key`), refuse: (key) => refuseKey(words, key, variable.key, variableKeys(editor.document), 'variableTaken') },
          commit: (key) => {
            editor.typed.rename(`variable/${variable.key}`, `variable/${key}`);
            editor.edit(renameVariable(editor.document, index, key), `variable/${index}/key`);
            onceMovedOn(() => editor.showAgain());
          },
        }),
        h('div', { class: 'field', 'data-path': 'type' }, h('label', { class: 'field__label', for: 'field-type' }, words.of('type')), type, h('div', { class: 'field__problems' }))),
      variable.type === 'choice' && input(editor, {
        name: 'choices', label: words.of('choices'), help: words.of('choicesHelp'), value: (variable.choices ?? []).join('\n'), multiline: true, mono: true,
        commit: (value) => set('choices', value.split('\n').map((line) => line.trim()).filter((line) => line !== '')),
      }) || '',
      variable.type === 'number' && h('div', { class: 'form__pair' }, text('min', words.of('min')), text('max', words.of('max'))) || '',
      variable.type === 'number' && box('integer', words.of('integer'), variable.integer === true) || '',
      defaultField(editor, variable, set, editors),
      box('required', words.of('requiredLong'), variable.required === true),
      input(editor, { name: 'description', label: words.of('description'), value: variable.description ?? '', multiline: true, commit: (value) => set('description', value === '' ? undefined : value) }),
      h('div', {}, h('div', { class: 'panel__label' }, words.of('usedBy')),
        users.length === 0 ? h('p', { class: 'faint' }, words.of('unused'))
          : h('ul', {}, ...users.map((node) => h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => editor.show({ kind: 'node', id: node.key }) }, node.name ?? node.key)))))),
  ], editors);
}

/** The variable with another type, without what only its old type has. */
function asType(variable: VariableDefinition, type: string): VariableDefinition {
  let next: VariableDefinition = { ...variable, type };
  if (type !== 'number') for (const name of ['integer', 'min', 'max']) next = withField(next, name, undefined);
  if (type !== 'choice') next = withField(next, 'choices', undefined);
  else if (next.choices === undefined) next = { ...next, choices: ['a', 'b'] };
  const fits = next.default === undefined || (type === 'text' && typeof next.default === 'string') || (type === 'number' && typeof next.default === 'number')
    || (type === 'boolean' && typeof next.default === 'boolean') || (type === 'choice' && (next.choices ?? []).includes(String(next.default))) || type === 'json';
  return fits ? next : withField(next, 'default', undefined);
}

function defaultField(
  editor: Editor, variable: VariableDefinition, set: (name: string, value: unknown) => void, editors: Map<string, CodeEditor>,
): HTMLElement {
  const { words, readOnly } = editor;
  const label = words.of(variable.type === 'secret' ? 'defaultSecret' : 'default');
  if (variable.type === 'json') {
    const code = createJsonEditor(
      variable.default, keeping(editor.typed, `variable/${variable.key}/default`), (value) => set('default', value), words.of('notJsonYet'),
      { label, field: 'default', readOnly, suggestions: () => [], onLeave: () => editor.seal() });
    editors.set('default', code);
    return h('div', { class: 'field', 'data-path': 'default' }, h('div', { class: 'field__label' }, label), code.element, h('div', { class: 'field__problems' }));
  }
  if (variable.type === 'choice' || variable.type === 'boolean') {
    const choices = variable.type === 'boolean' ? ['true', 'false'] : (variable.choices ?? []);
    const select = h('select', { class: 'input', id: 'field-default', 'data-field': 'default', disabled: readOnly },
      h('option', { value: '' }, words.of('noDefault')), ...choices.map((choice) => h('option', { value: choice }, choice)));
    select.value = variable.default === undefined ? '' : String(variable.default);
    select.addEventListener('change', () => set('default', select.value === '' ? undefined : variable.type === 'boolean' ? select.value === 'true' : select.value));
    return h('div', { class: 'field', 'data-path': 'default' }, h('label', { class: 'field__label', for: 'field-default' }, label), select, h('div', { class: 'field__problems' }));
  }
  return input(editor, {
    name: 'default', label, mono: true, value: variable.default === undefined ? '' : typeof variable.default === 'string' ? variable.default : JSON.stringify(variable.default),
    commit: (text) => set('default', text === '' ? undefined : variable.type === 'number' ? numberOf(text) : text),
  });
}
