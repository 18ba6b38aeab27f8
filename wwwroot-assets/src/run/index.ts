import { connectRun, type FollowState } from '../live';
import { only } from '../panes/only';
import { splitPanel } from '../panes/splitter';
import { addressOf, go, type Tab } from './address';
import { Clock } from './clock';
import { ContextList, type Variable } from './contextList';
import { EventList } from './eventList';
import { Gantt } from './gantt';
import { GraphPane } from './graphPane';
import { Refresher } from './history';
import { runMenus } from './menus';
import type { RunChanged, RunGraph, RunSnapshot } from './messages';
import { hasEnded, RunModel } from './model';
import { NodeList } from './nodeList';
import { NodePanel } from './panel';
import { Summary } from './summary';
import type { Words } from './words';

/** The page as its component holds it; the only part of it that the script calls. */
interface Page {
  invokeMethodAsync(method: 'NodeMovedAsync'): Promise<void>;
}

interface Options {
  readonly hub: string;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly scheduledAt: string;
  /** An IANA name. */
  readonly zone: string;
  /** How long such runs usually take, in milliseconds; null when nobody can know. */
  readonly usual: number | null;
  readonly language: string;
  readonly variables: readonly Variable[];
  readonly words: Words;
}

/** What the address asks to be shown. */
interface Shown {
  readonly tab: Tab;
  readonly node: string | null;
  /** Only nodes in this state; null for all. */
  readonly state: string | null;
  /** Only what has this text in it. */
  readonly q: string | null;
  readonly sort: string | null;
  readonly log: boolean;
  /** Whose log; null for the latest claim, also when another one comes. */
  readonly fence: number | null;
}

export interface RunView {
  show(shown: Shown): void;
  dispose(): Promise<void>;
}

/** How often what the component knows of the chosen node is read again, at most, in milliseconds. */
const DETAILS_MS = 500;
/** A node that waits may do so for another reason after a while: a slot came free, a worker went. In milliseconds. */
const WAIT_MS = 5_000;

/** The chosen node's panel: as narrow as a log can be read in. */
const LOG_PANE = { splitter: '[data-splitter]', side: 'right', property: '--w-panel-log', least: 320, store: 'maat-run-panel' } as const;

/** Makes a run page live: everything below `root` that carries `data-run`, `data-node` or `data-log` is written by this script alone. */
export const attach = (root: HTMLElement, options: Options, page: Page): RunView => only(root, () => follow(root, options, page));

