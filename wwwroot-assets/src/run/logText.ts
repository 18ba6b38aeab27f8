/** Longer ones are broken: a browser that lays out a line of megabytes stands still. */
const MAX_LINE = 10_000;

/** A terminal's string command that goes on for longer is taken for an escape character that slipped into text. */
const MAX_COMMAND = 1_024;

/** U+2400 on shows each control character as a letter-like picture. */
const PICTURES = 0x2400;

const ESC = '\u001b';

/** Where in a terminal's escape sequence (ECMA-48, 5.3 to 5.6) the text stands. */
type Place = 'text' | 'escape' | 'sequence' | 'command' | 'command-escape';

/**
 * Makes lines of a log's text, piece by piece, and makes it harmless: escape sequences of terminals are left out, even when cut by a
 * piece's end, and other control characters become visible. A lone carriage return begins the line anew, as progress bars want it.
 */
export class LogText {
  private place: Place = 'text';
  private command = 0;
  private returned = false;
  private line = '';

  /** The line that is still being written; empty after a line break. */
  get open(): string {
    return this.line;
  }

  /** Takes the next piece and returns the lines that it completes. */
  push(text: string): string[] {
    const lines: string[] = [];
    for (const char of text) {
      if (this.place === 'text') this.write(char, lines);
      else this.escape(char, lines);
    }
    return lines;
  }

  private write(char: string, lines: string[]): void {
    if (char === '\n') {
      this.returned = false;
      this.end(lines);
      return;
    }
    if (char === '\r') {
      this.returned = true;
      return;
    }
    if (char === ESC) {
      this.place = 'escape';
      return;
    }
    if (char === '\u009b') {
      this.place = 'sequence';
      return;
    }
    if (this.returned) {
      this.returned = false;
      this.line = '';
    }
    this.line += visible(char);
    if (this.line.length >= MAX_LINE) this.end(lines);
  }

  private escape(char: string, lines: string[]): void {
    const code = char.codePointAt(0)!;
    switch (this.place) {
      case 'escape':
        if (char === '[') this.place = 'sequence';
        else if (']PX^_'.includes(char)) { this.place = 'command'; this.command = 0; }
        else if (code < 0x20 || code > 0x2f) this.back(code >= 0x30 && code <= 0x7e, char, lines);
        break;
      case 'sequence':
        if (code < 0x20 || code > 0x3f) this.back(code >= 0x40 && code <= 0x7e, char, lines);
        break;
      case 'command':
        if (char === ESC) this.place = 'command-escape';
        else if (char === '\u0007') this.place = 'text';
        else if (char === '\n' || ++this.command > MAX_COMMAND) this.back(false, char, lines);
        break;
      default:
        this.back(char === '\\', char, lines);
    }
  }

  /** The sequence is over; a character that does not belong to it is text. */
  private back(belongs: boolean, char: string, lines: string[]): void {
    this.place = 'text';
    if (!belongs) this.write(char, lines);
  }

  private end(lines: string[]): void {
    lines.push(this.line);
    this.line = '';
  }
}

function visible(char: string): string {
  const code = char.codePointAt(0)!;
  if (char === '\t' || (code >= 0x20 && code < 0x7f) || code >= 0xa0) return char;
  return code < 0x20 ? String.fromCodePoint(PICTURES + code) : code === 0x7f ? '\u2421' : '\ufffd';
}
