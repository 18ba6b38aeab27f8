import type { TemplateDocument } from '../canvas/document';
import { nodeById } from './commands';
import { h, splitter } from './dom';
import { graphFor, type Desk, type Subject } from './editor';
import { showProblems } from './form';
import { nodePanel } from './nodePanel';
import { edgePanel, manyPanel, templatePanel, variablePanel } from './otherPanels';
import { keepKeyboard } from './keyboard';
import type { Panel } from './panel';
import { mendOf } from './mending';
import { sentence, subjectOf, type Problem } from './problems';

/** As narrow as two fields can stand side by side. */
export const PANEL_PANE = { splitter: '[data-splitter="maat-designer-panel"]', side: 'right', property: '--w-panel', least: 300, store: 'maat-designer-panel' } as const;

/** The panel at the right: what it is about, and its form. */
export class SidePanel {
  readonly element = h('aside', { class: 'panel designer__panel', tabindex: -1 });
  private readonly splitter: HTMLElement;
  private about: Subject = { kind: 'template' };
  private shown: Panel | null = null;

  /** `extra` stands above a subject's form, where there is something to say of it. */
  constructor(private readonly desk: Desk, private readonly extra: (subject: Subject) => HTMLElement | null) {
    this.splitter = splitter(PANEL_PANE.store, desk.words.of('panelWidth'), PANEL_PANE.least);
  }

  get subject(): Subject {
    return this.about;
  }

  /** Draws the form of a subject, or of the template where the subject is gone; `field` gets the keyboard. */
  show(subject: Subject, field?: string): void {
    this.about = this.exists(subject) ? subject : { kind: 'template' };
    const putBack = keepKeyboard(this.element);
    this.close();
    this.shown = this.panelFor(this.about, field);
    this.element.setAttribute('aria-label', this.shown.label);
    const [head, ...form] = this.shown.children;
    const extra = this.extra(this.about);
    this.element.replaceChildren(this.splitter, head!, ...(extra === null ? [] : [extra]), ...form);
    this.drawProblems();
    if (field === undefined) putBack();
    else this.focusField(field);
  }

  /** The node that is shown gets another key, and stays shown. */
  follow(from: string, to: string): void {
    if (this.about.kind === 'node' && this.about.id === from) this.about = { kind: 'node', id: to };
  }

  /** What a selection of nodes and edges is shown as. */
  subjectFor(ids: ReadonlySet<string>): Subject {
    const [id] = ids;
    if (id === undefined) return { kind: 'template' };
    if (ids.size > 1) return { kind: 'many', ids };
    return { kind: this.desk.canvas.graph.nodes.has(id) ? 'node' : 'edge', id };
  }

  drawProblems(): void {
    const { document, problems } = this.desk;
    const here = problems.flatMap((problem) => {
      const field = fieldOf(problem, document, this.about);
      return field === null ? [] : [[field, problem] as const];
    });
    showProblems(this.element, this.shown?.editors ?? new Map(), here, {
      say: (problem) => (problem.line === null ? sentence(problem) : this.desk.words.of('problemAtLine', problem.line, sentence(problem))),
      mend: (problem) => this.mend(problem),
    });
  }

  private mend(problem: Problem): HTMLElement | null {
    const { desk } = this;
    const mend = desk.readOnly ? null : mendOf(problem, desk.document, desk.words);
    return mend === null ? null : h('button', { type: 'button', class: 'btn btn--s field__mend', onclick: () => desk.edit(mend.document) }, mend.label);
  }

  close(): void {
    for (const editor of this.shown?.editors.values() ?? []) editor.destroy();
    this.shown = null;
  }

  private exists(subject: Subject): boolean {
    const { document, kinds, canvas } = this.desk;
    switch (subject.kind) {
      case 'template': return true;
      case 'node': return nodeById(document, subject.id) !== undefined;
      case 'edge': return graphFor(document, kinds).edges.has(subject.id);
      case 'variable': return document.variables?.[subject.index] !== undefined;
      case 'many': return [...subject.ids].every((id) => canvas.graph.nodes.has(id) || canvas.graph.edges.has(id));
    }
  }

  private panelFor(subject: Subject, field: string | undefined): Panel {
    switch (subject.kind) {
      case 'template': return templatePanel(this.desk);
      case 'node': return nodePanel(this.desk, subject.id, field);
      case 'edge': return edgePanel(this.desk, subject.id);
      case 'variable': return variablePanel(this.desk, subject.index);
      case 'many': return manyPanel(this.desk, subject.ids);
    }
  }

  /** The field itself, or the nearest one around it. */
  private focusField(field: string): void {
    for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const found = this.element.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"], [data-field^="${CSS.escape(path)}/"]`);
      if (found !== null) {
        found.focus();
        return;
      }
    }
  }
}

/** The field of a subject's panel that a problem belongs to; null for a problem of something else. */
function fieldOf(problem: Problem, document: TemplateDocument, subject: Subject): string | null {
  const about = subjectOf(problem, document);
  if (about.kind === 'node' && subject.kind === 'node' && about.id === subject.id) return about.field;
  if (about.kind === 'variable' && subject.kind === 'variable' && about.index === subject.index) return about.field;
  if (about.kind === 'edge' && subject.kind === 'edge' && about.id === subject.id) return 'arm';
  return about.kind === 'template' && subject.kind === 'template' ? problem.path.slice(1) : null;
}
