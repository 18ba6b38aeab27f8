import { setIcon } from '../canvas/stateIcon';
import { type LogFollowing, type LogPart } from '../live';
import { formatDuration } from './duration';
import { setText } from './elements';
import { SignedOutError } from './history';
import { LogView } from './logView';
import type { NodeStatus } from './messages';
import type { RunModel } from './model';
import { fill, localReason, type Words } from './words';

/** Follows the log of one claim of a node. */
export type FollowLog = (node: string, fence: number | null, handlers: { onPart(part: LogPart): void; onEnd(): void }) => LogFollowing;

/** What the address asks the panel to show. */
export interface PanelShown {
  readonly node: string | null;
  readonly log: boolean;
  /** Whose log; null for the latest claim, also when another one comes. */
  readonly fence: number | null;
}

/** The chosen node: its state, its reason, its log, and which actions fit. The rest of the panel is its component's. */
export class NodePanel {
  private shown: PanelShown = { node: null, log: false, fence: null };
  private log: { view: LogView; following: LogFollowing; of: string; fence: number; lines: Element } | undefined;

  constructor(
    private readonly root: HTMLElement, private readonly model: RunModel, private readonly runId: string, private readonly words: Words,
    private readonly follow: FollowLog, private readonly signedOut: () => void,
  ) {}

  show(shown: PanelShown): void {
    this.shown = shown;
    this.draw();
  }

  draw(): void {
    const node = this.model.nodes[this.model.ordinalOf(this.shown.node)];
    this.drawHead(node);
    this.drawLog(node);
  }

  tick(): void {
    const node = this.model.nodes[this.model.ordinalOf(this.shown.node)];
    if (node?.endedAt === null) this.drawHead(node);
  }

  destroy(): void {
    this.log?.following.stop();
    this.log?.view.destroy();
    this.log = undefined;
  }

  private place<T extends HTMLElement>(kind: string, name: string): T | null {
    return this.root.querySelector<T>(`[data-${kind}="${name}"]`);
  }

  private drawHead(node: NodeStatus | undefined): void {
    const state = this.place('node', 'state');
    if (node === undefined || state === null) return;
    const elapsed = this.model.elapsed(node, Date.now());
    state.dataset['state'] = node.state;
    setIcon(state.querySelector('svg')!, node.state);
    const time = elapsed === null ? '' : formatDuration(elapsed, this.words.duration, node.endedAt === null);
    setText(state.querySelector('span')!, [this.words.states[node.state] ?? node.state, time].filter((part) => part !== '').join(' '));
    const attempt = this.place('node', 'attempt');
    if (attempt !== null) setText(attempt, fill(this.words.attempt, node.attempt));
    const reason = this.place('node', 'reason');
    if (reason !== null) {
      reason.hidden = node.reason === null;
      reason.dataset['state'] = node.state;
      setText(reason.querySelector('span')!, node.reason === null ? '' : localReason(node.reason, this.words.reasons));
    }
    for (const action of this.root.querySelectorAll<HTMLElement>('[data-node-when]')) action.hidden = !this.fits(node, action.dataset['nodeWhen']!);
  }

  /** Nothing is offered that would be refused: a run that never began, or is being cancelled, and a node that runs. */
  private fits(node: NodeStatus, when: string): boolean {
    const { run } = this.model;
    if (run.startedAt === null || (run.cancelRequested && run.endedAt === null)) return false;
    return when === 'markable' || node.state !== 'running';
  }

  /** Follows the log that the page asks for. The latest claim's is begun anew when another claim begins. */
  private drawLog(node: NodeStatus | undefined): void {
    const lines = this.place('log', 'lines');
    const wanted = this.shown.log && node !== undefined && lines !== null ? `${this.shown.node} ${this.shown.fence ?? 'latest'}` : undefined;
    const another = this.log !== undefined && node !== undefined && this.shown.fence === null && node.state === 'running' && node.fence !== this.log.fence;
    if (wanted === this.log?.of && lines === (this.log?.lines ?? lines) && !another) return;
    this.destroy();
    if (wanted !== undefined && node !== undefined) this.beginLog(wanted, node, lines!);
  }

  private beginLog(of: string, node: NodeStatus, lines: HTMLElement): void {
    const key = this.shown.node!;
    const fence = this.shown.fence;
    const search = this.place<HTMLInputElement>('log', 'search')!;
    const view = new LogView(
      {
        lines, search, follow: this.place('log', 'follow')!, matches: this.place('log', 'matches')!, errors: this.place('log', 'errors')!,
        wrap: this.place('log', 'wrap')!,
      },
      {
        read: (from, to) => this.read(key, fence ?? node.fence, from, to),
        restart: () => { this.destroy(); this.beginLog(of, node, lines); },
      },
      this.words,
    );
    const following = this.follow(key, fence, { onPart: (part) => view.push(part), onEnd: () => view.finish() });
    this.log = { view, following, of, fence: node.fence, lines };
  }

  private async read(key: string, fence: number, from: number, to: number): Promise<Uint8Array> {
    const query = new URLSearchParams({ fence: String(fence), offset: String(from), limit: String(to - from) });
    const answer = await fetch(`/api/v1/runs/${this.runId}/nodes/${encodeURIComponent(key)}/log?${query}`);
    if (answer.status === 401) {
      this.signedOut();
      throw new SignedOutError();
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return new Uint8Array(await answer.arrayBuffer());
  }
}
