import type { Drawn } from './drawn';
import { boxAt } from './geometry';
import type { Painting } from './painting';
import type { Viewport } from './viewport';
import { walk, type Direction } from './walk';

/** What a person chooses, told to whoever draws the graph. */
export interface ChoosingHost {
  /** Called with the ids of nodes and edges whenever a person changes what is selected. */
  readonly onSelect?: ((ids: ReadonlySet<string>) => void) | undefined;
  /** Enter on a node. */
  readonly onOpen?: ((id: string) => void) | undefined;
}

/** Which nodes and edges are selected, and which node the keyboard is on. */
export class Choosing {
  private wantsFocus: string | null = null;

  constructor(private readonly viewport: Viewport, private readonly drawn: Drawn, private readonly painting: Painting, private readonly host: ChoosingHost) {}

  /** Marks without telling, for whoever asked for it. */
  mark(ids: ReadonlySet<string>): void {
    const before = this.drawn.chosen;
    const changed = [...before].filter((id) => !ids.has(id)).concat([...ids].filter((id) => !before.has(id)));
    if (changed.length === 0) return;
    this.drawn.chosen = ids;
    for (const id of changed) {
      const view = this.painting.cells.container(id);
      view?.classList.toggle('is-selected', ids.has(id));
      if (view !== null && this.drawn.graph.nodes.has(id)) setCurrent(view, ids.has(id));
    }
    this.painting.changed();
  }

  choose(ids: Iterable<string>): void {
    const next = new Set(ids);
    const { chosen } = this.drawn;
    if (next.size === chosen.size && [...next].every((id) => chosen.has(id))) return;
    this.mark(next);
    this.host.onSelect?.(next);
  }

  press(id: string, more: boolean): void {
    if (!more && !this.drawn.chosen.has(id)) this.choose([id]);
    if (this.drawn.graph.nodes.has(id)) this.focus(id);
  }

  click(id: string | null, more: boolean): void {
    if (id === null) {
      if (!more) this.choose([]);
    } else if (!more) {
      this.choose([id]);
    } else {
      const next = new Set(this.drawn.chosen);
      if (!next.delete(id)) next.add(id);
      this.choose(next);
    }
  }

  /** Shows a node and gives it the keyboard. */
  focus(id: string): void {
    const place = this.drawn.places.get(id);
    if (place === undefined) return;
    this.stopAt(id);
    this.viewport.reveal(boxAt(place));
    const view = this.painting.cells.container(id);
    view?.focus({ preventScroll: true });
    // A new node, or one outside of what was seen, may not be in the page yet.
    this.wantsFocus = view !== null && document.activeElement === view ? null : id;
  }

  /** Tab leads to this node from now on. */
  stopAt(id: string | null): void {
    const { cells } = this.painting;
    if (this.drawn.stop !== null) cells.container(this.drawn.stop)?.setAttribute('tabindex', '-1');
    this.drawn.stop = id;
    if (id === null) return;
    if (!cells.has(id)) this.painting.showCells();
    cells.container(id)?.setAttribute('tabindex', '0');
  }

  /** The element of a node has come into the page. */
  mounted(id: string, view: Element): void {
    view.setAttribute('tabindex', this.drawn.stop === id ? '0' : '-1');
    setCurrent(view, this.drawn.chosen.has(id));
    if (this.wantsFocus === id) this.focus(id);
  }

  /** The keyboard came to an element of the canvas by itself. */
  focused(event: FocusEvent): void {
    const id = event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-cell-id') : undefined;
    if (id != null && id !== this.drawn.stop && this.drawn.graph.nodes.has(id)) this.stopAt(id);
  }

  /** Walks on, and takes the node that it comes to into the selection, or alone. */
  walk(direction: Direction, more: boolean): void {
    const { stop, graph, places, chosen } = this.drawn;
    const to = stop === null ? null : walk(direction, stop, graph, places);
    if (to === null) return;
    this.focus(to);
    this.choose(more ? [...chosen, to] : [to]);
  }

  take(open: boolean): void {
    const { stop } = this.drawn;
    if (stop === null) return;
    this.choose([stop]);
    if (open) this.host.onOpen?.(stop);
  }
}

function setCurrent(view: Element, current: boolean): void {
  if (current) view.setAttribute('aria-current', 'true');
  else view.removeAttribute('aria-current');
}
