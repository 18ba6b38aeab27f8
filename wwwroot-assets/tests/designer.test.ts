import { describe, expect, it } from 'vitest';
import english from '../../src/Maat.Web/Resources/Texts.resx?raw';
import type { TemplateDocument } from '../src/canvas/document';
import type { NodeKind } from '../src/canvas/kinds';
import { fromText, toText } from '../src/designer/clipboard';
import {
  addNode, addVariable, bridge, connect, copy, idsAfter, move, paste, remove, renameArm, renameNode, renameVariable, setNode, setParameter, splice, usersOf,
} from '../src/designer/commands';
import { changesBetween, titleOf } from '../src/designer/changes';
import { folded, lineDiff } from '../src/designer/lineDiff';
import { divergences, linesOf, merged } from '../src/designer/merge';
import { same } from '../src/designer/same';
import { numberOf } from '../src/designer/numbers';
import { History } from '../src/designer/history';
import { mendOf } from '../src/designer/mending';
import { Words } from '../src/designer/words';
import { freeKey, isKey } from '../src/designer/keys';
import { countByNode, subjectOf, type Problem } from '../src/designer/problems';
import { outputsOf, referenceBefore, suggestionsFor } from '../src/designer/suggestions';

const bash: NodeKind = { name: 'bash', title: 'Bash', description: '', parameters: [{ name: 'script', title: 'Script', required: true, type: 'script' }] };
const branch: NodeKind = {
  name: 'branch', title: 'Branch', description: '',
  parameters: [{
    name: 'arms', title: 'Arms', required: true, type: 'list',
    item: { type: 'object', fields: [
      { name: 'arm', title: 'Arm', required: true, type: 'key' }, { name: 'when', title: 'When', required: false, type: 'expression' },
      { name: 'otherwise', title: 'Otherwise', required: false, type: 'boolean' },
    ] },
  }],
};
const kinds = new Map([bash, branch].map((kind) => [kind.name, kind]));

const template: TemplateDocument = {
  apiVersion: 'maat/v1', kind: 'Template', name: 'Index',
  variables: [{ key: 'day', type: 'text' }, { key: 'days', type: 'number' }],
  nodes: [
    { key: 'extract', kind: 'bash', with: { script: 'echo "rows=7" >> "$MAAT_OUTPUT"; echo ${{ vars.day }}' } },
    { key: 'choose', kind: 'branch', with: { arms: [{ arm: 'full', when: 'nodes.extract.outputs.rows > 1' }, { arm: 'delta', otherwise: true }] } },
    { key: 'full', kind: 'bash', with: { script: 'echo ${{ nodes.extract.outputs.rows }} ${{ nodes.extract_all.outputs.x }}' } },
  ],
  edges: [{ from: 'extract', to: 'choose' }, { from: 'choose', to: 'full', arm: 'full' }],
  layout: { extract: [0, 0], choose: [0, 97], full: [0, 194] },
};

/** What the designer knows nothing of must come through every change. */
const foreign = { ...template, later: { x: 1 }, nodes: template.nodes!.map((node) => ({ ...node, later: true })) } as TemplateDocument;

