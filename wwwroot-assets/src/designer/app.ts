import { arrange, tidy } from '../canvas/arrange';
import type { TemplateDocument } from '../canvas/document';
import { NODE_HEIGHT, NODE_WIDTH, ROW, type Point } from '../canvas/geometry';
import type { KindsByName } from '../canvas/graph';
import { GraphView } from '../canvas/graphView';
import type { GraphWords } from '../canvas/graphWords';
import type { NodeKind } from '../canvas/kinds';
import { freeNear, shiftFor } from '../canvas/layout';
import { ApiError, TemplateApi, type TemplateUser } from './api';
import { Bar, Palette, Problems } from './chrome';
import { Checking } from './checking';
import { fromText, toText } from './clipboard';
import { addNode, bridge, connect, copy, idsAfter, move, nodeById, paste, remove, renameNode, type Fragment } from './commands';
import { askToPublish, askWhose, confirmDialog, pick, showVersions, tell, type Choice } from './dialogs';
import { differences } from './differences';
import { h } from './dom';
import { Draft, localStore, type SaveStatus } from './draft';
import { graphFor, type Editor, type Options, type Subject } from './editor';
import { showProblems } from './form';
import { History } from './history';
import { keepKeyboard, onceMovedOn } from './keyboard';
import { nodePanel } from './nodePanel';
import { edgePanel, manyPanel, templatePanel, variablePanel } from './otherPanels';
import { dragKind } from './paletteDrag';
import type { Panel } from './panel';
import { countByNode, subjectOf, type Problem } from './problems';
import { Words } from './words';

/** How long the offer after a deletion stands, in milliseconds: long enough to read it and reach the button. */
const OFFER_FOR = 8_000;

/** The designer of one template. It owns the document while it is edited, and hands the server whole documents. */
export class Designer implements Editor {
  readonly words: Words;
  readonly kinds: KindsByName;
  readonly readOnly: boolean;
  problems: readonly Problem[] = [];
  private readonly api: TemplateApi;
  private readonly history: History<TemplateDocument>;
  private readonly draft: Draft;
  private readonly checking: Checking;
  private readonly bar: Bar;
  private readonly palette: Palette;
  private readonly drawer: Problems;
  private readonly panel = h('aside', { class: 'panel designer__panel', tabindex: -1 });
  private readonly canvasHost = h('div', { class: 'designer__canvas' });
  private readonly toast = h('div', { class: 'designer__offer', role: 'status', hidden: true });
  private readonly canvas: GraphView;
  private readonly stop = new AbortController();
  private subject: Subject = { kind: 'template' };
  private shown: Panel | null = null;
  private latestVersion: number;
  private drawerOpen: boolean | null = null;
  private copied: Fragment | null = null;
  private conflict: HTMLDialogElement | null = null;
  private offerTimer = 0;
  private edits = 0;

