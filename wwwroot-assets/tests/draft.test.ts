import { beforeEach, describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../src/canvas/document';
import { ApiError, type Saved } from '../src/designer/api';
import { Draft, type DraftPort, type DraftStore, type SaveStatus, type Unsaved } from '../src/designer/draft';
import { draftStore } from '../src/designer/draftStore';

const named = (name: string): TemplateDocument => ({ apiVersion: 'maat/v1', kind: 'Template', name });

/** A server whose answers the test gives one by one. */
class Server implements DraftPort {
  readonly asked: { document: TemplateDocument; revision: number; answer: (result: Saved | Error) => void }[] = [];
  current = { document: named('theirs'), revision: 9 };

  save(document: TemplateDocument, revision: number): Promise<Saved> {
    return new Promise((resolve, reject) => this.asked.push({ document, revision, answer: (result) => (result instanceof Error ? reject(result) : resolve(result)) }));
  }

  async load(revision: number | null) {
    return revision === null ? this.current : { ...this.current, revision };
  }
}

class Store implements DraftStore {
  kept: Unsaved | null = null;
  full = false;
  read() {
    return this.kept;
  }
  write(unsaved: Unsaved) {
    this.kept = this.full ? null : unsaved;
    return !this.full;
  }
  clear() {
    this.kept = null;
  }
}

const saved = (revision: number): Saved => ({ revision, latest_version: 0, problems: [] });
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

let server: Server, store: Store, statuses: SaveStatus[], timers: (() => void)[], draft: Draft;

beforeEach(() => {
  server = new Server();
  store = new Store();
  statuses = [];
  timers = [];
  draft = new Draft(server, store, (_, call) => {
    timers.push(call);
    return () => timers.splice(timers.indexOf(call), 1);
  }, () => new Date(0), named('base'), 3, (status) => statuses.push(status));
});

async function ring(): Promise<void> {
  for (const call of timers.splice(0)) call();
  await settled();
}

const kinds = (): string[] => statuses.map((status) => status.kind);

describe('Draft', () => {
  it('saves a stretch of edits once, and keeps them in the store until then', async () => {
    draft.changed(named('a'));
    draft.changed(named('ab'));
    expect(store.kept).toEqual({ document: named('ab'), base: named('base'), revision: 3 });
    await ring();
    expect(server.asked.map(({ document, revision }) => [document.name, revision])).toEqual([['ab', 3]]);
    server.asked[0]!.answer(saved(4));
    await settled();
    expect(kinds().slice(-2)).toEqual(['saving', 'saved']);
    expect([store.kept, draft.savedRevision]).toEqual([null, 4]);
  });

  it('saves what was typed while it saved, on the new revision', async () => {
    draft.changed(named('a'));
    await ring();
    draft.changed(named('ab'));
    server.asked[0]!.answer(saved(4));
    await settled();
    expect(store.kept).toEqual({ document: named('ab'), base: named('a'), revision: 4 });
    await ring();
    expect([server.asked[1]!.document.name, server.asked[1]!.revision]).toEqual(['ab', 4]);
  });

  it.each([[0, false], [401, true], [503, false]])('tries again after status %d, and loses nothing', async (status, signedOut) => {
    draft.changed(named('a'));
    await ring();
    server.asked[0]!.answer(new ApiError(status, 'no'));
    await settled();
    expect(statuses.at(-1)).toMatchObject({ kind: 'failed', signedOut });
    expect(store.kept!.document).toEqual(named('a'));
    await ring();
    server.asked[1]!.answer(saved(4));
    await settled();
    expect(statuses.at(-1)!.kind).toBe('saved');
  });

  it('waits for another edit when the document itself was refused', async () => {
    draft.changed(named('a'));
    await ring();
    server.asked[0]!.answer(new ApiError(422, 'timeout'));
    await settled();
    expect([statuses.at(-1)!.kind, timers.length]).toEqual(['failed', 0]);
    draft.changed(named('b'));
    expect(timers).toHaveLength(1);
  });

  it('asks whose draft it is to be when somebody else saved, and then saves on their revision', async () => {
    draft.changed(named('mine'));
    await ring();
    server.asked[0]!.answer(new ApiError(409, 'changed by Ann'));
    await settled();
    expect(statuses.at(-1)).toMatchObject({ kind: 'conflict', reason: 'changed by Ann', base: named('base'), theirs: named('theirs'), revision: 9 });
    draft.changed(named('mine, later'));
    expect([timers.length, await draft.flush(), store.kept!.document.name]).toEqual([0, false, 'mine, later']);
    draft.settle(named('mine, later'), named('theirs'), 9);
    await ring();
    expect([server.asked[1]!.document.name, server.asked[1]!.revision]).toEqual(['mine, later', 9]);
  });

  it('takes a draft that is its own for saved, when the answer to the save was lost', async () => {
    draft.changed(named('mine'));
    await ring();
    server.current = { document: named('mine'), revision: 4 };
    server.asked[0]!.answer(new ApiError(0, ''));
    await settled();
    draft.changed(named('mine, later'));
    await ring();
    server.asked[1]!.answer(new ApiError(409, 'changed by you'));
    await settled();
    expect(kinds()).not.toContain('conflict');
    await ring();
    expect([server.asked[2]!.document.name, server.asked[2]!.revision]).toEqual(['mine, later', 4]);
    server.asked[2]!.answer(saved(5));
    await settled();
    expect([statuses.at(-1)!.kind, store.kept]).toEqual(['saved', null]);
  });

  it('asks for the document alone when the refusal says which revision there is', async () => {
    draft.changed(named('mine'));
    await ring();
    server.asked[0]!.answer(new ApiError(409, 'changed by Ann', [], 12));
    await settled();
    expect(statuses.at(-1)).toMatchObject({ kind: 'conflict', revision: 12 });
  });

  it('says that leaving would lose edits only while they are neither saved nor kept', async () => {
    store.full = true;
    draft.changed(named('large'));
    expect(draft.isAtRisk).toBe(true);
    store.full = false;
    draft.changed(named('smaller'));
    expect(draft.isAtRisk).toBe(false);
    store.full = true;
    draft.changed(named('large again'));
    await ring();
    server.asked[0]!.answer(saved(4));
    await settled();
    expect(draft.isAtRisk).toBe(false);
  });

  it('reports a conflict of another kind as what it is', async () => {
    server.current = { document: named('a'), revision: 3 };
    draft.changed(named('taken'));
    await ring();
    server.asked[0]!.answer(new ApiError(409, 'name taken'));
    await settled();
    expect(statuses.at(-1)).toMatchObject({ kind: 'failed', reason: 'name taken' });
  });

  it('recovers edits that were not saved when the page was left', async () => {
    store.write({ document: named('kept'), base: named('old'), revision: 3 });
    expect(draft.recover(named('old'))).toEqual(named('kept'));
    draft.resume(named('old'));
    await ring();
    expect(server.asked[0]!.document).toEqual(named('kept'));
  });

  it('reports recovered edits as a conflict when the draft went on without them', () => {
    store.write({ document: named('kept'), base: named('older'), revision: 2 });
    draft.recover(named('new'));
    draft.resume(named('new'));
    expect(statuses.at(-1)).toMatchObject({ kind: 'conflict', theirs: named('new'), revision: 3 });
    expect(store.kept!.document).toEqual(named('kept'));
  });

  it('forgets edits that the server has already', () => {
    store.write({ document: named('same'), base: null, revision: 2 });
    expect([draft.recover(named('same')), store.kept]).toEqual([null, null]);
  });
});

/** A browser's storage. */
class Shelf {
  readonly items = new Map<string, string>();
  room = Infinity;
  get length() {
    return this.items.size;
  }
  key(index: number) {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (value.length > this.room) throw new Error('full');
    this.items.set(key, value);
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
}

describe('draftStore', () => {
  const unsaved = (name: string): Unsaved => ({ document: named(name), base: named('base'), revision: 3 });
  let shelf: Shelf;
  beforeEach(() => (shelf = new Shelf()));

  it('keeps the edits of each tab, and takes only its own away', () => {
    const [one, two] = [draftStore(shelf, '7', 'Ada', 'one'), draftStore(shelf, '7', 'Ada', 'two')];
    one.write(unsaved('one'));
    two.write(unsaved('two'));
    two.clear();
    expect([draftStore(shelf, '7', 'Ada', 'one').read(), shelf.length]).toEqual([unsaved('one'), 1]);
  });

  it('finds what a closed tab left, and takes it away once it is saved', () => {
    draftStore(shelf, '7', 'Ada', 'closed').write(unsaved('left'));
    const next = draftStore(shelf, '7', 'Ada', 'next');
    expect(next.read()).toEqual(unsaved('left'));
    next.write(unsaved('left, and more'));
    next.clear();
    expect(shelf.length).toBe(0);
  });

  it.each([['8', 'Ada'], ['7', 'Bob'], ['7', 'Ada/x']])('hides them from template %s and %s', (template, person) => {
    draftStore(shelf, '7', 'Ada', 'one').write(unsaved('one'));
    expect(draftStore(shelf, template, person, 'one').read()).toBeNull();
  });

  it('keeps the edits alone where there is no room for more, and bears what is not its own', () => {
    shelf.room = JSON.stringify({ ...unsaved('one'), base: null }).length;
    draftStore(shelf, '7', 'Ada', 'one').write(unsaved('one'));
    expect(draftStore(shelf, '7', 'Ada', 'one').read()).toEqual({ ...unsaved('one'), base: null });
    shelf.items.set('maat-draft/9/Ada/one', 'x{');
    expect(draftStore(shelf, '9', 'Ada', 'one').read()).toBeNull();
  });
});