describe('commands', () => {
  it('adds a node under a free key with what its kind asks for', () => {
    const { document, key } = addNode(addNode(template, bash, { x: 1, y: 2 }).document, bash, { x: 3.4, y: 4.6 });
    expect(key).toBe('bash_2');
    expect(document.nodes!.at(-1)).toEqual({ key: 'bash_2', kind: 'bash', with: { script: '' } });
    expect(document.layout!['bash_2']).toEqual([3, 5]);
  });

  it('adds a branch with two arms, and connects by the first that is free', () => {
    const added = addNode(template, branch, { x: 0, y: 0 });
    const once = connect(added.document, added.key, 'full', kinds);
    const twice = connect(once, added.key, 'extract', kinds);
    expect(twice.edges!.slice(-2)).toEqual([{ from: added.key, to: 'full', arm: 'yes' }, { from: added.key, to: 'extract', arm: 'no' }]);
  });

  it('puts a node into an edge, whose arm stays at its branch', () => {
    const { document, key } = addNode(template, bash, { x: 0, y: 0 });
    const spliced = splice(document, 'choose (full) → full', key, kinds);
    expect(spliced.edges).toEqual([{ from: 'extract', to: 'choose' }, { from: 'choose', to: key, arm: 'full' }, { from: key, to: 'full' }]);
    expect(splice(document, 'choose (full) → full', 'full', kinds)).toBe(document);
    expect(splice(document, 'gone', key, kinds)).toBe(document);
  });

  it('connects two nodes once, and only nodes that are there', () => {
    expect(connect(template, 'extract', 'choose', kinds)).toBe(template);
    expect(connect(template, 'extract', 'gone', kinds)).toBe(template);
  });

  it('removes nodes with their edges and places', () => {
    const after = remove(template, new Set(['choose']));
    expect(after.nodes!.map((node) => node.key)).toEqual(['extract', 'full']);
    expect(after.edges).toEqual([]);
    expect(Object.keys(after.layout!)).toEqual(['extract', 'full']);
    expect(idsAfter(template, after, new Set(['choose']))[0]).toBe('extract');
  });

  it('removes an edge and nothing else', () => {
    const after = remove(template, new Set(['choose (full) → full']));
    expect(after.edges).toEqual([{ from: 'extract', to: 'choose' }]);
    expect(after.nodes).toHaveLength(3);
  });

  it('joins the neighbours of what is removed', () => {
    const ids = new Set(['choose']);
    expect(remove(bridge(template, ids, kinds), ids).edges).toEqual([{ from: 'extract', to: 'full' }]);
  });

  it('renames a node wherever it is named, and no other', () => {
    const after = renameNode(template, 'extract', 'load');
    expect(after.nodes![0]!.key).toBe('load');
    expect(after.edges![0]).toEqual({ from: 'load', to: 'choose' });
    expect(after.layout!['load']).toEqual([0, 0]);
    expect(after.nodes![2]!.with!['script']).toBe('echo ${{ nodes.load.outputs.rows }} ${{ nodes.extract_all.outputs.x }}');
    expect(JSON.stringify(after.nodes![1]!.with)).toContain('nodes.load.outputs.rows > 1');
  });

  it('renames a variable wherever it is read, and no other', () => {
    const after = renameVariable(template, 0, 'date');
    expect(after.nodes![0]!.with!['script']).toContain('vars.date }}');
    expect(usersOf(after, 'date').map((node) => node.key)).toEqual(['extract']);
    expect(usersOf(after, 'days')).toEqual([]);
    expect(addVariable(addVariable(after).document).document.variables!.map((variable) => variable.key)).toEqual(['date', 'days', 'variable', 'variable_2']);
  });

  it('keeps the edges of an arm that is renamed', () => {
    expect(renameArm(template, 'choose', 'full', 'whole').edges![1]).toEqual({ from: 'choose', to: 'full', arm: 'whole' });
  });

  it('leaves out a field without a value', () => {
    const named = setNode(template, 'extract', 'name', 'Load');
    expect(named.nodes![0]!.name).toBe('Load');
    expect(setNode(named, 'extract', 'name', undefined).nodes![0]).toEqual(template.nodes![0]);
    expect('with' in setParameter(template, 'full', 'script', undefined).nodes![2]!).toBe(false);
  });

  it('pastes copies that name one another, beside what is there', () => {
    const { document, keys } = paste(template, copy(template, new Set(['extract', 'choose'])), { x: 10, y: 20 });
    expect(keys).toEqual(['extract_2', 'choose_2']);
    expect(document.edges!.at(-1)).toEqual({ from: 'extract_2', to: 'choose_2' });
    expect(JSON.stringify(document.nodes!.at(-1)!.with)).toContain('nodes.extract_2.outputs.rows');
    expect(document.layout!['choose_2']).toEqual([10, 117]);
  });

  it.each<[string, (document: TemplateDocument) => TemplateDocument]>([
    ['adding', (d) => addNode(d, bash, { x: 0, y: 0 }).document], ['moving', (d) => move(d, new Map([['full', { x: 9, y: 9 }]]))],
    ['renaming', (d) => renameNode(d, 'full', 'other')], ['setting', (d) => setParameter(d, 'full', 'script', 'x')], ['connecting', (d) => connect(d, 'extract', 'full', kinds)],
    ['removing', (d) => remove(d, new Set(['extract']))],
  ])('%s keeps what it does not know', (_, change) => {
    const after = change(foreign) as TemplateDocument & { later?: unknown };
    expect(after.later).toEqual({ x: 1 });
    const old = after.nodes!.filter((node) => node.key !== 'bash') as readonly { later?: unknown }[];
    expect(old.every((node) => node.later === true)).toBe(true);
  });
});

