import type { HistoryEvent } from './history';
import { hasEnded } from './model';

/** A node was in a state from one time to another, in milliseconds since 1970; without an end it still is. */
export interface Segment {
  readonly state: string;
  readonly attempt: number;
  readonly from: number;
  to: number | null;
}

/** What each node went through, made of the run's events in the order of time. Ended states are marks, not segments. */
export class Timeline {
  private readonly nodes = new Map<string, Segment[]>();
  private latest = 0;

  /** How many events it was made of. */
  count = 0;

  add(event: HistoryEvent): void {
    const at = Date.parse(event.at);
    this.count++;
    this.latest = Math.max(this.latest, at);
    if (event.node === null) return;
    let segments = this.nodes.get(event.node);
    if (segments === undefined) this.nodes.set(event.node, segments = []);
    const last = segments.at(-1);
    if (last !== undefined && last.to === null) last.to = Math.max(at, last.from);
    segments.push({ state: event.state, attempt: event.attempt, from: at, to: hasEnded(event.state) ? at : null });
  }

  /** A node's segments; what is before its first event it spent waiting, from the run's start on. */
  of(node: string, runStart: number): readonly Segment[] {
    const segments = this.nodes.get(node);
    if (segments === undefined) return [{ state: 'waiting', attempt: 1, from: runStart, to: null }];
    const first = segments[0]!;
    return first.state !== 'waiting' && first.from > runStart
      ? [{ state: 'waiting', attempt: 1, from: runStart, to: first.from }, ...segments]
      : segments;
  }

  /** When the last event was. */
  end(): number {
    return this.latest;
  }
}

/** Steps that a clock is read by, in milliseconds. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
];

/** How far apart the marks of an axis are, so that they do not come closer than `pixels`. */
export function axisStep(pixelsPerMillisecond: number, pixels: number): number {
  const least = pixels / pixelsPerMillisecond;
  return STEPS.find((step) => step >= least) ?? STEPS.at(-1)!;
}

/** Nodes are in many states within a pixel; those that fill it are one, the one that says most. */
export function drawable(segments: readonly Segment[], from: number, now: number, pixelsPerMillisecond: number): DrawnSegment[] {
  const drawn: DrawnSegment[] = [];
  for (const segment of segments) {
    const left = (segment.from - from) * pixelsPerMillisecond;
    const right = ((segment.to ?? now) - from) * pixelsPerMillisecond;
    const last = drawn.at(-1);
    if (last !== undefined && right - last.left < 1 && last.left + last.width - left < 1) {
      if (weight(segment.state) >= weight(last.segment.state)) last.segment = segment;
      continue;
    }
    drawn.push({ segment, left, width: Math.max(0, right - left) });
  }
  return drawn;
}

export interface DrawnSegment {
  segment: Segment;
  readonly left: number;
  readonly width: number;
}

/** What must not be lost when there is room for one state alone. */
function weight(state: string): number {
  return ['waiting', 'held', 'ready', 'deferred', 'retrying', 'running', 'skipped', 'cancelled', 'succeeded', 'upstream_failed', 'failed'].indexOf(state);
}
