import { describe, expect, it } from 'vitest';
import { refuseKey } from '../src/designer/panel';
import { keeping, Typed } from '../src/designer/typed';
import { Words } from '../src/designer/words';

function storage(texts: Record<string, string> = {}): Storage & { readonly texts: Record<string, string> } {
  return {
    texts, getItem: (name: string) => texts[name] ?? null, setItem: (name: string, text: string) => void (texts[name] = text), removeItem: (name: string) => void delete texts[name],
  } as Storage & { readonly texts: Record<string, string> };
}

describe('Typed', () => {
  it('has what was kept when the page is opened again, until it is forgotten', () => {
    const kept = storage();
    new Typed(kept, 'a').keep('node/x/key', 'y');
    expect(new Typed(kept, 'a').get('node/x/key')).toBe('y');
    expect(new Typed(kept, 'b').get('node/x/key')).toBeUndefined();
    keeping(new Typed(kept, 'a'), 'node/x/key').keep(null);
    expect(kept.texts).toEqual({});
  });

  it('follows a node that gets another key, and no other', () => {
    const typed = new Typed(storage(), 'a');
    typed.keep('node/x/with/body', '{');
    typed.keep('node/xy/with/body', '[');
    typed.rename('node/x', 'node/z');
    expect([typed.get('node/x/with/body'), typed.get('node/z/with/body'), typed.get('node/xy/with/body')]).toEqual([undefined, '{', '[']);
  });

  it.each(['no json', '[1]', '{"node/x/key": 7}', 'null'])('takes %s in the store for nothing', (text) => expect(new Typed(storage({ a: text }), 'a').get('node/x/key')).toBeUndefined());

  it('goes on without a store that is full', () => {
    const typed = new Typed({ ...storage(), setItem: () => { throw new Error('full'); } }, 'a');
    typed.keep('x/y', 'kept');
    expect(typed.get('x/y')).toBe('kept');
  });

  it('does not take the names of every object for fields', () => expect(new Typed(storage(), 'a').get('constructor')).toBeUndefined());
});

describe('refuseKey', () => {
  const words = new Words({ keyTaken: 'taken {0}', keyRule: 'rule' });
  const others = new Set(['own', 'other', 'Odd']);

  it.each([['own', null], ['fresh', null], ['other', 'taken other'], ['', 'rule'], ['No', 'rule'], ['a__b', 'rule']])('of %j says %j', (key, reason) =>
    expect(refuseKey(words, key, 'own', others, 'keyTaken')).toBe(reason));

  it('leaves a key alone that the draft came with', () => expect(refuseKey(words, 'Odd', 'Odd', others, 'keyTaken')).toBeNull());
});
