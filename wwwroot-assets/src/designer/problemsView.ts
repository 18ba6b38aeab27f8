import { Problems } from './chrome';
import type { Desk } from './editor';
import { countByNode, subjectOf, type Problem } from './problems';

/** The list of problems under the canvas: open while there are any, until a person says otherwise. */
export class ProblemsView {
  private readonly drawer: Problems;
  private wanted: boolean | null = null;

  /** `onDraw` hears of what is shown, for the button that opens the list. */
  constructor(private readonly desk: Desk, private readonly onDraw: (problems: readonly Problem[], open: boolean) => void) {
    this.drawer = new Problems(desk, (problem) => this.goTo(problem), () => this.toggle());
  }

  get element(): HTMLElement {
    return this.drawer.element;
  }

  draw(): void {
    const { problems, document, readOnly } = this.desk;
    const open = !readOnly && (this.wanted ?? problems.length > 0);
    this.element.hidden = !open;
    this.drawer.draw(problems, document, null);
    this.desk.canvas.setProblems(countByNode(problems, document));
    this.onDraw(problems, open);
  }

  toggle(): void {
    this.wanted = this.element.hidden !== false;
    this.draw();
  }

  goTo(problem: Problem): void {
    const { desk } = this;
    const about = subjectOf(problem, desk.document);
    if (about.kind === 'node') {
      desk.canvas.focus(about.id);
      desk.show({ kind: 'node', id: about.id }, about.field === '' ? 'name' : about.field);
    } else if (about.kind === 'variable') {
      desk.show({ kind: 'variable', index: about.index }, about.field === '' ? 'key' : about.field);
    } else {
      desk.show(about, about.kind === 'edge' ? 'arm' : problem.path.slice(1));
    }
  }
}
