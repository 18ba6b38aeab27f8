import { formatDuration } from './duration';
import type { NodeStatus } from './messages';
import type { RunModel } from './model';
import { fill, localReason, type Words } from './words';

/** How long a node has run or ran; empty before it began. */
export function nodeTime(model: RunModel, node: NodeStatus, words: Words, browserNow: number): string {
  const elapsed = model.elapsed(node, browserNow);
  return elapsed === null ? '' : formatDuration(elapsed, words.duration, node.endedAt === null);
}

/** What there is to say of a node beside its state, in a few words: what it waits for, what it chose, why it ended so. */
export function nodeNote(model: RunModel, node: NodeStatus, words: Words): string {
  if (node.state === 'succeeded' && node.choice !== null) return fill(words.chose, node.choice.join(', '));
  if (node.reason !== null) return localReason(node.reason, words.reasons);
  if (node.state !== 'waiting') return '';
  const open = model.openParents(node.node);
  if (open.length === 1) return fill(words.forNode, model.names[open[0]!]!.name);
  return open.length > 1 ? fill(words.forNodes, open.length) : '';
}

/** The second line of a node on the canvas, without its state: the time first, where it says more. */
export function nodeMeta(model: RunModel, node: NodeStatus, words: Words, browserNow: number): string {
  const time = nodeTime(model, node, words, browserNow);
  const note = nodeNote(model, node, words);
  if (node.state === 'running') return time;
  if (node.state !== 'succeeded') return note === '' ? time : note;
  if (node.choice !== null) return note;
  return node.attempt > 1 ? `${time}, ${fill(words.attempt, node.attempt).toLowerCase()}` : time;
}
