import { reach } from '../canvas/graph';
import { armsParameter } from '../canvas/kinds';
import { DEFAULT_RULE, type Json, type JsonObject } from '../canvas/document';
import { keysOf, nodeById, renameArm, setNode, setParameter, withField } from './commands';
import { h, icon, iconButton } from './dom';
import { graphFor, type Editor } from './editor';
import { Form } from './form';
import { numberOf } from './numbers';
import { input, type Panel, panelOf, refuseKey } from './panel';
import { suggestionsFor } from './suggestions';
import { keeping } from './typed';

type Tab = 'parameters' | 'rules' | 'notes';

const TABS: readonly Tab[] = ['parameters', 'rules', 'notes'];

const RULES: ReadonlySet<string> = new Set(['queue', 'trigger_rule', 'retries', 'timeout', 'priority']);

/** The tab that was looked at last: going from node to node keeps it. */
let lastTab: Tab = 'parameters';

/** The form of one node: its kind's parameters from their descriptors, and what every node has. */
export function nodePanel(editor: Editor, id: string, field: string | undefined): Panel {
  const { words, readOnly } = editor;
  const node = nodeById(editor.document, id)!;
  const kind = editor.kinds.get(node.kind);
  if (field !== undefined) lastTab = RULES.has(field.split('/')[0]!) ? 'rules' : field === 'description' ? 'notes' : 'parameters';
  const form = new Form({
    words, readOnly, suggestions: () => suggestionsFor(editor.document, id, editor.options.runFacts), text: (name, fallback) => words.or(name, fallback),
    commit: () => {}, reshape: () => {}, leave: () => editor.seal(), keeping: (path) => keeping(editor.typed, `node/${id}/${path}`),
  });
  const kindTitle = words.or(`kind_${node.kind}`, kind?.title ?? node.kind);
  const set = (name: string, value: unknown): void => editor.edit(setNode(editor.document, id, name, value), `node/${id}/${name}`);

  const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': node.name ?? node.key }, ...TABS.map((tab) => h('button', {
    type: 'button', role: 'tab', class: `tabs__tab${tab === lastTab ? ' is-current' : ''}`, 'aria-selected': String(tab === lastTab), tabindex: tab === lastTab ? 0 : -1,
    'data-tab': tab,
    onclick: () => {
      lastTab = tab;
      editor.show({ kind: 'node', id });
      document.querySelector<HTMLElement>(`[data-tab="${tab}"]`)?.focus();
    },
    onkeydown: (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
      tabs.querySelector<HTMLElement>(`[data-tab="${next}"]`)!.click();
    },
  }, words.of(`tab_${tab}`))));

  const bodies: Readonly<Record<Tab, () => HTMLElement[]>> = {
    parameters: () => [
      h('div', { class: 'form__pair' },
        input(editor, { name: 'name', label: words.of('name'), value: node.name ?? '', placeholder: node.key, commit: (text) => set('name', text === '' ? undefined : text) }),
        keyField(editor, id, node.key)),
      ...(kind?.parameters ?? []).map((parameter) => form.field(
        parameter, node.with?.[parameter.name], `with/${parameter.name}`, `param_${node.kind}_${parameter.name}`,
        (value) => editor.edit(withArms(editor, id, parameter.name, value), `node/${id}/with/${parameter.name}`),
        (value, focus) => {
          editor.edit(setParameter(editor.document, id, parameter.name, value));
          editor.show({ kind: 'node', id }, focus);
        })),
      ...(kind === undefined ? [h('pre', { class: 'code code__text' }, JSON.stringify(node.with ?? {}, null, 2))] : []),
    ],
    rules: () => ruleFields(editor, id),
    notes: () => [input(editor, {
      name: 'description', label: words.of('description'), value: node.description ?? '', multiline: true, commit: (text) => set('description', text === '' ? undefined : text),
    })],
  };

  return panelOf(node.name ?? node.key, [
    h('div', { class: 'panel__head' },
      h('span', { class: 'node__kind' }, icon(node.kind)),
      h('div', { class: 'grow' }, h('div', { class: 'panel__title cut' }, node.name ?? node.key), h('div', { class: 'panel__sub' }, kindTitle, h('span', { class: 'dotted-sep' }), h('code', {}, node.key))),
      !readOnly && h('button', { type: 'button', class: 'btn btn--quiet btn--s', title: `${words.of('connectTo')} (C)`, onclick: () => editor.connectFrom(id) }, words.of('connectTo')),
      !readOnly && iconButton('copy', words.of('duplicate'), () => editor.duplicate(), 'btn btn--icon btn--quiet btn--s', 'Ctrl D'),
      iconButton('x', words.of('closePanel'), () => editor.show({ kind: 'template' }), 'btn btn--icon btn--quiet btn--s', 'Esc')),
    tabs,
    h('div', { class: 'panel__body', role: 'tabpanel', 'aria-label': words.of(`tab_${lastTab}`), tabindex: -1 }, ...bodies[lastTab]()),
  ], form.editors);
}