  constructor(private readonly root: HTMLElement, readonly options: Options) {
    this.words = new Words(options.words);
    this.kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    this.readOnly = !options.editable;
    this.latestVersion = options.latestVersion;
    this.api = new TemplateApi(options.template);
    this.history = new History(options.document);
    this.draft = new Draft(
      this.api, localStore(options.template, options.person),
      (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
      () => new Date(), options.revision, (status) => this.onStatus(status));
    this.checking = new Checking(this.api, (problems) => this.onProblems(problems));
    this.bar = new Bar(this, {
      undo: () => this.undo(), redo: () => this.redo(), tidy: () => void this.tidy(), find: () => this.find(), problems: () => this.toggleProblems(),
      versions: () => this.versions(), download: (format) => void this.download(format), upload: (file) => void this.upload(file),
      publish: () => void this.publish(), save: () => this.save(),
    });
    this.palette = new Palette(this, (kind) => this.addByKey(kind), (kind, event) =>
      dragKind(kind, this.words.or(`kind_${kind.name}`, kind.title), event, this.canvas.viewport.scale, (at) => this.dropKind(kind, at)));
    this.drawer = new Problems(this, (problem) => this.goTo(problem), () => this.toggleProblems());
    root.replaceChildren(this.bar.element, h('div', { class: 'work' },
      h('div', { class: 'work__centre' }, h('div', { class: 'work' }, this.readOnly ? null : this.palette.element, this.canvasHost), this.drawer.element), this.panel), this.toast);
    this.canvas = new GraphView(this.canvasHost, {
      kinds: options.kinds.map((kind) => ({ ...kind, title: this.words.or(`kind_${kind.name}`, kind.title) })),
      words: this.graphWords(),
      onSelect: (ids) => this.selected(ids),
      onOpen: (id) => this.show(this.subjectFor(new Set([id])), this.document.nodes?.some((node) => node.key === id) === true ? 'name' : 'arm'),
      ...(this.readOnly ? {} : {
        onMove: (places: ReadonlyMap<string, Point>) => this.edit(move(this.document, places)),
        onConnect: (from: string, to: string) => this.edit(connect(this.document, from, to, this.kinds)),
      }),
    });
    document.addEventListener('keydown', (event) => this.key(event), { signal: this.stop.signal });
    for (const [name, act] of [['copy', () => this.copySelected()], ['cut', () => this.cut()], ['paste', (event: ClipboardEvent) => this.pasteText(event)]] as const) {
      document.addEventListener(name, (event) => {
        if (!this.typing(event.target)) act(event as ClipboardEvent);
      }, { signal: this.stop.signal });
    }
    window.addEventListener('beforeunload', () => void this.draft.flush(), { signal: this.stop.signal });
  }

  get document(): TemplateDocument {
    return this.history.current;
  }

  async open(): Promise<void> {
    const recovered = this.readOnly ? null : this.draft.recover(this.options.document);
    const graph = graphFor(this.options.document, this.kinds);
    const places = await arrange(this.options.document, graph);
    if (recovered !== null) this.history.push(recovered);
    this.canvas.draw(graph, places);
    this.canvas.fit();
    this.bar.drawStatus(this.draft.status, this.options.language);
    if (recovered !== null) {
      this.draw();
      this.draft.resume(this.options.document);
    }
    this.drawChrome();
    this.drawDrawer();
    const wanted = this.options.node !== null && nodeById(this.document, this.options.node) !== undefined ? this.options.node : null;
    this.show(wanted === null ? { kind: 'template' } : { kind: 'node', id: wanted });
    this.checking.changed(this.document);
    this.root.removeAttribute('aria-busy');
    this.root.dataset['edits'] = '0';
    if (wanted !== null) this.canvas.focus(wanted);
    else if (document.activeElement === document.body) this.root.querySelector('h1')?.focus();
  }

  dispose(): void {
    this.stop.abort();
    this.checking.stop();
    // What was typed in the last moment is in the browser's store; the server gets it too, if it can.
    void this.draft.flush();
    this.draft.stop();
    this.closePanel();
    this.conflict?.close();
    this.canvas.dispose();
  }

  edit(document: TemplateDocument, group?: string): void {
    if (document === this.document || this.readOnly) return;
    // Nodes that were only laid out get their places for good with the first edit: otherwise each edit would lay them out anew.
    const unplaced = [...this.canvas.places].filter(([id]) => document.layout?.[id] === undefined && nodeById(document, id) !== undefined);
    this.history.push(unplaced.length === 0 ? document : move(document, new Map(unplaced)), group ?? null);
    this.changed(group !== undefined);
  }

  seal(): void {
    this.history.seal();
  }

  show(subject: Subject, field?: string): void {
    this.subject = this.exists(subject) ? subject : { kind: 'template' };
    if (this.subject.kind !== 'many') {
      this.canvas.select(this.subject.kind === 'node' || this.subject.kind === 'edge' ? [this.subject.id] : []);
    }
    const putBack = keepKeyboard(this.panel);
    this.closePanel();
    this.shown = this.panelFor(this.subject, field);
    this.panel.setAttribute('aria-label', this.shown.label);
    this.panel.replaceChildren(...this.shown.children);
    this.drawFieldProblems();
    if (field === undefined) putBack();
    else this.focusField(field);
  }

  rename(from: string, to: string): void {
    const shows = this.subject.kind === 'node' && this.subject.id === from;
    if (shows) this.subject = { kind: 'node', id: to };
    this.edit(renameNode(this.document, from, to), `key/${from}`);
    this.seal();
    if (shows) onceMovedOn(() => this.showAgain());
  }

  showAgain(): void {
    this.show(this.subject);
  }

  connectFrom(id: string): void {
    const graph = graphFor(this.document, this.kinds);
    const choices = [...graph.nodes.values()].filter((node) => node.id !== id).map((node) => ({ id: node.id, label: node.name, detail: node.key }));
    const name = nodeById(this.document, id)?.name ?? id;
    pick(this.words, this.words.of('connectTitle', name), choices, (to) => {
      this.edit(connect(this.document, id, to, this.kinds));
      this.canvas.focus(id);
    });
  }

  duplicate(): void {
    const fragment = copy(this.document, this.canvas.selection);
    if (fragment.nodes.length > 0) this.insert({ ...fragment, layout: { ...this.layoutOf(fragment), ...fragment.layout } });
  }

  removeSelected(): void {
    const ids = new Set(this.canvas.selection);
    if (ids.size === 0 || this.readOnly) return;
    const before = this.document;
    const nodes = new Set([...ids].filter((id) => nodeById(before, id) !== undefined));
    const after = remove(before, ids);
    const joined = remove(bridge(before, nodes, this.kinds), ids);
    const [next] = idsAfter(before, after, nodes);
    this.edit(after);
    this.show({ kind: 'template' });
    if (next !== undefined) this.canvas.focus(next);
    else this.canvasHost.querySelector<HTMLElement>('button')?.focus();
    if ((joined.edges?.length ?? 0) > (after.edges?.length ?? 0)) {
      this.offer(this.words.of('deleted', nodes.size), this.words.of('joinNeighbours'), () => {
        if (this.document !== after) return;
        this.edit(joined);
      });
    }
  }

  /** After each change of the document, whoever made it. */
  private changed(fromPanel: boolean): void {
    this.draft.changed(this.document);
    this.checking.changed(this.document);
    this.root.dataset['edits'] = String(++this.edits);
    this.draw();
    this.drawChrome();
    // The panel that made the change already shows it, and somebody types in it.
    if (!fromPanel) this.show(this.subject);
  }

  private draw(): void {
    const graph = graphFor(this.document, this.kinds);
    const places = new Map<string, Point>();
    for (const id of graph.nodes.keys()) {
      const stored = this.document.layout?.[id];
      places.set(id, stored === undefined ? (this.canvas.places.get(id) ?? freeNear({ x: 0, y: 0 }, places)) : { x: stored[0], y: stored[1] });
    }
    this.canvas.draw(graph, places);
  }

  private drawChrome(): void {
    this.bar.draw(this.document, this.history.canUndo, this.history.canRedo);
    this.palette.draw(this.document);
  }

  private save(): void {
    const { status } = this.draft;
    if (status.kind === 'conflict') this.onStatus(status);
    else void this.draft.flush();
  }

  private undo(): void {
    if (this.history.undo()) this.changed(false);
  }

  private redo(): void {
    if (this.history.redo()) this.changed(false);
  }

  private selected(ids: ReadonlySet<string>): void {
    this.show(this.subjectFor(ids));
  }

  private subjectFor(ids: ReadonlySet<string>): Subject {
    const [id] = ids;
    if (id === undefined) return { kind: 'template' };
    if (ids.size > 1) return { kind: 'many', ids };
    return { kind: this.canvas.graph.nodes.has(id) ? 'node' : 'edge', id };
  }

  private exists(subject: Subject): boolean {
    switch (subject.kind) {
      case 'template': return true;
      case 'node': return nodeById(this.document, subject.id) !== undefined;
      case 'edge': return graphFor(this.document, this.kinds).edges.has(subject.id);
      case 'variable': return this.document.variables?.[subject.index] !== undefined;
      case 'many': return [...subject.ids].every((id) => this.canvas.graph.nodes.has(id) || this.canvas.graph.edges.has(id));
    }
  }

  private panelFor(subject: Subject, field: string | undefined): Panel {
    switch (subject.kind) {
      case 'template': return templatePanel(this);
      case 'node': return nodePanel(this, subject.id, field);
      case 'edge': return edgePanel(this, subject.id);
      case 'variable': return variablePanel(this, subject.index);
      case 'many': return manyPanel(this, subject.ids);
    }
  }

  private closePanel(): void {
    for (const editor of this.shown?.editors.values() ?? []) editor.destroy();
    this.shown = null;
  }

  /** The field itself, or the nearest one around it. */
  private focusField(field: string): void {
    for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const found = this.panel.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"], [data-field^="${CSS.escape(path)}/"]`);
      if (found !== null) {
        found.focus();
        return;
      }
    }
  }

