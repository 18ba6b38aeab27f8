import type { NodeKind } from '../canvas/kinds';
import type { TemplateDocument } from '../canvas/document';
import type { SaveStatus } from './draft';
import { h, icon, iconButton, splitter } from './dom';
import type { Editor } from './editor';
import { signInAgain } from './signInAgain';
import { addVariableButton } from './otherPanels';
import { sentence, subjectOf, type Problem } from './problems';
import { usersOf } from './commands';

export interface BarActions {
  undo(): void;
  redo(): void;
  tidy(): void;
  find(): void;
  problems(): void;
  simulate(): void;
  versions(): void;
  download(format: 'yaml' | 'json'): void;
  picture(format: 'png' | 'svg'): void;
  upload(file: File): void;
  publish(): void;
  /** Saves now, or asks again what is to happen with a conflict. */
  save(): void;
}

/** The bar above the canvas. */
export class Bar {
  readonly element: HTMLElement;
  private readonly title = h('h1', { class: 'page-title designer__title cut', tabindex: -1 });
  private readonly status = h('span', { class: 'faint nowrap designer__status', role: 'status' });
  private readonly count = h('span', {});
  private readonly problems: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly simulate: HTMLButtonElement;
  private readonly draftChip = h('span', { class: 'chip chip--line' });
  private readonly others = h('span', { class: 'designer__others', role: 'status' });