function follow(root: HTMLElement, options: Options, page: Page): RunView {
  const { words, runId } = options;
  const model = new RunModel();
  const place = <T extends HTMLElement>(name: string): T => root.querySelector<T>(`[data-run="${name}"]`)!;
  const address = (change: Parameters<typeof addressOf>[1]): string => addressOf(new URL(location.href), change);
  let shown: Shown = { tab: 'graph', node: null, state: null, q: null, sort: null, log: false, fence: null };
  let graph: RunGraph | undefined;
  let lookedAt = 0;

  function signedOut(): void {
    place('signed-out').hidden = false;
    place<HTMLAnchorElement>('sign-in').href = `/sign-in?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;
  }

  const clock = new Clock(options.language, options.zone);
  const summary = new Summary(
    root,
    {
      chip: place('chip'), elapsed: place('elapsed'), left: place('left'), started: place('started'), progress: place('progress'),
      legend: place('legend'), retryable: root.querySelector<HTMLElement>('[data-run="retryable"]'),
    },
    model, Date.parse(options.scheduledAt), options.usual, words, (state) => address({ state, tab: shown.tab === 'gantt' ? 'gantt' : 'list' }),
  );
  const list = new NodeList(
    { scroller: place('list-scroller'), list: place('nodes'), head: place('list-head'), search: place('list-search'), count: place('list-count') },
    model, words,
  );
  const gantt = new Gantt(
    {
      scroller: place('gantt-scroller'), axis: place('gantt-axis'), list: place('gantt-rows'), note: place('gantt-note'),
      zoomIn: place('gantt-in'), zoomOut: place('gantt-out'), zoomFit: place('gantt-fit'),
    },
    model, runId, clock, words, signedOut,
  );
  const context = new ContextList(
    { list: place('context'), search: place('context-search'), note: place('context-note'), count: place('context-count') },
    options.variables, model, runId, words, signedOut,
  );
  const events = new EventList(
    { scroller: place('events-scroller'), list: place('events'), note: place('events-note') }, model, runId, clock, words, signedOut,
  );
  const canvas = new GraphPane(place('graph'), place('graph-note'), model, words, (key) => go(address({ node: key }), false));
  const panel = new NodePanel(root, model, runId, words, (node, fence, handlers) => connection.log(node, fence, handlers), signedOut);
  const details = new Refresher(async () => {
    lookedAt = Date.now();
    await page.invokeMethodAsync('NodeMovedAsync');
  }, DETAILS_MS);
  const stopMenus = runMenus(root);
  const stopSplitting = splitPanel(root, LOG_PANE);

  const chosen = (): number => model.ordinalOf(shown.node);

  function drawAll(): void {
    const filter = { state: shown.state, text: shown.q ?? '' };
    list.show(shown.tab === 'list', chosen(), filter, shown.sort);
    gantt.show(shown.tab === 'gantt', chosen(), { ...filter, text: '' });
    context.show(shown.tab === 'context', shown.q ?? '');
    events.show(shown.tab === 'events');
    canvas.show(shown.tab === 'graph', shown.node);
    summary.show(shown.state);
    panel.show(shown);
    summary.fitActions();
  }

  async function readGraph(): Promise<void> {
    graph ??= await connection.invoke<RunGraph>('Graph', runId);
    model.connect(graph);
    canvas.setGraph(graph);
    list.update();
  }

  const connection = connectRun<RunSnapshot, RunChanged>(options.hub, runId, {
    onSnapshot(snapshot) {
      model.replace(snapshot, Date.now());
      // What came between the last change and this picture is known as a whole, not step by step.
      gantt.reset();
      events.update();
      context.update();
      summary.draw();
      drawAll();
      canvas.update(model.nodes);
      readGraph().catch(() => { place('graph-note').textContent = words.graphFailed; });
      if (shown.node !== null) details.ask();
    },
    onChange(change) {
      model.apply(change);
      list.update();
      gantt.update();
      events.update();
      if (change.nodes.some((node) => hasEnded(node.state))) context.update();
      canvas.update(change.nodes);
      const mine = change.nodes.some((node) => node.node === chosen());
      if (mine || change.run !== null) panel.draw();
      summary.draw();
      if (mine || model.touchesParentOf(chosen(), change.nodes) || (change.run !== null && shown.node === null)) details.ask();
    },
    onState(state: FollowState) {
      root.dataset['live'] = state;
      place('connection').hidden = state !== 'reconnecting' || !place('signed-out').hidden;
      if (state === 'live') place('signed-out').hidden = true;
    },
    onSignedOut: signedOut,
  });

  // The page had no title yet when the router looked for one to focus.
  if (document.activeElement === document.body) root.querySelector('h1')?.focus();

  const ticking = setInterval(() => {
    summary.tick();
    list.tick();
    gantt.tick();
    canvas.tick();
    panel.tick();
    const node = model.nodes[chosen()];
    const waits = node === undefined ? model.run.state === 'queued' : !hasEnded(node.state) && node.state !== 'running';
    if (waits && Date.now() - lookedAt >= WAIT_MS) details.ask();
  }, 1000);

  return {
    show(next) {
      shown = next;
      drawAll();
    },
    async dispose() {
      clearInterval(ticking);
      details.stop();
      stopMenus();
      stopSplitting();
      panel.destroy();
      list.destroy();
      gantt.destroy();
      context.destroy();
      events.destroy();
      canvas.destroy();
      await connection.stop();
    },
  };
}
