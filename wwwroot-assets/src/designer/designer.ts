import { arrange, tidy } from '../canvas/arrange';
import type { TemplateDocument } from '../canvas/document';
import type { Point } from '../canvas/geometry';
import type { KindsByName } from '../canvas/graph';
import { GraphView } from '../canvas/graphView';
import type { GraphWords } from '../canvas/graphWords';
import { freeNear } from '../canvas/layout';
import { TemplateApi } from './api';
import { splitPanel } from '../panes/splitter';
import { Bar, Palette, PALETTE_PANE } from './chrome';
import { Checking } from './checking';
import { connect, move, nodeById, renameNode } from './commands';
import { Copying } from './copying';
import { askWhose } from './conflictDialog';
import { h } from './dom';
import { Draft, type SaveStatus } from './draft';
import { draftStore, pageName, tabName } from './draftStore';
import { graphFor, type Desk, type Options, type Subject } from './editor';
import { Files } from './files';
import { History } from './history';
import { onceMovedOn } from './keyboard';
import { NodeEdits } from './nodeEdits';
import { Offer } from './offer';
import { dragKind } from './paletteDrag';
import type { Problem } from './problems';
import { ProblemsView } from './problemsView';
import { Presence, type Meeting } from './presence';
import { Publishing } from './publishing';
import { same } from './same';
import { listenToKeys } from './shortcuts';
import { PANEL_PANE, SidePanel } from './sidePanel';
import { Simulation } from './simulation';
import { Typed } from './typed';
import { Words } from './words';

/** The designer of one template. It owns the document while it is edited, and hands the server whole documents. */
export class Designer implements Desk {
  readonly words: Words;
  readonly kinds: KindsByName;
  readonly readOnly: boolean;
  readonly api: TemplateApi;
  readonly canvas: GraphView;
  readonly typed: Typed;
  problems: readonly Problem[] = [];
  private readonly history: History<TemplateDocument>;
  private readonly draft: Draft;
  private readonly checking: Checking;
  private readonly bar: Bar;
  private readonly palette: Palette;
  private readonly problemsView: ProblemsView;
  private readonly panel: SidePanel;
  private readonly edits: NodeEdits;
  private readonly copying: Copying;
  private readonly message = new Offer();
  /** What to do with a canvas that has nothing on it yet. */
  private readonly empty = h('div', { class: 'empty designer__empty', hidden: true });
  private readonly presence: Presence;
  private readonly publishing: Publishing;
  private readonly simulation: Simulation;
  private readonly stop = new AbortController();
  private conflict: HTMLDialogElement | null = null;
  private editCount = 0;

