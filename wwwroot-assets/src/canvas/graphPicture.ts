import type { EdgeLook, Picture, PictureArm, PictureNode } from './bitmap';
import type { Drawn } from './drawn';
import { boxAt, overlaps, type Box } from './geometry';
import type { GraphEdge } from './graph';
import { armPlace } from './nodeDrawing';
import { mergeLines, type Lines } from './lines';
import { RADIUS } from './routes';

/** A large graph as it is drawn: the lines of a look are merged once, and again when an edge changes its look or its way. */
export class GraphPicture implements Picture {
  private readonly merged = new Map<string, Lines>();
  private edges: Map<EdgeLook, GraphEdge[]> | null = null;

  /** `stands` tells of nodes that are in the page as elements. */
  constructor(private readonly drawn: Drawn, private readonly stands: (id: string) => boolean) {}

  /** Edges have other looks or run elsewhere. */
  forget(): void {
    this.merged.clear();
    this.edges = null;
  }

  *nodes(area: Box): Iterable<PictureNode> {
    const { drawn } = this;
    for (const [id] of drawn.index.within(area)) if (!drawn.dragged.has(id)) yield* this.node(id);
    for (const [id, place] of drawn.dragged) if (overlaps(area, boxAt(place))) yield* this.node(id);
  }

  lines(look: EdgeLook, rounded: boolean): readonly Lines[] {
    const { drawn } = this;
    const edges = this.byLook().get(look) ?? [];
    const key = `${look} ${rounded}`;
    let still = this.merged.get(key);
    if (still === undefined) {
      still = mergeLines(edges.filter((edge) => !drawn.isMoving(edge)).map((edge) => drawn.cornersOf(edge)), rounded ? RADIUS : 0);
      this.merged.set(key, still);
    }
    const moving = drawn.dragged.size === 0 ? [] : edges.filter((edge) => drawn.isMoving(edge)).map((edge) => drawn.cornersOf(edge));
    return moving.length === 0 ? [still] : [still, mergeLines(moving, rounded ? RADIUS : 0)];
  }

  *arms(area: Box): Iterable<PictureArm> {
    for (const edge of this.drawn.graph.edges.values()) {
      if (edge.arm === null) continue;
      const at = armPlace(this.drawn.cornersOf(edge));
      if (overlaps(area, { ...at, width: 1, height: 1 })) yield { text: edge.arm.arm, at };
    }
  }

  private *node(id: string): Iterable<PictureNode> {
    const { drawn } = this;
    const node = drawn.graph.nodes.get(id);
    if (node === undefined || this.stands(id)) return;
    yield {
      name: node.name, kind: node.kind, place: drawn.placeOf(id), state: drawn.states.get(id)?.state,
      problem: (drawn.problems.get(id)?.errors ?? 0) > 0, selected: drawn.chosen.has(id),
    };
  }

  private byLook(): Map<EdgeLook, GraphEdge[]> {
    if (this.edges === null) {
      this.edges = new Map();
      for (const edge of this.drawn.graph.edges.values()) {
        const look = this.drawn.lookOf(edge);
        const alike = this.edges.get(look);
        if (alike === undefined) this.edges.set(look, [edge]);
        else alike.push(edge);
      }
    }
    return this.edges;
  }
}
