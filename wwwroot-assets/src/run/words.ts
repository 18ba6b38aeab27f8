import type { DurationWords } from './duration';

/** The page's texts that the script writes, in the page's language. */
export interface Words {
  readonly duration: DurationWords;
  /** By the name of a run's or a node's state. */
  readonly states: Readonly<Record<string, string>>;
  /** `{0}` is the number of the attempt. */
  readonly attempt: string;
  /** `{0}` is how long after its scheduled time the run started. */
  readonly startedAfter: string;
  readonly startedAtOnce: string;
  /** `{0}` nodes of `{1}` have ended. */
  readonly done: string;
  readonly allNodes: string;
  readonly noNodes: string;
  readonly logWaiting: string;
  readonly logEmpty: string;
  readonly logEnd: string;
  /** `{0}` is the size of what is not shown. */
  readonly logEarlier: string;
}

export const fill = (text: string, ...values: (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