  constructor(private readonly editor: Editor, private readonly actions: BarActions) {
    const { words, options, readOnly } = editor;
    const separator = (): HTMLElement => h('span', { class: 'bar__sep' });
    this.undo = iconButton('undo', words.of('undo'), actions.undo, undefined, 'Ctrl Z');
    this.redo = iconButton('redo', words.of('redo'), actions.redo, undefined, 'Ctrl Shift Z');
    this.problems = h('button', { type: 'button', class: 'btn btn--quiet', 'aria-expanded': 'false', onclick: actions.problems }, icon('error'), this.count);
    this.simulate = h('button', { type: 'button', class: 'btn btn--quiet', 'aria-pressed': 'false', title: `${words.of('simulate')} (Shift Alt S)`, onclick: actions.simulate }, icon('sim'), words.of('simulate'));
    const file = h('input', { type: 'file', class: 'visually-hidden', accept: '.yaml,.yml,.json', tabindex: -1, 'aria-hidden': 'true' });
    file.addEventListener('change', () => {
      const chosen = file.files?.[0];
      file.value = '';
      if (chosen !== undefined) actions.upload(chosen);
    });
    const item = (label: string, act: () => void): HTMLElement => h('button', { type: 'button', class: 'drop__item', onclick: () => {
      menu.removeAttribute('open');
      act();
    } }, label);
    const menu: HTMLDetailsElement = h('details', { class: 'drop' }, h('summary', { class: 'btn btn--icon btn--quiet', 'aria-label': words.of('moreActions'), title: words.of('moreActions') }, icon('more')),
      h('div', { class: 'drop__items drop__items--right' },
        item(words.of('versions'), actions.versions), item(words.of('exportYaml'), () => actions.download('yaml')), item(words.of('exportJson'), () => actions.download('json')),
        item(words.of('exportPng'), () => actions.picture('png')), item(words.of('exportSvg'), () => actions.picture('svg')),
        ...(readOnly ? [] : [item(words.of('importFile'), () => file.click())])));
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector('summary')!.focus();
    });
    document.addEventListener('pointerdown', (event) => {
      if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
    });
    this.element = h('header', { class: 'bar' },
      h('nav', { class: 'crumbs', 'aria-label': words.of('path') }, h('a', { href: `/projects/${options.project}/templates` }, words.of('templates')), icon('right', 'icon icon--s'),
        ...(options.version === null ? [] : [h('a', { class: 'cut', href: `/templates/${options.template}` }, words.of('draft')), icon('right', 'icon icon--s')])),
      this.title, this.draftChip, readOnly ? null : this.status, this.others, h('span', { class: 'grow' }),
      ...(readOnly ? [] : [this.undo, this.redo, separator(), iconButton('tidy', words.of('tidy'), actions.tidy, undefined, 'Shift Alt T')]),
      iconButton('search', words.of('find'), actions.find, undefined, 'Ctrl F'),
      this.simulate, ...(readOnly ? [menu] : [separator(), this.problems, menu, file, h('button', { type: 'button', class: 'btn btn--primary', onclick: actions.publish }, words.of('publish'))]));
    this.setVersion(options.latestVersion);
  }

  setVersion(latest: number): void {
    const { words, options, readOnly } = this.editor;
    this.draftChip.textContent = options.version !== null ? words.of('versionReadOnly', options.version) : readOnly ? words.of('draftReadOnly') : words.of('draftOf', latest + 1);
  }

  drawSimulating(on: boolean): void {
    this.simulate.setAttribute('aria-pressed', String(on));
  }

  /** Who else has the draft open. */
  drawOthers(names: readonly string[]): void {
    const { words } = this.editor;
    const text = names.length === 0 ? '' : names.length === 1 ? words.of('otherHere', names[0]!) : words.of('othersHere', names.join(words.of('listSeparator')));
    if (this.others.textContent === text) return;
    this.others.replaceChildren(...(text === '' ? [] : [icon('people', 'icon icon--s'), h('span', { class: 'cut' }, text)]));
    this.others.title = text;
  }

  draw(document: TemplateDocument, canUndo: boolean, canRedo: boolean): void {
    this.title.textContent = document.name;
    this.title.title = document.name;
    for (const [button, can] of [[this.undo, canUndo], [this.redo, canRedo]] as const) button.toggleAttribute('disabled', !can);
  }

  drawProblems(problems: readonly Problem[], open: boolean): void {
    const { words } = this.editor;
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    this.problems.querySelector('svg')!.setAttribute('class', `icon ${errors > 0 ? 'problem__error' : problems.length > 0 ? 'problem__warn' : ''}`);
    this.problems.querySelector('use')!.setAttribute('href', errors > 0 ? '#i-error' : problems.length > 0 ? '#i-warn' : '#i-check');
    this.count.textContent = problems.length === 0 ? words.of('noProblems') : words.of('problemCount', problems.length);
    this.problems.setAttribute('aria-expanded', String(open));
  }

  drawStatus(status: SaveStatus, language: string): void {
    const { words } = this.editor;
    this.status.dataset['save'] = status.kind;
    const parts: (Node | string)[] = [];
    switch (status.kind) {
      case 'saved': parts.push(status.at === null ? words.of('saved') : words.of('savedAt', new Intl.DateTimeFormat(language, { timeStyle: 'medium', hour12: false }).format(status.at))); break;
      case 'unsaved': case 'saving': parts.push(words.of('saving')); break;
      case 'conflict': parts.push(h('button', { type: 'button', class: 'link', onclick: this.actions.save }, words.of('notSavedConflict'))); break;
      case 'failed':
        if (status.signedOut) parts.push(words.of('notSavedSignedOut'), ' ', signInAgain(words));
        else parts.push(words.of('notSaved', status.reason ?? words.of('unreachable')));
        break;
    }
    this.status.classList.toggle('designer__status--bad', status.kind === 'failed' || status.kind === 'conflict');
    this.status.title = status.kind === 'failed' ? (status.problems[0]?.message ?? status.reason ?? '') : '';
    this.status.replaceChildren(...parts);
  }
}

/** As narrow as the names of kinds. */
export const PALETTE_PANE = { splitter: '[data-splitter="maat-designer-palette"]', side: 'left', property: '--w-palette', least: 140, store: 'maat-designer-palette' } as const;

/** Kinds to drag onto the canvas, and the template's variables. */
export class Palette {
  readonly element: HTMLElement;
  private readonly variables = h('div', {});

