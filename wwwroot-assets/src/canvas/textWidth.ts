/** Widths of texts in the fonts of the canvas. SVG cuts no text at the end, so it is cut before it is drawn. */
export class TextWidths {
  private readonly context = document.createElement('canvas').getContext('2d');
  private readonly known = new Map<string, number>();
  private readonly cuts = new Map<string, string>();

  /** In pixels. */
  of(text: string, font: string): number {
    const key = `${font}\n${text}`;
    let width = this.known.get(key);
    if (width === undefined) {
      if (this.context === null) return 0;
      this.context.font = font;
      width = this.context.measureText(text).width;
      this.known.set(key, width);
    }
    return width;
  }

  /** The text, or as much of its beginning as fits with an ellipsis. */
  cut(text: string, font: string, room: number): string {
    const key = `${room} ${font}\n${text}`;
    let cut = this.cuts.get(key);
    if (cut === undefined) this.cuts.set(key, (cut = this.beginning(text, font, room)));
    return cut;
  }

  /** The text in one line, or in two where one has no room for it, broken between its words if that leaves enough of the first. */
  inTwo(text: string, font: string, room: number): readonly string[] {
    const key = `2 ${room} ${font}\n${text}`;
    const known = this.cuts.get(key);
    if (known !== undefined) return known.split('\n');
    const first = this.cut(text, font, room);
    let lines = [first];
    if (first !== text) {
      const fits = first.slice(0, -1);
      const word = /^.*[\s_./:-]/.exec(fits)?.[0] ?? '';
      const line = word.length * 2 >= fits.length ? word : fits;
      lines = [line.trimEnd(), this.cut(text.slice(line.length).trimStart(), font, room)];
    }
    this.cuts.set(key, lines.join('\n'));
    return lines;
  }

  private beginning(text: string, font: string, room: number): string {
    if (this.of(text, font) <= room) return text;
    const letters = [...text];
    let [fits, tooMany] = [0, letters.length];
    while (tooMany - fits > 1) {
      const middle = (fits + tooMany) >> 1;
      if (this.of(`${letters.slice(0, middle).join('')}…`, font) <= room) fits = middle;
      else tooMany = middle;
    }
    return `${letters.slice(0, fits).join('').trimEnd()}…`;
  }
}