  private onProblems(problems: readonly Problem[]): void {
    this.problems = problems;
    this.canvas.setProblems(countByNode(problems, this.document));
    this.drawDrawer();
    this.drawFieldProblems();
    this.root.dataset['problems'] = String(problems.length);
  }

  private drawDrawer(): void {
    const open = !this.readOnly && (this.drawerOpen ?? this.problems.length > 0);
    this.drawer.element.hidden = !open;
    this.drawer.draw(this.problems, this.document, null);
    this.bar.drawProblems(this.problems, open);
  }

  private drawFieldProblems(): void {
    const { subject } = this;
    const here = this.problems.flatMap((problem): (readonly [string, Problem])[] => {
      const about = subjectOf(problem, this.document);
      if (about.kind === 'node' && subject.kind === 'node' && about.id === subject.id) return [[about.field, problem]];
      if (about.kind === 'variable' && subject.kind === 'variable' && about.index === subject.index) return [[about.field, problem]];
      if (about.kind === 'edge' && subject.kind === 'edge' && about.id === subject.id) return [['arm', problem]];
      if (about.kind === 'template' && subject.kind === 'template') return [[problem.path.slice(1), problem]];
      return [];
    });
    showProblems(this.panel, this.shown?.editors ?? new Map(), here);
  }