describe('History', () => {
  it('undoes and redoes every step, and forgets what was undone at the next change', () => {
    const history = new History(0);
    for (let i = 1; i <= 1_000; i++) history.push(i);
    for (let i = 0; i < 1_000; i++) history.undo();
    expect([history.current, history.canUndo, history.undo()]).toEqual([0, false, false]);
    history.redo();
    history.push(7);
    expect([history.current, history.canRedo]).toEqual([7, false]);
  });

  it('undoes one stretch of typing at once', () => {
    const history = new History('');
    history.push('a', 'name');
    history.push('ab', 'name');
    history.seal();
    history.push('abc', 'name');
    history.undo();
    expect(history.current).toBe('ab');
    history.undo();
    expect(history.current).toBe('');
  });
});

describe('clipboard', () => {
  it('reads what it wrote, and whole documents', () => {
    const fragment = copy(template, new Set(['extract']));
    expect(fromText(toText(fragment))).toEqual(fragment);
    expect(fromText(JSON.stringify(template))!.nodes).toHaveLength(3);
  });

  it.each(['', 'echo', '{}', '[1]', 'null', '{"apiVersion":"maat/v1","nodes":[{"key":1}]}', '{"apiVersion":"maat/v1","nodes":[]}'])('takes no nodes from %j', (text) =>
    expect(fromText(text)).toBeNull());
});

describe('keys', () => {
  it.each([['a', true], ['a_1', true], ['a__b', false], ['A', false], ['1a', false], ['a_', false], ['', false], ['a'.repeat(65), false]])('%j is one: %s', (text, key) =>
    expect(isKey(text)).toBe(key));

  it('numbers keys within their length', () => {
    const long = 'a'.repeat(64);
    expect(freeKey('a', new Set(['a', 'a_2']))).toBe('a_3');
    expect(isKey(freeKey(long, new Set([long])))).toBe(true);
  });
});

describe('problems', () => {
  const problem = (path: string, severity: Problem['severity'] = 'error'): Problem => ({ path, severity, code: '', message: '', node: null, field: null, line: null, column: null });

  it.each([
    ['/nodes/1/with/arms/0/when', { kind: 'node', id: 'choose', field: 'with/arms/0/when' }], ['/edges/0', { kind: 'edge', id: 'extract → choose' }],
    ['/variables/1/min', { kind: 'variable', index: 1, field: 'min' }], ['/name', { kind: 'template' }], ['/nodes/9', { kind: 'template' }],
  ])('%s belongs to %j', (path, subject) => expect(subjectOf(problem(path), template)).toEqual(subject));

  it('counts by node', () => {
    expect([...countByNode([problem('/nodes/0/key'), problem('/nodes/0/with', 'warning'), problem('/name')], template)]).toEqual([['extract', { errors: 1, warnings: 1 }]]);
  });
});

describe('suggestions', () => {
  it('offers variables, outputs of what is upstream, and facts of the run', () => {
    expect(suggestionsFor(template, 'full', ['id']).map((one) => one.text)).toEqual(['vars.day', 'vars.days', 'nodes.extract.outputs.rows', 'nodes.choose.outputs.', 'run.id']);
    expect(suggestionsFor(template, 'extract', []).map((one) => one.text)).toEqual(['vars.day', 'vars.days']);
  });

  it('sees outputs that a script writes', () => {
    const script = 'echo "rows=$n" >> "$MAAT_OUTPUT"\nprintf \'day=%s\\n\' x >>$MAAT_OUTPUT\nlocal=1\n  path=/x >> ${MAAT_OUTPUT}';
    expect(outputsOf({ key: 'a', kind: 'bash', with: { script } })).toEqual(['rows', 'day', 'path']);
  });

  it.each([['echo ${{ no', false, 9], ['echo ${{', false, 8], ['echo no', false, null], ['${{ a }} no', false, null], ['a + no', true, 4]])('in %j begins a reference', (text, expression, at) =>
    expect(referenceBefore(text, expression)).toBe(at));
});

