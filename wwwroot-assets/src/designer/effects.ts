import type { TemplateUser } from './api';
import { h, icon } from './dom';
import type { Words } from './words';

type Filter = 'all' | 'takes' | 'pinned' | 'breaks';

const FILTERS: readonly Filter[] = ['all', 'takes', 'pinned', 'breaks'];

/** What a version does to the applications of its template, and which of them a person lets take it. Those that it would break cannot. */
export class Effects {
  readonly element: HTMLElement;
  private readonly boxes = new Map<TemplateUser, HTMLInputElement>();
  private readonly rows = new Map<TemplateUser, HTMLTableRowElement>();
  private readonly filters = h('div', { class: 'segmented', role: 'radiogroup' });
  private readonly all = h('input', { type: 'checkbox' });
  private filter: Filter = 'all';

  /** `onChoice` hears whenever another application is chosen or no more. */
  constructor(private readonly words: Words, language: string, private readonly users: readonly TemplateUser[], private readonly version: number, private readonly onChoice: () => void) {
    const time = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
    for (const user of users) {
      const box = h('input', { type: 'checkbox', 'aria-label': user.name, disabled: user.breaks.length > 0 || user.version === version });
      box.checked = kindOf(user) === 'takes' && user.version !== version;
      box.addEventListener('change', () => this.chosen());
      this.boxes.set(user, box);
      this.rows.set(user, this.row(user, box, time));
    }
    this.all.setAttribute('aria-label', words.of('effectAll'));
    this.all.addEventListener('change', () => {
      for (const [user, box] of this.boxes) if (!box.disabled && this.isShown(user)) box.checked = this.all.checked;
      this.chosen();
    });
    this.filters.setAttribute('aria-label', words.of('effectTitle', users.length));
    this.element = h('section', { class: 'effects' },
      h('div', { class: 'section__head' }, h('h3', { class: 'section__title' }, words.of('effectTitle', users.length)), h('span', { class: 'grow' }), this.filters),
      users.length === 0 ? h('p', { class: 'muted' }, words.of('noTakers')) : h('div', { class: 'effects__scroll', tabindex: 0 }, h('table', { class: 'table table--dense' },
        h('colgroup', {}, h('col', { class: 'col-check' }), h('col', {}), h('col', { class: 'col-mode' }), h('col', { class: 'col-now' }), h('col', {}), h('col', { class: 'col-next' })),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, this.all), ...['effectApplication', 'effectMode'].map((name) => h('th', { scope: 'col' }, words.of(name))),
          h('th', { scope: 'col', class: 'num' }, words.of('effectNow')), h('th', { scope: 'col' }, words.of('effectWith', version)), h('th', { scope: 'col' }, words.of('effectNext')))),
        h('tbody', {}, ...this.rows.values()))),
      h('p', { class: 'field__help' }, users.some((user) => user.breaks.length > 0) ? words.of('effectBreakHelp') : users.length > 0 && words.of('takersHelp')));
    this.filters.hidden = users.length === 0;
    this.drawFilters();
    this.drawAll();
  }

  get takers(): readonly TemplateUser[] {
    return this.users.filter((user) => this.boxes.get(user)!.checked);
  }

  private chosen(): void {
    this.drawAll();
    this.onChoice();
  }

  private drawAll(): void {
    const open = [...this.boxes.values()].filter((box) => !box.disabled);
    const count = open.filter((box) => box.checked).length;
    this.all.checked = open.length > 0 && count === open.length;
    this.all.indeterminate = count > 0 && count < open.length;
    this.all.disabled = open.length === 0;
  }

  private drawFilters(): void {
    this.filters.replaceChildren(...FILTERS.map((filter) => {
      const count = filter === 'all' ? this.users.length : this.users.filter((user) => kindOf(user) === filter).length;
      const radio = h('input', { type: 'radio', class: 'visually-hidden', name: 'effect-filter' });
      radio.checked = filter === this.filter;
      radio.addEventListener('change', () => {
        this.filter = filter;
        for (const [user, row] of this.rows) row.hidden = !this.isShown(user);
      });
      return h('label', { class: `segmented__item${filter === 'breaks' && count > 0 ? ' effects__bad' : ''}` }, radio, this.words.of(`effect_${filter}`, count));
    }));
  }

  private isShown(user: TemplateUser): boolean {
    return this.filter === 'all' || this.filter === kindOf(user);
  }

  private row(user: TemplateUser, box: HTMLInputElement, time: Intl.DateTimeFormat): HTMLTableRowElement {
    const { words, version } = this;
    const kind = kindOf(user);
    const what = user.version === version ? h('span', { class: 'faint' }, words.of('effectHasIt'))
      : kind === 'breaks' ? h('span', { class: 'effects__bad' }, icon('error', 'icon icon--s'), ' ', user.breaks.map((problem) => problem.message).join(' '))
        : h('span', {}, words.of(kind === 'pinned' ? 'effectStays' : 'effectTakes', user.version));
    return h('tr', { 'data-application': user.id, 'data-effect': kind },
      h('td', {}, box),
      h('td', { class: 'cut' }, h('a', { href: `/applications/${user.id}`, target: '_blank', rel: 'noopener', title: user.name }, user.name)),
      h('td', { class: 'faint nowrap' }, words.of(user.follows ? 'takerFollows' : 'takerPinned')),
      h('td', { class: 'num' }, `v${user.version}`),
      h('td', {}, what),
      h('td', { class: 'faint nowrap' }, user.next_fire_at === null ? '—' : time.format(new Date(user.next_fire_at))));
  }
}

function kindOf(user: TemplateUser): Exclude<Filter, 'all'> {
  return user.breaks.length > 0 ? 'breaks' : user.follows ? 'takes' : 'pinned';
}
