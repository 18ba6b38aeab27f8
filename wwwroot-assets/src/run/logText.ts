/** Longer ones are broken: a browser that lays out a line of megabytes stands still. */
const MAX_LINE = 10_000;

/** A terminal's string command that goes on for longer is taken for an escape character that slipped into text. */
const MAX_COMMAND = 1_024;

/** Parameters of a sequence beyond this many characters say nothing that is shown. */
const MAX_PARAMETERS = 64;

/** U+2400 on shows each control character as a letter-like picture. */
const PICTURES = 0x2400;

const ESC = '\u001b';

/** Where in a terminal's escape sequence (ECMA-48, 5.3 to 5.6) the text stands. */
type Place = 'text' | 'escape' | 'sequence' | 'command' | 'command-escape';

/** From `start` on the line's text is drawn in these classes; empty for plain text. */
export interface LogStyle {
  readonly start: number;
  readonly classes: string;
}

export interface LogLine {
  readonly text: string;
  /** Where its first byte stands in the log; a little off when the log holds bytes that are no UTF-8. */
  readonly at: number;
  /** In order; text before the first is plain. */
  readonly styles: readonly LogStyle[];
}

/** The eight colours of SGR 30 to 37 and 90 to 97; black and white are the text's own. */
const COLOURS = ['', 'a-r', 'a-g', 'a-y', 'a-b', 'a-m', 'a-c', ''];

/**
 * Makes lines of a log's text, piece by piece, and makes it harmless: of the escape sequences of terminals colours, bold and dim are kept
 * (ECMA-48, 8.3.117), all others are left out, even when cut by a piece's end, and other control characters become visible. A lone carriage
 * return begins the line anew, as progress bars want it.
 */
export class LogText {
  private place: Place = 'text';
  private command = 0;
  private parameters = '';
  private returned = false;
  private line = '';
  private styles: LogStyle[] = [];
  private colour = '';
  private bold = false;
  private dim = false;
  private offset = 0;
  private lineAt = 0;

  /** The line that is still being written; its text is empty after a line break. */
  get open(): LogLine {
    return { text: this.line, at: this.lineAt, styles: this.styles };
  }

  /** Takes the next piece, which begins `from` bytes from the log's beginning, and returns the lines that it completes. */
  push(text: string, from: number): LogLine[] {
    if (this.lineAt === this.offset) this.lineAt = from;
    this.offset = from;
    const lines: LogLine[] = [];
    for (const char of text) {
      this.offset += bytesOf(char.codePointAt(0)!);
      if (this.place === 'text') this.write(char, lines);
      else this.escape(char, lines);
    }
    return lines;
  }

  private write(char: string, lines: LogLine[]): void {
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
      this.beginSequence();
      return;
    }
    if (this.returned) {
      this.returned = false;
      this.line = '';
      this.styles = this.begun();
    }
    this.line += visible(char);
    if (this.line.length >= MAX_LINE) this.end(lines);
  }

  private escape(char: string, lines: LogLine[]): void {
    const code = char.codePointAt(0)!;
    switch (this.place) {
      case 'escape':
        if (char === '[') this.beginSequence();
        else if (']PX^_'.includes(char)) { this.place = 'command'; this.command = 0; }
        else if (code < 0x20 || code > 0x2f) this.back(code >= 0x30 && code <= 0x7e, char, lines);
        break;
      case 'sequence':
        if (code < 0x20 || code > 0x3f) {
          if (char === 'm') this.style();
          this.back(code >= 0x40 && code <= 0x7e, char, lines);
        } else if (this.parameters.length < MAX_PARAMETERS) {
          this.parameters += char;
        }
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

  private beginSequence(): void {
    this.place = 'sequence';
    this.parameters = '';
  }

  /** The sequence is over; a character that does not belong to it is text. */
  private back(belongs: boolean, char: string, lines: LogLine[]): void {
    this.place = 'text';
    if (!belongs) this.write(char, lines);
  }

  private style(): void {
    if (!/^[\d;:]*$/.test(this.parameters)) return;
    const codes = this.parameters.split(/[;:]/).map(Number);
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (code === 0) { this.colour = ''; this.bold = false; this.dim = false; }
      else if (code === 1) this.bold = true;
      else if (code === 2) this.dim = true;
      else if (code === 22) { this.bold = false; this.dim = false; }
      else if (code >= 30 && code <= 37) this.colour = COLOURS[code - 30]!;
      else if (code >= 90 && code <= 97) this.colour = code === 90 ? 'a-d' : COLOURS[code - 90]!;
      else if (code === 39) this.colour = '';
      // 256 colours and RGB have no counterpart among the page's own; their parameters must not be taken for codes.
      else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4;
    }
    const classes = this.classes();
    const last = this.styles.at(-1);
    if (last?.start === this.line.length) this.styles.pop();
    if (classes !== (this.styles.at(-1)?.classes ?? '')) this.styles.push({ start: this.line.length, classes });
  }

  private classes(): string {
    return [this.dim && this.colour === '' ? 'a-d' : this.colour, this.bold ? 'a-bold' : ''].filter((name) => name !== '').join(' ');
  }

  /** A style goes on over a line break. */
  private begun(): LogStyle[] {
    const classes = this.classes();
    return classes === '' ? [] : [{ start: 0, classes }];
  }

  private end(lines: LogLine[]): void {
    lines.push({ text: this.line, at: this.lineAt, styles: this.styles });
    this.lineAt = this.offset;
    this.line = '';
    this.styles = this.begun();
  }
}

/** In UTF-8. */
const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

function visible(char: string): string {
  const code = char.codePointAt(0)!;
  if (char === '\t' || (code >= 0x20 && code < 0x7f) || code >= 0xa0) return char;
  return code < 0x20 ? String.fromCodePoint(PICTURES + code) : code === 0x7f ? '\u2421' : '\ufffd';
}