/** An arm that gets another name keeps its edges. */
function withArms(editor: Editor, id: string, name: string, value: Json | undefined): Editor['document'] {
  const node = nodeById(editor.document, id)!;
  const parameter = armsParameter(editor.kinds.get(node.kind));
  let changed = setParameter(editor.document, id, name, value);
  const before = node.with?.[name];
  if (parameter?.name !== name || !Array.isArray(before) || !Array.isArray(value) || before.length !== value.length) return changed;
  const key = parameter.item!.fields![0]!.name;
  (before as readonly JsonObject[]).forEach((arm, index) => {
    const [old, now] = [arm[key], (value as readonly JsonObject[])[index]?.[key]];
    if (typeof old === 'string' && typeof now === 'string' && old !== now) changed = renameArm(changed, id, old, now);
  });
  return changed;
}

/** The key is taken over when the field is left: half a key would be another key at every letter. */
function keyField(editor: Editor, id: string, key: string): HTMLElement {
  const { words } = editor;
  return input(editor, {
    name: 'key', label: words.of('key'), value: key, mono: true,
    late: { keeping: keeping(editor.typed, `node/${id}/key`), refuse: (text) => refuseKey(words, text, key, keysOf(editor.document), 'keyTaken') },
    commit: (text) => {
      editor.typed.rename(`node/${id}`, `node/${text}`);
      editor.rename(id, text);
    },
  });
}

function ruleFields(editor: Editor, id: string): HTMLElement[] {
  const { words, readOnly, options } = editor;
  const node = nodeById(editor.document, id)!;
  const set = (name: string, value: unknown): void => editor.edit(setNode(editor.document, id, name, value), `node/${id}/${name}`);
  const rule = h('select', { class: 'input', id: 'field-trigger_rule', 'data-field': 'trigger_rule', disabled: readOnly },
    ...options.rules.map((name) => h('option', { value: name }, words.or(`rule_${name}`, name))));
  rule.value = node.trigger_rule ?? DEFAULT_RULE;
  rule.addEventListener('change', () => set('trigger_rule', rule.value === DEFAULT_RULE ? undefined : rule.value));
  const retries = (name: string, label: string, placeholder: string, number: boolean): HTMLElement => input(editor, {
    name: `retries/${name}`, label, placeholder, mono: true, value: node.retries?.[name] === undefined ? '' : String(node.retries[name]),
    commit: (text) => {
      const next = withField(nodeById(editor.document, id)?.retries ?? {}, name, text === '' ? undefined : number ? numberOf(text) : text);
      set('retries', Object.keys(next).length === 0 ? undefined : next);
    },
  });
  const graph = graphFor(editor.document, editor.kinds);
  const select = (label: 'selectUpstream' | 'selectDownstream', along: 'next' | 'previous'): HTMLElement => {
    const count = reach(id, graph[along]).size;
    return h('button', { type: 'button', class: 'btn btn--s', disabled: count === 0, onclick: () => editor.selectReach(id, along) }, words.of(label, count));
  };
  return [
    h('div', { class: 'field', 'data-path': 'trigger_rule' }, h('label', { class: 'field__label', for: 'field-trigger_rule' }, words.of('triggerRule')), rule,
      h('div', { class: 'field__problems' }), h('div', { class: 'field__help' }, words.of('triggerRuleHelp'))),
    input(editor, { name: 'queue', label: words.of('queue'), value: node.queue ?? '', mono: true, placeholder: words.of('queueOfApplication'), commit: (text) => set('queue', text === '' ? undefined : text) }),
    h('div', { class: 'form__pair' }, retries('count', words.of('retryCount'), '0', true), retries('delay', words.of('retryDelay'), '30s', false)),
    h('div', { class: 'form__pair' }, retries('backoff', words.of('retryBackoff'), '2', true), retries('max_delay', words.of('retryMaxDelay'), '10m', false)),
    h('div', { class: 'form__pair' },
      input(editor, { name: 'timeout', label: words.of('timeout'), value: node.timeout ?? '', mono: true, placeholder: '1h', commit: (text) => set('timeout', text === '' ? undefined : text) }),
      input(editor, { name: 'priority', label: words.of('priority'), value: node.priority === undefined ? '' : String(node.priority), mono: true, placeholder: String(options.defaultPriority), commit: (text) => set('priority', text === '' ? undefined : numberOf(text)) })),
    h('div', { class: 'form__buttons' }, select('selectUpstream', 'previous'), select('selectDownstream', 'next')),
  ];
}