  constructor(private readonly root: HTMLElement, readonly options: Options) {
    this.words = new Words(options.words);
    this.kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    this.readOnly = !options.editable;
    this.api = new TemplateApi(options.template);
    this.typed = new Typed(this.readOnly ? null : localStorage, `maat-typed/${options.template}/${options.person}`);
    this.history = new History(options.document);
    this.draft = new Draft(
      this.api, draftStore(localStorage, options.template, options.person, tabName()),
      (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
      () => new Date(), options.document, options.revision, (status) => this.onStatus(status));
    this.checking = new Checking(this.api, (problems) => this.onProblems(problems));
    this.presence = new Presence(this.api, pageName(), (meeting) => void this.onMeeting(meeting));
    const canvasHost = h('div', { class: 'designer__canvas' });
    this.simulation = new Simulation(this, (on) => this.bar.drawSimulating(on));
    this.panel = new SidePanel(this, (subject) => this.simulation.blockFor(subject));
    this.edits = new NodeEdits(this, canvasHost);
    this.copying = new Copying(this);
    const files = new Files(this, (version) => void this.publishing.roll(version));
    this.publishing = new Publishing(this, this.draft, (problem) => this.problemsView.goTo(problem), (version) => this.bar.setVersion(version));
    this.bar = new Bar(this, {
      undo: () => this.undo(), redo: () => this.redo(), tidy: () => this.tidy(), find: () => this.edits.find(), problems: () => this.problemsView.toggle(), simulate: () => this.simulation.toggle(),
      versions: () => files.versions(), download: (format) => void files.download(format), picture: (format) => void files.picture(format), upload: (file) => void files.upload(file),
      publish: () => void this.publishing.ask(), save: () => this.save(),
    });
    this.problemsView = new ProblemsView(this, (problems, open) => this.bar.drawProblems(problems, open));
    this.palette = new Palette(this, (kind) => this.edits.addByKey(kind), (kind, event) =>
      dragKind(kind, this.words.or(`kind_${kind.name}`, kind.title), event, this.canvas.viewport.scale, (at) => this.edits.drop(kind, at)));
    root.replaceChildren(this.bar.element, h('div', { class: 'work' },
      h('div', { class: 'work__centre' }, this.simulation.strip, h('div', { class: 'work' }, this.readOnly ? null : this.palette.element, canvasHost), this.problemsView.element),
      this.panel.element), this.message.element);
    this.canvas = this.drawnOn(canvasHost);
    this.empty.append(h('p', { class: 'empty__title' }, this.words.of('emptyTitle')), h('p', { class: 'empty__text' }, this.words.of('emptyText')));
    canvasHost.append(this.empty);
    this.listen();
    for (const pane of [PANEL_PANE, PALETTE_PANE]) this.stop.signal.addEventListener('abort', splitPanel(root, pane));
  }

  get document(): TemplateDocument {
    return this.history.current;
  }

  open(): void {
    const recovered = this.readOnly ? null : this.draft.recover(this.options.document);
    const graph = graphFor(this.options.document, this.kinds);
    const places = arrange(this.options.document, graph);
    if (recovered !== null) this.history.push(recovered);
    this.canvas.draw(graph, places);
    this.canvas.fit();
    this.bar.drawStatus(this.draft.status, this.options.language);
    if (recovered !== null) {
      this.draw();
      this.draft.resume(this.options.document);
    }
    this.drawChrome();
    this.problemsView.draw();
    const { node } = this.options;
    const wanted = node !== null && nodeById(this.document, node) !== undefined ? node : null;
    this.show(wanted === null ? { kind: 'template' } : { kind: 'node', id: wanted });
    this.checking.changed(this.document);
    this.root.removeAttribute('aria-busy');
    this.root.dataset['edits'] = '0';
    if (this.options.version === null) this.presence.start();
    if (!this.readOnly) this.publishing.reopen();
    if (wanted !== null) this.canvas.focus(wanted);
    else if (document.activeElement === document.body) this.root.querySelector('h1')?.focus();
  }

  dispose(): void {
    this.stop.abort();
    this.checking.stop();
    this.simulation.stop();
    this.presence.stop();
    this.message.stop();
    // What was typed in the last moment is in the browser's store; the server gets it too, if it can.
    void this.draft.flush();
    this.draft.stop();
    this.panel.close();
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
    this.panel.show(subject, field);
    const shown = this.panel.subject;
    if (shown.kind !== 'many') this.canvas.select(shown.kind === 'node' || shown.kind === 'edge' ? [shown.id] : []);
  }

  select(ids: ReadonlySet<string>): void {
    this.canvas.select(ids);
    this.show(this.panel.subjectFor(ids));
  }

  replace(document: TemplateDocument): void {
    this.history.push(document);
    this.history.seal();
    const graph = graphFor(document, this.kinds);
    this.canvas.draw(graph, arrange(document, graph));
    this.changed(false);
    this.canvas.fit();
  }

  undo(): void {
    if (this.history.undo()) this.changed(false);
  }

  offer(text: string, act?: string, onAct?: () => void): void {
    this.message.show(text, act, onAct);
  }

  rename(from: string, to: string): void {
    this.panel.follow(from, to);
    this.edit(renameNode(this.document, from, to), `key/${from}`);
    this.seal();
    onceMovedOn(() => this.showAgain());
  }

  showAgain(): void {
    this.show(this.panel.subject);
  }

  connectFrom(id: string): void {
    this.edits.connectFrom(id);
  }

  duplicate(): void {
    this.copying.duplicate();
  }

  selectReach(id: string, along: 'next' | 'previous'): void {
    this.edits.selectReach(id, along);
  }

  insertInto(edge: string): void {
    this.edits.insert(edge);
  }

  removeSelected(): void {
    this.edits.removeSelected();
  }

  private redo(): void {
    if (this.history.redo()) this.changed(false);
  }

  /** After each change of the document, whoever made it. */
  private changed(fromPanel: boolean): void {
    this.draft.changed(this.document);
    this.checking.changed(this.document);
    this.simulation.changed();
    this.root.dataset['edits'] = String(++this.editCount);
    this.draw();
    this.drawChrome();
    // The panel that made the change already shows it, and somebody types in it.
    if (!fromPanel) this.show(this.panel.subject);
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
    this.empty.hidden = this.readOnly || (this.document.nodes ?? []).length > 0;
    this.bar.draw(this.document, this.history.canUndo, this.history.canRedo);
    this.palette.draw(this.document);
  }

  private tidy(): void {
    if (this.readOnly) return;
    this.edit(move(this.document, tidy(graphFor(this.document, this.kinds))));
    this.canvas.fit();
  }

  private save(): void {
    const { status } = this.draft;
    if (status.kind === 'conflict') this.onStatus(status);
    else void this.draft.flush();
  }

  private onProblems(problems: readonly Problem[]): void {
    this.problems = problems;
    this.problemsView.draw();
    this.panel.drawProblems();
    this.root.dataset['problems'] = String(problems.length);
  }

  private onStatus(status: SaveStatus): void {
    this.bar.drawStatus(status, this.options.language);
    if (status.kind === 'conflict' && this.conflict === null) {
      const mine = this.document;
      this.conflict = askWhose(this.words, { ...status, mine }, (document) => {
        // Both drafts are steps of the history, so that undo brings back what was not taken.
        if (!same(document, mine)) this.history.push(mine);
        if (!same(document, status.theirs)) this.history.push(status.theirs);
        this.history.push(document);
        this.history.seal();
        this.draft.settle(this.document, status.theirs, status.revision);
        this.changed(false);
      });
      this.conflict.addEventListener('close', () => (this.conflict = null));
    }
  }

  /** Shows who else is here, and what they saved, unless something here is not saved yet: then saving asks. */
  private async onMeeting({ others, revision, edited_by }: Meeting): Promise<void> {
    this.bar.drawOthers(others);
    const idle = (): boolean => this.draft.status.kind === 'saved' && revision > this.draft.savedRevision && !this.panel.element.contains(document.activeElement);
    if (!idle()) return;
    const theirs = await this.api.load(revision).catch(() => null);
    if (theirs === null || !idle() || this.stop.signal.aborted) return;
    this.draft.take(theirs.document, revision);
    if (same(theirs.document, this.document)) return;
    this.history.push(theirs.document);
    this.history.seal();
    this.checking.changed(this.document);
    this.simulation.changed();
    this.draw();
    this.drawChrome();
    this.show(this.panel.subject);
    this.offer(this.words.of('theirsShown', edited_by));
  }

  private drawnOn(host: HTMLElement): GraphView {
    return new GraphView(host, {
      kinds: this.options.kinds.map((kind) => ({ ...kind, title: this.words.or(`kind_${kind.name}`, kind.title) })),
      words: this.graphWords(),
      onSelect: (ids) => this.show(this.panel.subjectFor(ids)),
      onOpen: (id) => this.show(this.panel.subjectFor(new Set([id])), this.document.nodes?.some((node) => node.key === id) === true ? 'name' : 'arm'),
      ...(this.readOnly ? {} : { edits: {
        plus: this.words.of('insertNode'),
        onMove: (places, onto) => this.edits.moved(places, onto),
        onConnect: (from, to) => this.edit(connect(this.document, from, to, this.kinds)),
        onCircle: (from, to) => this.offer(this.words.of('circleRefused', to, from)),
        onExtend: (from, place, client) => this.edits.extend(from, place, client),
        onInsert: (edge, client) => this.edits.insert(edge, client),
      } }),
    });
  }

  private listen(): void {
    const chosenNode = (act: (id: string) => void): void => {
      if (this.panel.subject.kind === 'node') act(this.panel.subject.id);
    };
    listenToKeys({
      save: () => this.save(), find: () => this.edits.find(), tidy: () => this.tidy(), undo: () => this.undo(), redo: () => this.redo(),
      selectAll: () => this.edits.selectAll(), selectUpstream: () => chosenNode((id) => this.selectReach(id, 'previous')), selectDownstream: () => chosenNode((id) => this.selectReach(id, 'next')),
      duplicate: () => this.duplicate(), removeSelected: () => this.removeSelected(),
      rename: () => chosenNode((id) => this.show({ kind: 'node', id }, 'name')), closePanel: () => this.show({ kind: 'template' }),
      connect: () => chosenNode((id) => {
        if (!this.readOnly) this.connectFrom(id);
      }),
      simulate: () => this.simulation.toggle(), supposeSuccess: () => this.simulation.supposeChosen('succeeded'), supposeFailure: () => this.simulation.supposeChosen('failed'),
      supposeSkip: () => this.simulation.supposeChosen('skipped'),
      copy: () => this.copying.copy(), cut: () => this.copying.cut(), paste: (event) => this.copying.paste(event),
    }, this.stop.signal);
    window.addEventListener('beforeunload', (event) => {
      // A field that tells its change only when it is left has not told it yet.
      if (document.activeElement instanceof HTMLElement && this.root.contains(document.activeElement)) document.activeElement.blur();
      void this.draft.flush();
      // There was no room to keep it: the browser asks before it is gone.
      if (this.draft.isAtRisk) event.preventDefault();
    }, { signal: this.stop.signal });
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
