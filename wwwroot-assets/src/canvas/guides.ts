import type { Point } from './geometry';
import { roundedPath, route } from './routes';
import { BoxIndex } from './geometry';
import type { SnapLine } from './snapping';
import { svg } from './svg';

/** What is seen only while something is dragged: an edge that is being drawn, and the lines that nodes line up on. */
export class Guides {
  readonly element = svg('svg', { class: 'graph__guides', 'aria-hidden': 'true' });
  private readonly link = svg('path', { class: 'graph-edge__line graph-edge__line--new' });
  private readonly lines = svg('path', { class: 'graph__snap' });

  constructor() {
    this.element.append(this.lines, this.link);
  }

  /** `refused` says that it may not end where it does. */
  drawLink(ends: readonly [Point, Point] | null, refused = false): void {
    this.link.classList.toggle('is-refused', refused);
    this.link.setAttribute('d', ends === null ? '' : roundedPath(route(ends[0], ends[1], new BoxIndex())));
  }

  drawLines(lines: readonly SnapLine[]): void {
    this.lines.setAttribute('d', lines.map(({ from, to }) => `M${from.x} ${from.y}L${to.x} ${to.y}`).join(''));
  }
}
