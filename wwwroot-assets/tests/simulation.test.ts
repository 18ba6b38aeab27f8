import { describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../src/canvas/document';
import type { NodeKind } from '../src/canvas/kinds';
import { drawing, fitting, suppose } from '../src/designer/simulation';

const bash: NodeKind = { name: 'bash', title: 'Bash', description: '', parameters: [{ name: 'script', title: 'Script', required: true, type: 'script' }] };
const branch: NodeKind = {
  name: 'branch', title: 'Branch', description: '',
  parameters: [{ name: 'arms', title: 'Arms', required: true, type: 'list', item: { type: 'object', fields: [{ name: 'arm', title: 'Arm', required: true, type: 'key' }] } }],
};
const kinds = new Map([bash, branch].map((kind) => [kind.name, kind]));

const arms = { arms: [{ arm: 'full' }, { arm: 'delta' }] };
const template: TemplateDocument = {
  apiVersion: 'maat/v1', kind: 'Template', name: '',
  nodes: [{ key: 'choose', kind: 'branch', name: 'Choose', with: arms }, { key: 'full', kind: 'bash', trigger_rule: 'all_done', with: { script: 'echo' } }],
  edges: [{ from: 'choose', to: 'full', arm: 'full' }],
  layout: { choose: [0, 0] },
};

describe('what is sent to be simulated', () => {
  it('is the graph, with the arms of branches and without scripts', () => {
    expect(drawing(template, kinds)).toEqual({
      apiVersion: 'maat/v1', kind: 'Template', name: 'simulated', edges: template.edges,
      nodes: [{ key: 'choose', kind: 'branch', with: arms }, { key: 'full', kind: 'bash', trigger_rule: 'all_done' }],
    });
  });
});

describe('suppositions', () => {
  it('are kept by node, and gone when nothing is supposed any more', () => {
    const failing = suppose(new Map(), 'full', { state: 'failed' });
    expect([...failing]).toEqual([['full', { state: 'failed' }]]);
    expect([...suppose(failing, 'full', { state: 'succeeded' })]).toEqual([]);
    expect([...suppose(failing, 'choose', { state: 'succeeded', arms: ['delta'] })]).toEqual([['full', { state: 'failed' }], ['choose', { state: 'succeeded', arms: ['delta'] }]]);
  });

  it('go with the nodes and arms that they are about', () => {
    const ends = new Map([
      ['gone', { state: 'failed' as const }], ['full', { state: 'skipped' as const }],
      ['choose', { state: 'succeeded' as const, arms: ['delta', 'renamed'] }],
    ]);
    expect([...fitting(ends, template, kinds)]).toEqual([['full', { state: 'skipped' }], ['choose', { state: 'succeeded', arms: ['delta'] }]]);
    expect([...fitting(new Map([['choose', { state: 'succeeded', arms: ['renamed'] }]]), template, kinds)]).toEqual([]);
    expect([...fitting(new Map([['choose', { state: 'succeeded', arms: [] }]]), template, kinds)]).toEqual([['choose', { state: 'succeeded', arms: [] }]]);
  });
});