describe('two drafts made from one', () => {
  const theirs = { ...remove(renameVariable(template, 1, 'weeks'), new Set(['full'])), description: 'x' };
  const mine = setNode(template, 'extract', 'name', 'Load');

  it('differ in parts, each of which somebody changed', () => {
    expect(divergences(template, mine, theirs).map(({ part, name, by, proposed }) => `${part} ${name}: ${by}, ${proposed}`)).toEqual(expect.arrayContaining([
      'template description: theirs, theirs', 'node extract: mine, mine', 'node full: theirs, theirs', 'variable days: theirs, theirs', 'variable weeks: theirs, theirs',
    ]));
    expect(divergences(template, mine, mine)).toEqual([]);
  });

  it('become one with the changes of both', () => {
    const both = merged(template, mine, theirs, ({ proposed }) => proposed);
    expect([both.description, both.variables?.map(({ key }) => key)]).toEqual(['x', theirs.variables?.map(({ key }) => key)]);
    expect(both.nodes).toEqual(setNode(theirs, 'extract', 'name', 'Load').nodes);
    expect(both.edges).toEqual(theirs.edges);
  });

  it('become either of them when one side is chosen', () => {
    expect(same(merged(template, mine, theirs, () => 'mine'), mine)).toBe(true);
    expect(same(merged(template, mine, theirs, () => 'theirs'), theirs)).toBe(true);
  });

  it('leave it to a person what both changed, and propose mine', () => {
    const other = setNode(template, 'extract', 'name', 'Fetch');
    expect(divergences(template, mine, other)).toMatchObject([{ id: 'node/extract', by: 'both', proposed: 'mine', mine: { name: 'Load' }, theirs: { name: 'Fetch' } }]);
    expect(merged(template, mine, other, () => 'theirs').nodes?.[0]?.name).toBe('Fetch');
  });

  it('keep what either has when it is not known what they were made from', () => {
    const both = merged(null, mine, theirs, ({ proposed }) => proposed);
    expect(both.nodes?.map(({ key }) => key)).toEqual(mine.nodes?.map(({ key }) => key));
    expect(both.variables?.map(({ key }) => key).sort()).toEqual(['day', 'days', 'weeks']);
  });

  it('lose the edges of a node that goes', () => {
    const linked = { ...mine, edges: [...(mine.edges ?? []), { from: 'full', to: 'extract' }] };
    const without = merged(template, linked, theirs, ({ proposed }) => proposed);
    expect(without.edges?.filter(({ from, to }) => from === 'full' || to === 'full')).toEqual([]);
  });

  it('keep fields of other tools', () => {
    const stranger = { ...mine, owner: 'us' } as typeof mine;
    expect(merged(template, stranger, theirs, ({ proposed }) => proposed)).toMatchObject({ owner: 'us', description: 'x' });
  });
});

describe('lines', () => {
  it('are made of every field', () =>
    expect(linesOf({ key: 'a', with: { script: 'x\ny', retries: 3 } })).toEqual(['key: a', 'with.script:', '  x', '  y', 'with.retries: 3']));

  it('are compared with what is only theirs first', () =>
    expect(lineDiff(['a', 'b', 'c', 'e'], ['a', 'x', 'c', 'd', 'e']).map((line) => `${line.in} ${line.text}`)).toEqual(['both a', 'theirs b', 'mine x', 'both c', 'mine d', 'both e']));

  it('that are the same are folded, but for those around a change', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `${i}`);
    const shown = folded(lineDiff(lines, lines.map((line) => (line === '4' ? 'x' : line))));
    expect(shown.map((line) => (typeof line === 'number' ? line : line.text))).toEqual([2, '2', '3', '4', 'x', '5', '6', 2]);
    expect(folded(lineDiff(lines, lines))).toEqual([9]);
  });

  it('of texts without end are compared in time', () => {
    const [theirs, mine] = ['a', 'b'].map((mark) => Array.from({ length: 5_000 }, (_, i) => `${mark}${i}`));
    expect(lineDiff(theirs!, mine!)).toHaveLength(10_000);
  });
});

