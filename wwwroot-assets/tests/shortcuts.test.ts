import { describe, expect, it } from 'vitest';
import { actOf } from '../src/designer/shortcuts';

const pressed = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]) => ({
  key, code: `Key${key.toUpperCase()}`, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...Object.fromEntries(held.map((name) => [name, true])),
});

describe('actOf', () => {
  it.each([
    [pressed('s', 'ctrlKey'), 'save'], [pressed('s', 'metaKey'), 'save'], [pressed('f', 'ctrlKey'), 'find'], [pressed('T', 'shiftKey', 'altKey'), 'tidy'],
    [pressed('z', 'ctrlKey'), 'undo'], [pressed('Z', 'ctrlKey', 'shiftKey'), 'redo'], [pressed('y', 'ctrlKey'), 'redo'], [pressed('a', 'ctrlKey'), 'selectAll'],
    [pressed('d', 'ctrlKey'), 'duplicate'], [pressed('Delete'), 'removeSelected'], [pressed('F2'), 'rename'], [pressed('Escape'), 'closePanel'], [pressed('c'), 'connect'],
    [pressed('ArrowUp', 'ctrlKey', 'shiftKey'), 'selectUpstream'], [pressed('ArrowDown', 'ctrlKey', 'shiftKey'), 'selectDownstream'], [pressed('ArrowDown', 'ctrlKey'), null],
    [pressed('c', 'ctrlKey'), null], [pressed('x'), null],
  ] as const)('%o does %s on the canvas', (event, act) => expect(actOf(event, false)).toBe(act));

  it.each([[pressed('s', 'ctrlKey'), 'save'], [pressed('f', 'ctrlKey'), 'find'], [pressed('z', 'ctrlKey'), null], [pressed('Delete'), null], [pressed('c'), null]] as const)(
    '%o does %s in a field', (event, act) => expect(actOf(event, true)).toBe(act));

  it('leaves AltGr to the letters that it types', () => expect(actOf(pressed('z', 'ctrlKey', 'altKey'), false)).toBeNull());
});