  private goTo(problem: Problem): void {
    const about = subjectOf(problem, this.document);
    if (about.kind === 'node') {
      this.canvas.focus(about.id);
      this.show({ kind: 'node', id: about.id }, about.field === '' ? 'name' : about.field);
    } else if (about.kind === 'variable') {
      this.show({ kind: 'variable', index: about.index }, about.field === '' ? 'key' : about.field);
    } else {
      this.show(about, about.kind === 'edge' ? 'arm' : problem.path.slice(1));
    }
  }

  private toggleProblems(): void {
    this.drawerOpen = this.drawer.element.hidden !== false;
    this.drawDrawer();
  }

  private onStatus(status: SaveStatus): void {
    this.bar.drawStatus(status, this.options.language);
    if (status.kind === 'conflict' && this.conflict === null) {
      const mine = this.document;
      this.conflict = askWhose(this.words, status.reason, differences(mine, status.theirs), (keepMine) => {
        const current = this.document;
        // Both are steps of the history, so that undo brings the other one back.
        this.history.push(keepMine ? status.theirs : current);
        this.history.push(keepMine ? current : status.theirs);
        this.history.seal();
        this.draft.settle(this.document, status.revision);
        this.changed(false);
      });
      this.conflict.addEventListener('close', () => (this.conflict = null));
    }
  }

  private dropKind(kind: NodeKind, at: Point): void {
    const canvas = this.canvasHost.getBoundingClientRect();
    if (at.x < canvas.left || at.x > canvas.right || at.y < canvas.top || at.y > canvas.bottom) return;
    const middle = this.canvas.viewport.localOf(at);
    this.add(kind, { x: snap(middle.x - NODE_WIDTH / 2), y: snap(middle.y - NODE_HEIGHT / 2) });
  }

  /** Below the chosen node, or where the canvas is looked at. */
  private addByKey(kind: NodeKind): void {
    const [chosen] = this.canvas.selection;
    const from = chosen === undefined ? undefined : this.canvas.places.get(chosen);
    const { seen } = this.canvas.viewport;
    const wanted = from === undefined ? { x: snap(seen.x + seen.width / 2 - NODE_WIDTH / 2), y: snap(seen.y + seen.height / 3) } : { x: from.x, y: from.y + ROW };
    this.add(kind, freeNear(wanted, this.canvas.places));
    const [added] = this.canvas.selection;
    if (added !== undefined) this.canvas.focus(added);
  }

  private add(kind: NodeKind, at: Point): void {
    const added = addNode(this.document, kind, at);
    this.edit(added.document);
    this.show({ kind: 'node', id: added.key });
  }

  private copySelected(): boolean {
    const fragment = copy(this.document, this.canvas.selection);
    if (fragment.nodes.length === 0) return false;
    this.copied = { ...fragment, layout: { ...this.layoutOf(fragment), ...fragment.layout } };
    // The system's clipboard takes it to other templates and into files; it may be forbidden, and then it stays within this page.
    void navigator.clipboard?.writeText(toText(this.copied)).catch(() => {});
    return true;
  }

