/** Widths of texts in the fonts of the canvas. SVG cuts no text at the end, so it is cut before it is drawn. */
export class TextWidths {
  private readonly context = document.createElement('canvas').getContext('2d');
  private readonly known = new Map<string, number>();

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
