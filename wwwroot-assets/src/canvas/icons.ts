/** Symbols of the page's sprite as small pictures, for canvases that many of them are drawn on. */
export class Icons {
  private readonly made = new Map<string, HTMLCanvasElement | null>();

  /** `size` in device pixels; `knock` is the colour of what is cut out. Null for a name that the sprite does not have. */
  get(name: string, size: number, colour: string, knock: string): HTMLCanvasElement | null {
    const key = `${name} ${size} ${colour} ${knock}`;
    let icon = this.made.get(key);
    if (icon === undefined) this.made.set(key, (icon = drawn(name, size, colour, knock)));
    return icon;
  }

  clear(): void {
    this.made.clear();
  }
}

const BOX = 16;

function drawn(name: string, size: number, colour: string, knock: string): HTMLCanvasElement | null {
  const symbol = document.getElementById(name);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  if (symbol === null || context === null) return null;
  context.scale(size / BOX, size / BOX);
  context.lineCap = context.lineJoin = 'round';
  const paint = (wanted: string | null): string => (wanted === 'var(--knock)' ? knock : colour);
  for (const part of symbol.querySelectorAll('path, circle, rect')) {
    const path = pathOf(part);
    const [fill, stroke] = [part.getAttribute('fill'), part.getAttribute('stroke')];
    context.globalAlpha = Number(part.getAttribute('opacity') ?? 1);
    context.lineWidth = Number(part.getAttribute('stroke-width') ?? 1.6);
    if (fill !== null && fill !== 'none') {
      context.fillStyle = paint(fill);
      context.fill(path);
    }
    if (stroke !== 'none') {
      context.strokeStyle = paint(stroke);
      context.stroke(path);
    }
  }
  return canvas;
}

function pathOf(part: Element): Path2D {
  const number = (name: string): number => Number(part.getAttribute(name) ?? 0);
  if (part.tagName === 'path') return new Path2D(part.getAttribute('d') ?? '');
  const path = new Path2D();
  if (part.tagName === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  else path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'));
  return path;
}
