import type { GraphWords } from '../canvas';
import type { DurationWords } from './duration';
import type { typeOf } from './valueType';

/** How a reason that the engine gives in English reads in the page's language. */
export interface ReasonWords {
  /** A regular expression; its groups are put for `{0}`, `{1}`. */
  readonly pattern: string;
  readonly text: string;
}

/** The page's texts that the script writes, in the page's language. */
export interface Words {
  readonly duration: DurationWords;
  /** By the name of a run's or a node's state. */
  readonly states: Readonly<Record<string, string>>;
  readonly reasons: readonly ReasonWords[];
  /** `{0}` is the number of the attempt. */
  readonly attempt: string;
  /** `{0}` is how long after its scheduled time the run started. */
  readonly startedAfter: string;
  readonly startedAtOnce: string;
  /** How long the run will still take, at the right of how long it has taken. */
  readonly left: string;
  /** Instead of it, when it takes longer than usual. */
  readonly overdue: string;
  /** `{0}` nodes of `{1}` have ended. */
  readonly done: string;
  readonly allNodes: string;
  readonly noNodes: string;
  /** `{0}` is the arm, or the arms, that a branch took. */
  readonly chose: string;
  /** `{0}` is the name of the one node that is waited for. */
  readonly forNode: string;
  /** `{0}` is how many nodes are waited for. */
  readonly forNodes: string;
  /** Heads of the list's columns, by what they sort by. */
  readonly sorts: Readonly<Record<string, string>>;
  readonly sortBy: string;
  /** `{0}` retried nodes. */
  readonly retryFailed: string;
  readonly shownOf: string;

  readonly graph: GraphWords;
  /** What each kind of node is called. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly graphFailed: string;

  readonly ganttCut: string;
  readonly loading: string;
  readonly notLoaded: string;

  readonly run: string;
  readonly noEvents: string;
  readonly retriedBy: string;
  readonly markedBy: string;

  readonly variable: string;
  readonly types: Readonly<Record<ReturnType<typeof typeOf> | 'secret', string>>;
  readonly secret: string;
  readonly copy: string;
  readonly copied: string;
  readonly noContext: string;
  readonly valueCut: string;

  readonly logWaiting: string;
  readonly logEmpty: string;
  readonly logEnd: string;
  /** `{0}` is the size of what is not shown. */
  readonly logEarlier: string;
  readonly logShowEarlier: string;
  readonly logLater: string;
  readonly logShowLater: string;
  readonly logErrors: string;
  readonly logOneError: string;
  readonly logMatches: string;
  readonly logNoMatch: string;
}

export const fill = (text: string, ...values: (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));

/** A sentence quotes one that quotes one. */
const MAX_DEPTH = 4;

/** A run has few reasons, each of them at many nodes. */
const known = new WeakMap<readonly ReasonWords[], Map<string, string>>();

/** A reason in the page's language, with what it quotes; what is none of the engine's words stands as it is. */
export function localReason(reason: string, words: readonly ReasonWords[]): string {
  let said = known.get(words);
  if (said === undefined) known.set(words, (said = new Map<string, string>()));
  let local = said.get(reason);
  if (local === undefined) said.set(reason, (local = translate(reason, words, MAX_DEPTH)));
  return local;
}

/** A quotation of one word may be a name. */
function translate(sentence: string, words: readonly ReasonWords[], depth: number): string {
  if (depth === 0 || !sentence.trim().includes(' ')) return sentence;
  for (const { pattern, text } of words) {
    const found = new RegExp(pattern).exec(sentence);
    if (found !== null) return fill(text, ...found.slice(1).map((part) => translate(part, words, depth - 1)));
  }
  return sentence;
}
