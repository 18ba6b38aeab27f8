import { connectRun, type FollowState, type LogFollowing } from '../live';
import { formatDuration } from './duration';
import { setIcon, setText } from './elements';
import { LogView } from './logView';
import type { NodeStatus, RunChanged, RunSnapshot } from './messages';
import { RunModel } from './model';
import { NodeList } from './nodeList';
import { Summary } from './summary';
import { fill, type Words } from './words';

/** The page as its component holds it; the only part of it that the script calls. */
interface Page {
  invokeMethodAsync(method: 'NodeMovedAsync'): Promise<void>;
}

interface Options {
  readonly hub: string;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly scheduledAt: string;
  readonly words: Words;
}

/** What the address asks to be shown. */
interface Shown {
  readonly node: string | null;
  /** Only nodes in this state; null for all. */
  readonly state: string | null;
  readonly log: boolean;
  /** Whose log; null for the latest claim, also when another one comes. */
  readonly fence: number | null;
}

export interface RunView {
  show(shown: Shown): void;
  dispose(): Promise<void>;
}

/** Makes a run page live: everything below `root` that carries `data-run`, `data-node` or `data-log` is written by this script alone. */
export function attach(root: HTMLElement, options: Options, page: Page): RunView {
  const { words } = options;
  const model = new RunModel();
  const place = (kind: string, name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-${kind}="${name}"]`)!;
  let shown: Shown = { node: null, state: null, log: false, fence: null };
  let log: { view: LogView; following: LogFollowing; of: string; fence: number } | undefined;

  function address(node: string | null, state: string | null): string {
    const query = new URLSearchParams();
    if (node !== null) query.set('node', node);
    if (state !== null) query.set('state', state);
    return query.size === 0 ? location.pathname : `${location.pathname}?${query}`;
  }

  const list = new NodeList(place('run', 'nodes'), model, words, (key) => address(key, shown.state));
  const summary = new Summary(
    root,
    {
      chip: place('run', 'chip'), elapsed: place('run', 'elapsed'), started: place('run', 'started'), progress: place('run', 'progress'),
      legend: place('run', 'legend'), retryable: place('run', 'retryable'),
    },
    model, Date.parse(options.scheduledAt), words, (state) => address(shown.node, state),
  );

  const chosen = (): NodeStatus | undefined => model.nodes[model.ordinalOf(shown.node)];

  function drawChosen(): void {
    const node = chosen();
    const state = root.querySelector<HTMLElement>('[data-node="state"]');
    if (node === undefined || state === null) return;
    const elapsed = model.elapsed(node, Date.now());
    state.dataset['state'] = node.state;
    setIcon(state.querySelector('svg')!, node.state);
    const parts = [words.states[node.state] ?? node.state, elapsed === null ? '' : formatDuration(elapsed, words.duration, node.endedAt === null)];
    setText(state.querySelector('span')!, parts.filter((part) => part !== '').join(' '));
    setText(place('node', 'attempt'), fill(words.attempt, node.attempt));
    const reason = place('node', 'reason');
    reason.hidden = node.reason === null;
    reason.dataset['state'] = node.state;
    setText(reason.querySelector('span')!, node.reason ?? '');
  }

  /** Follows the log that the page asks for. The latest claim's is begun anew when another claim begins. */
  function drawLog(): void {
    const node = chosen();
    const wanted = shown.log && node !== undefined ? `${shown.node} ${shown.fence ?? 'latest'}` : undefined;
    const another = log !== undefined && node !== undefined && shown.fence === null && node.state === 'running' && node.fence !== log.fence;
    if (wanted === log?.of && !another) return;
    log?.following.stop();
    log?.view.destroy();
    log = undefined;
    if (wanted === undefined || shown.node === null) return;
    const view = new LogView({ lines: place('log', 'lines'), follow: place('log', 'follow') }, words);
    const following = connection.log(shown.node, shown.fence, { onPart: (part) => view.push(part), onEnd: () => view.finish() });
    log = { view, following, of: wanted, fence: node!.fence };
  }

  function drawAll(): void {
    list.show(model.ordinalOf(shown.node), shown.state);
    summary.show(shown.state);
    drawChosen();
    drawLog();
  }

  const connection = connectRun<RunSnapshot, RunChanged>(options.hub, options.runId, {
    onSnapshot(snapshot) {
      model.replace(snapshot, Date.now());
      list.replace();
      summary.draw();
      drawAll();
      if (shown.node !== null) void page.invokeMethodAsync('NodeMovedAsync');
    },
    onChange(change) {
      model.apply(change);
      list.update(change.nodes);
      summary.draw();
      if (change.nodes.some((node) => model.names[node.node]?.key === shown.node)) {
        drawChosen();
        drawLog();
        void page.invokeMethodAsync('NodeMovedAsync');
      }
    },
    onState(state: FollowState) {
      root.dataset['live'] = state;
      place('run', 'connection').hidden = state !== 'reconnecting';
    },
  });

  // The page had no title yet when the router looked for one to focus.
  if (document.activeElement === document.body) root.querySelector('h1')?.focus();

  const ticking = setInterval(() => {
    summary.tick();
    list.tick();
    if (chosen()?.endedAt === null) drawChosen();
  }, 1000);

  return {
    show(next) {
      shown = next;
      drawAll();
    },
    async dispose() {
      clearInterval(ticking);
      log?.following.stop();
      log?.view.destroy();
      await connection.stop();
    },
  };
}
