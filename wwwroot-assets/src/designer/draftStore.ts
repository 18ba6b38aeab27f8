import type { DraftStore, Unsaved } from './draft';

/** The part of a browser's storage that is needed; tests put a fake in its place. */
export type BrowserStore = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Unsaved edits of one template and one person: on a shared machine nobody finds another's. Each tab has its own, so that none takes away
 * what another has not saved; what a closed tab left is found by the next one that opens the template.
 * @param tab names the tab, the same after a reload
 */
export function draftStore(store: BrowserStore, template: string, person: string, tab: string): DraftStore {
  const start = `maat-draft/${template}/${encodeURIComponent(person)}/`;
  let adopted: string | null = null;
  return {
    read() {
      const keys = Array.from({ length: store.length }, (_, i) => store.key(i)).filter((key): key is string => key?.startsWith(start) === true);
      for (const key of [start + tab, ...keys.filter((other) => other !== start + tab)]) {
        const found = parse(store.getItem(key));
        if (found === null) continue;
        adopted = key;
        return found;
      }
      return null;
    },
    write(unsaved) {
      // The draft that the edits were made on is worth less than the edits, when there is no room for both.
      return put(store, start + tab, unsaved) || put(store, start + tab, { ...unsaved, base: null });
    },
    clear() {
      store.removeItem(start + tab);
      // What another tab left behind has been saved, or was there already.
      if (adopted !== null) store.removeItem(adopted);
      adopted = null;
    },
  };
}

const TAB = 'maat-tab';

/** A name for this tab that outlives a reload. */
export function tabName(): string {
  const known = sessionStorage.getItem(TAB);
  if (known !== null) return known;
  const made = pageName();
  sessionStorage.setItem(TAB, made);
  return made;
}

/** A name for this page alone: a reload is another one. */
export const pageName = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function parse(text: string | null): Unsaved | null {
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as Partial<Unsaved>;
    return kept.document === undefined ? null : { document: kept.document, base: kept.base ?? null, revision: kept.revision ?? -1 };
  } catch {
    // Not ours: as good as empty.
    return null;
  }
}

function put(store: BrowserStore, key: string, unsaved: Unsaved): boolean {
  try {
    store.setItem(key, JSON.stringify(unsaved));
    return true;
  } catch {
    // Full or forbidden: the page itself still holds the edits, and saving goes on. What was kept before is older, and worse than nothing.
    store.removeItem(key);
    return false;
  }
}