  constructor(private readonly editor: Editor, onAdd: (kind: NodeKind) => void, onDragStart: (kind: NodeKind, event: PointerEvent) => void) {
    const { words } = editor;
    this.element = h('div', { class: 'palette-pane' }, h('aside', { class: 'palette', 'aria-label': words.of('palette') },
      h('div', { class: 'palette__title' }, words.of('dragOn')),
      ...[...editor.kinds.values()].map((kind) => h('button', {
        type: 'button', class: 'palette__item', 'data-kind': kind.name, title: words.or(`kind_${kind.name}_help`, kind.description),
        onpointerdown: (event: PointerEvent) => onDragStart(kind, event),
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onAdd(kind);
        },
        ondblclick: () => onAdd(kind),
      }, h('span', { class: 'node__kind' }, icon(kind.name)), h('span', { class: 'palette__text' }, h('span', { class: 'nowrap' }, words.or(`kind_${kind.name}`, kind.title)),
        h('span', { class: 'faint cut' }, words.or(`kind_${kind.name}_help`, kind.description))))),
      h('div', { class: 'palette__title palette__title--next' }, words.of('variables'), h('span', { class: 'grow' }), addVariableButton(editor)),
      this.variables), splitter(PALETTE_PANE.store, words.of('paletteWidth'), PALETTE_PANE.least));
  }

  draw(document: TemplateDocument): void {
    const { words } = this.editor;
    this.variables.replaceChildren(...(document.variables ?? []).map((variable, index) => h('button', {
      type: 'button', class: 'palette__row', onclick: () => this.editor.show({ kind: 'variable', index }),
    }, h('code', { class: 'cut' }, variable.key), variable.required === true && h('span', { class: 'problem__error', title: words.of('required') }, '*'),
      usersOf(document, variable.key).length === 0 && h('span', { class: 'problem__warn palette__mark', title: words.of('unused') }, icon('warn', 'icon icon--s')),
      h('span', { class: 'grow' }), h('span', { class: 'faint palette__type' }, words.or(`type_${variable.type}`, variable.type)))));
  }
}

/** What is wrong, under the canvas. */
export class Problems {
  readonly element: HTMLElement;
  private readonly list = h('ul', { class: 'problems' });
  private readonly summary = h('span', { class: 'faint' });
  private readonly total = h('span', { class: 'count' });

  constructor(private readonly editor: Editor, private readonly onProblem: (problem: Problem) => void, onClose: () => void) {
    const { words } = editor;
    this.element = h('section', { class: 'drawer', 'aria-label': words.of('problems'), hidden: true },
      h('div', { class: 'drawer__head' }, words.of('problems'), this.total, this.summary, h('span', { class: 'grow' }), iconButton('x', words.of('closeProblems'), onClose, 'btn btn--icon btn--quiet btn--s')),
      this.list);
  }

  draw(problems: readonly Problem[], document: TemplateDocument, failed: string | null): void {
    const { words } = this.editor;
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    this.total.textContent = String(problems.length);
    this.total.classList.toggle('count--bad', errors > 0);
    this.summary.textContent = failed ?? words.of('problemSummary', errors, problems.length - errors);
    this.list.replaceChildren(...problems.map((problem) => {
      const subject = subjectOf(problem, document);
      const where = subject.kind === 'node' ? subject.id : subject.kind === 'edge' ? subject.id : subject.kind === 'variable' ? (document.variables?.[subject.index]?.key ?? '') : '';
      return h('li', {}, h('button', { type: 'button', class: 'problem', onclick: () => this.onProblem(problem) },
        h('span', { class: problem.severity === 'error' ? 'problem__error' : 'problem__warn' }, icon(problem.severity === 'error' ? 'error' : 'warn'),
          h('span', { class: 'visually-hidden' }, words.of(problem.severity))),
        h('span', { class: 'cut', title: sentence(problem) }, sentence(problem)), h('code', { class: 'problem__where cut' }, where),
        h('span', { class: 'problem__line nowrap' }, problem.line === null ? '' : words.of('line', problem.line))));
    }));
  }
}