  private cut(): void {
    if (this.copySelected()) this.removeSelected();
  }

  private pasteText(event: ClipboardEvent): void {
    if (this.readOnly) return;
    const fragment = fromText(event.clipboardData?.getData('text/plain') ?? '') ?? this.copied;
    if (fragment === null) return;
    event.preventDefault();
    this.insert(fragment);
  }

  private insert(fragment: Fragment): void {
    const copied = Object.values(fragment.layout).map(([x, y]) => ({ x, y }));
    const pasted = paste(this.document, fragment, shiftFor(copied, this.canvas.places));
    this.edit(pasted.document);
    const ids = new Set(pasted.keys);
    this.canvas.select(ids);
    this.show(this.subjectFor(ids));
    if (pasted.keys[0] !== undefined) this.canvas.focus(pasted.keys[0]);
  }

  /** Where the copied nodes are drawn, for documents that store no places. */
  private layoutOf(fragment: Fragment): Record<string, readonly [number, number]> {
    return Object.fromEntries(fragment.nodes.flatMap((node) => {
      const place = this.canvas.places.get(node.key);
      return place === undefined ? [] : [[node.key, [place.x, place.y] as const]];
    }));
  }

  private async tidy(): Promise<void> {
    const places = await tidy(graphFor(this.document, this.kinds));
    this.edit(move(this.document, places));
    this.canvas.fit();
  }

  private find(): void {
    const choices: Choice[] = [...this.canvas.graph.nodes.values()].map((node) => ({ id: node.id, label: node.name, detail: node.key }));
    pick(this.words, this.words.of('find'), choices, (id) => {
      this.show({ kind: 'node', id });
      this.canvas.focus(id);
    });
  }

  private versions(): void {
    showVersions(this.words, this.options.language, this.options.template, !this.readOnly, (cursor) => this.api.versions(cursor), (number) => void this.restore(number));
  }

  private async restore(number: number): Promise<void> {
    try {
      this.replace(await this.api.version(number));
      this.offer(this.words.of('restored', number), this.words.of('undo'), () => this.undo());
    } catch (failure) {
      this.offer(messageOf(failure, this.words), null, () => {});
    }
  }

  /** Another document in place of this one; undo brings this one back. */
  private replace(document: TemplateDocument): void {
    this.history.push(document);
    this.history.seal();
    void arrange(document, graphFor(document, this.kinds)).then((places) => {
      this.canvas.draw(graphFor(document, this.kinds), places);
      this.changed(false);
      this.canvas.fit();
    });
  }

  private async download(format: 'yaml' | 'json'): Promise<void> {
    try {
      const text = await this.api.convert(JSON.stringify(this.document), 'json', format);
      const address = URL.createObjectURL(new Blob([text], { type: `application/${format}` }));
      h('a', { href: address, download: `${this.document.name}.${format}` }).click();
      URL.revokeObjectURL(address);
    } catch (failure) {
      this.offer(messageOf(failure, this.words), null, () => {});
    }
  }

  private async upload(file: File): Promise<void> {
    try {
      const text = await file.text();
      const document = JSON.parse(await this.api.convert(text, file.name.endsWith('.json') ? 'json' : 'yaml', 'json')) as TemplateDocument;
      // The template keeps its own name: a file's is often another template's.
      confirmDialog(this.words, this.words.of('importTitle'), this.words.of('importText', file.name, document.nodes?.length ?? 0), this.words.of('importReplace'),
        () => this.replace({ ...document, name: this.document.name }));
    } catch (failure) {
      this.offer(messageOf(failure, this.words), null, () => {});
    }
  }

  private async publish(): Promise<void> {
    await this.draft.flush();
    const errors = this.problems.filter((problem) => problem.severity === 'error');
    // Without them it is published all the same; the application's own page offers the version.
    const users = await this.api.users().catch(() => []);
    askToPublish(this.words, this.latestVersion + 1, errors, users, (problem) => this.goTo(problem), async (comment, takers) => {
      if (!(await this.draft.flush())) return this.words.of('publishUnsaved');
      try {
        this.latestVersion = await this.api.publish(this.draft.savedRevision, comment);
        await this.refreshRevision();
        this.bar.setVersion(this.latestVersion);
      } catch (failure) {
        return messageOf(failure, this.words);
      }
      await this.letTake(this.latestVersion, takers, users.length === 0);
      return null;
    });
  }

