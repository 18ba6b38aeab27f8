import type { EdgeLook } from './bitmap';
import { flowOf } from './flow';
import { BoxIndex, NODE_HEIGHT, NODE_WIDTH, type Places, type Point } from './geometry';
import type { Graph, GraphEdge } from './graph';
import { distanceTo } from './lines';
import type { NodeProblems, NodeStatus } from './nodeDrawing';
import { route } from './routes';

const NOTHING: Graph = { nodes: new Map(), edges: new Map(), next: new Map(), previous: new Map() };

/** What a canvas shows now: the graph, where its nodes stand and its edges run, and what is said of them. */
export class Drawn {
  graph: Graph = NOTHING;
  readonly states = new Map<string, NodeStatus>();
  problems: ReadonlyMap<string, NodeProblems> = new Map();
  chosen: ReadonlySet<string> = new Set();
  /** The node that Tab leads to; null while there is none. */
  stop: string | null = null;
  private placed = new Map<string, Point>();
  private boxes = new BoxIndex();
  private readonly corners = new Map<string, readonly Point[]>();
  private moving: ReadonlyMap<string, Point> = new Map();

  get places(): Places {
    return this.placed;
  }

  get index(): BoxIndex {
    return this.boxes;
  }

  /** Nodes that are being dragged, with where they are meanwhile. */
  get dragged(): ReadonlyMap<string, Point> {
    return this.moving;
  }

  show(graph: Graph, places: Places): void {
    this.graph = graph;
    this.placed = new Map(places);
    this.boxes = new BoxIndex(places);
    this.moving = new Map();
    this.corners.clear();
    if (this.stop === null || !graph.nodes.has(this.stop)) this.stop = graph.nodes.keys().next().value ?? null;
  }

  drag(places: ReadonlyMap<string, Point>): void {
    this.moving = places;
  }

  /** Puts nodes down for good. */
  drop(places: ReadonlyMap<string, Point>): void {
    this.moving = new Map();
    for (const [id, place] of places) {
      this.placed.set(id, place);
      this.boxes.set(id, place);
    }
    this.corners.clear();
  }

  placeOf(id: string): Point {
    return this.moving.get(id) ?? this.placed.get(id)!;
  }

  isMoving(edge: GraphEdge): boolean {
    return this.moving.has(edge.from) || this.moving.has(edge.to);
  }

  /** Where an edge runs. While one of its ends is dragged it goes the shortest way, whatever stands there. */
  cornersOf(edge: GraphEdge): readonly Point[] {
    const known = this.isMoving(edge) ? undefined : this.corners.get(edge.id);
    if (known !== undefined) return known;
    const [from, to] = [this.placeOf(edge.from), this.placeOf(edge.to)];
    const fansOut = this.graph.next.get(edge.from)!.length > this.graph.previous.get(edge.to)!.length;
    const found = route(bottomOf(from), topOf(to), this.isMoving(edge) ? new BoxIndex() : this.boxes, bottomOf(fansOut ? from : to).x);
    if (!this.isMoving(edge)) this.corners.set(edge.id, found);
    return found;
  }

  lookOf(edge: GraphEdge): EdgeLook {
    if (this.chosen.has(edge.id)) return 'selected';
    return this.states.size === 0 ? 'plain' : flowOf(edge, this.states.get(edge.from), this.states.get(edge.to));
  }

  nodeAt(point: Point): string | null {
    return this.boxes.within({ ...point, width: 0.1, height: 0.1 })[0]?.[0] ?? null;
  }

  /** The edge that passes next to a point, no farther than `reach`; those of the given nodes do not count. */
  edgeAt(point: Point, reach: number, except: ReadonlySet<string> = new Set()): string | null {
    let best: string | null = null;
    let nearest = reach;
    for (const edge of this.graph.edges.values()) {
      if (except.has(edge.from) || except.has(edge.to)) continue;
      const distance = distanceTo(this.cornersOf(edge), point);
      if (distance <= nearest) [best, nearest] = [edge.id, distance];
    }
    return best;
  }
}

export const bottomOf = (place: Point): Point => ({ x: place.x + NODE_WIDTH / 2, y: place.y + NODE_HEIGHT });

/** One pixel above the box, so that the arrow's tip touches its border. */
export const topOf = (place: Point): Point => ({ x: place.x + NODE_WIDTH / 2, y: place.y - 1 });
