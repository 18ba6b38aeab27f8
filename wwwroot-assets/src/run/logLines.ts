import type { LogLine } from './logText';

export type Severity = 'error' | 'warning' | null;

/** The words by which loggers and runtimes mark a line, most of them whole words in capitals, so that prose about errors does not count. */
const ERROR = /\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)\b|^\s*(?:error|fatal|panic)\b:?|^Traceback \(most recent call last\)|\b[A-Z]\w*(?:Error|Exception):/;
const WARNING = /\b(?:WARN|WARNING)\b|^\s*warning\b/i;

export function severityOf(line: LogLine): Severity {
  if (ERROR.test(line.text)) return 'error';
  return WARNING.test(line.text) ? 'warning' : null;
}

/** A piece of a line that is drawn in one way. */
export interface Piece {
  readonly text: string;
  readonly classes: string;
  readonly match: boolean;
}

/** Where `query` stands in a text, whatever the case; matches do not overlap. */
export function findAll(text: string, query: string): number[] {
  const found: number[] = [];
  if (query === '') return found;
  const [within, wanted] = [text.toLowerCase(), query.toLowerCase()];
  // Some letters change their length with their case; then places would not be those of the text.
  const comparable = within.length === text.length ? within : text;
  for (let at = comparable.indexOf(wanted); at >= 0; at = comparable.indexOf(wanted, at + wanted.length)) found.push(at);
  return found;
}

/** The line cut where its style changes and where what is searched for begins and ends. */
export function pieces(line: LogLine, query: string): Piece[] {
  const matches = findAll(line.text, query);
  const cuts = new Set([0, line.text.length, ...line.styles.map((style) => style.start)]);
  for (const match of matches) cuts.add(match).add(match + query.length);
  const places = [...cuts].sort((a, b) => a - b);
  const found: Piece[] = [];
  for (let i = 0; i + 1 < places.length; i++) {
    const start = places[i]!;
    found.push({
      text: line.text.slice(start, places[i + 1]),
      classes: line.styles.filter((style) => style.start <= start).at(-1)?.classes ?? '',
      match: matches.some((match) => start >= match && start < match + query.length),
    });
  }
  return found;
}