  /** Moves applications to a version that has just been published, and says what came of it. */
  private async letTake(version: number, takers: readonly TemplateUser[], unused: boolean): Promise<void> {
    const { words } = this;
    const done = words.of('publishedVersion', version);
    try {
      const taken = takers.length === 0 ? [] : await this.api.take(version, takers.map((user) => user.id));
      const refused = taken.flatMap(({ id, refused: why }) => (why === null ? [] : [`${takers.find((user) => user.id === id)?.name ?? id}: ${why}`]));
      if (refused.length > 0) tell(words, done, words.of('notTaken', version), refused);
      else if (unused) this.offer(done, words.of('makeApplication'), () => location.assign(`/projects/${this.options.project}/applications?template=${this.options.template}&new=true`));
      else this.offer(done, null, () => {});
    } catch (failure) {
      tell(words, done, words.of('notTaken', version), [...takers.map((user) => user.name), messageOf(failure, words)]);
    }
  }

  /** Publishing counts as a change of the template, so the draft has another revision now. */
  private async refreshRevision(): Promise<void> {
    const { revision, document } = await this.api.load();
    if (differences(this.document, document).length === 0) this.draft.adopt(revision);
  }

  /** Says what happened, and offers one thing to do about it. */
  private offer(text: string, act: string | null, onAct: () => void): void {
    clearTimeout(this.offerTimer);
    this.toast.replaceChildren(h('span', {}, text), ...(act === null ? [] : [h('button', { type: 'button', class: 'link', onclick: () => {
      this.toast.hidden = true;
      onAct();
    } }, act)]));
    this.toast.hidden = false;
    this.offerTimer = window.setTimeout(() => (this.toast.hidden = true), OFFER_FOR);
  }

  private typing(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest('input, textarea, select, .cm-editor, dialog') !== null;
  }

  private key(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (document.querySelector('dialog[open]') !== null) return;
    if (command && letter === 's') this.save();
    else if (command && letter === 'f') this.find();
    else if (event.shiftKey && event.altKey && event.code === 'KeyT' && !this.readOnly) void this.tidy();
    else if (this.typing(event.target)) return;
    else if (command && letter === 'z' && !event.shiftKey) this.undo();
    else if (command && (letter === 'y' || (letter === 'z' && event.shiftKey))) this.redo();
    else if (command && letter === 'a') this.selectAll();
    else if (command && letter === 'd') this.duplicate();
    else if (command || event.altKey) return;
    else if (event.key === 'Delete' || event.key === 'Backspace') this.removeSelected();
    else if (event.key === 'F2' && this.subject.kind === 'node') this.show(this.subject, 'name');
    else if (event.key === 'Escape') this.show({ kind: 'template' });
    else if (letter === 'c' && this.subject.kind === 'node' && !this.readOnly) this.connectFrom(this.subject.id);
    else return;
    event.preventDefault();
  }

  private selectAll(): void {
    const ids = new Set(this.canvas.graph.nodes.keys());
    this.canvas.select(ids);
    this.show(this.subjectFor(ids));
  }

  private graphWords(): GraphWords {
    const { words } = this;
    return {
      graph: words.pattern('graph'), rules: Object.fromEntries(this.options.rules.map((rule) => [rule, words.or(`rule_${rule}`, rule)])), otherwise: words.of('otherwise'),
      minimap: words.of('minimap'), zoomIn: words.of('zoomIn'), zoomOut: words.of('zoomOut'), zoomFull: words.of('zoomFull'), fit: words.of('zoomFit'),
      fullScreen: words.of('fullScreen'), errors: words.pattern('errorsOf'), warnings: words.pattern('warningsOf'),
    };
  }
}

/** New nodes stand on lines that their neighbours can meet. */
const snap = (length: number): number => Math.round(length / 12) * 12;

function messageOf(failure: unknown, words: Words): string {
  if (!(failure instanceof ApiError)) throw failure;
  if (failure.status === 0) return words.of('unreachable');
  return [failure.message, failure.problems[0]?.message].filter((part) => part !== undefined && part !== '').join(' ');
}
