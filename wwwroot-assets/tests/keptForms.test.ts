import { beforeEach, describe, expect, it } from 'vitest';
import { type KeptForm, KeptForms } from '../src/keep/keptForms';

const form = (value: string, dialog = false): KeptForm => ({ dialog, fields: { name: { value, before: '' } }, last: 'name', withheld: false });

describe('KeptForms', () => {
  let items: Map<string, string>;
  let full: boolean;
  const forms = (person = 'Ada', path = '/applications/1'): KeptForms => new KeptForms({
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (full) throw new Error('full');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
  }, person, path);

  beforeEach(() => {
    items = new Map();
    full = false;
  });

  it('gives back to the same person, page and form what was typed', () => {
    forms().write('settings', form('typed'));
    expect(forms().read('settings')).toEqual(form('typed'));
    expect([forms('Bob').read('settings'), forms('Ada', '/applications/2').read('settings'), forms().read('trigger')]).toEqual([null, null, null]);
  });

  it('forgets a form that is as it was', () => {
    forms().write('settings', form('typed'));
    forms().write('settings', { ...form(''), fields: {} });
    expect(items.size).toBe(0);
  });

  it('names the dialogs of a page that were open', () => {
    forms().write('settings', form('a'));
    forms().write('trigger', form('b', true));
    forms('Ada', '/applications/11').write('schedule', form('c', true));
    expect(forms().dialogs()).toEqual(['trigger']);
  });

  it('keeps nothing old when there is no room, and says so', () => {
    forms().write('settings', form('old'));
    full = true;
    expect([forms().write('settings', form('new')), forms().read('settings')]).toEqual([false, null]);
  });

  it('takes what is not its own for nothing', () => {
    forms().write('settings', form('typed'));
    items.set([...items.keys()][0]!, '{');
    expect(forms().read('settings')).toBeNull();
  });
});