describe('changes', () => {
  it('are what is new, gone or different of what runs, field by field', () => {
    const [extract, , full] = template.nodes!;
    const later: TemplateDocument = {
      ...template, variables: [template.variables![0]!, { key: 'days', type: 'number', default: 3 }],
      nodes: [{ ...extract!, with: { script: 'echo' }, queue: 'heavy' }, full!, { key: 'last', kind: 'bash' }],
      edges: [template.edges![0]!, { from: 'full', to: 'last' }],
      layout: { extract: [500, 500] },
    };
    expect(changesBetween(template, later).map(({ id, mark, fields }) => [id, mark, fields])).toEqual([
      ['node/extract', 'changed', ['with.script', 'queue']],
      ['node/last', 'added', []],
      ['variable/days', 'changed', ['default']],
      ['edge/full → last', 'added', []],
      ['node/choose', 'removed', []],
      ['edge/choose → full (full)', 'removed', []],
    ]);
    expect(changesBetween(template, { ...template, layout: {} })).toEqual([]);
  });

  it('are called as people call what was changed', () => {
    const named = changesBetween(template, { ...template, nodes: template.nodes!.map((node) => (node.key === 'full' ? { ...node, name: 'Full index' } : node)) });
    expect(named.map(titleOf)).toEqual(['Full index']);
  });
});

describe('same', () => {
  it.each([[{ a: 1, b: [2] }, { b: [2], a: 1 }, true], [[1], { 0: 1 }, false], [{ a: undefined }, {}, true], [null, {}, false], [[1, 2], [1], false]])('%j and %j are the same: %s', (a, b, equal) =>
    expect(same(a, b)).toBe(equal));
});

it.each([['7', 7], [' 1.5 ', 1.5], ['x', 'x'], ['', ''], ['Infinity', 'Infinity']])('%j becomes %j', (text, value) => expect(numberOf(text)).toBe(value));

describe('words', () => {
  const sources = Object.values(import.meta.glob<string>('../src/designer/*.ts', { query: '?raw', import: 'default', eager: true })).join('\n');
  const texts = new Set([...english.matchAll(/name="Designer\.([^"]+)"/g)].map((match) => match[1]!));
  const asked = new Set([...sources.matchAll(/words\.(?:of|pattern)\('([^']+)'/g)].map((match) => match[1]!));

  it('has every text that the designer names', () => {
    expect(asked.size).toBeGreaterThan(100);
    expect([...asked].filter((name) => !texts.has(name))).toEqual([]);
  });

  it('has no text that nobody shows', () => {
    const dynamic = /^(?:kind|param|rule|type|tab|part|changed|without|keys|does|simEnd|simRun|simCause|effect|change|field)_/;
    expect([...texts].filter((name) => !dynamic.test(name) && !sources.includes(`'${name}'`))).toEqual([]);
  });
});

describe('mendOf', () => {
  const joined = { ...template, nodes: [...template.nodes!, { key: 'join', kind: 'bash', with: { script: 'true' } }] } as TemplateDocument;
  const problem: Problem = { severity: 'warning', code: 'join_never_runs', message: '', path: '/nodes/3/trigger_rule', node: 'join', field: 'trigger_rule', line: null, column: null };
  const words = new Words({ useRule: 'Use “{0}”', rule_none_failed_min_one_success: 'none failed, one succeeded' });

  it('gives a join that can never run the rule that the page calls by the same name', () => {
    const mend = mendOf(problem, joined, words)!;
    expect(mend.label).toBe('Use “none failed, one succeeded”');
    expect(mend.document.nodes![3]!.trigger_rule).toBe('none_failed_min_one_success');
  });

  it('leaves to a person what has another rule already, and every other problem', () => {
    expect(mendOf(problem, setNode(joined, 'join', 'trigger_rule', 'all_done'), words)).toBeNull();
    expect(mendOf({ ...problem, code: 'unconnected_node' }, joined, words)).toBeNull();
  });
});
