import type { TemplateDocument } from '../canvas/document';
import { graphOf, type Graph, type KindsByName } from '../canvas/graph';
import type { GraphView } from '../canvas/graphView';
import type { NodeKind } from '../canvas/kinds';
import type { TemplateApi } from './api';
import type { Problem } from './problems';
import type { Typed } from './typed';
import type { Words } from './words';

/** What the page gives the designer. */
export interface Options {
  readonly template: string;
  readonly project: string;
  /** The published version that is looked at; null for the draft. */
  readonly version: number | null;
  /** The node to begin with; null for none. */
  readonly node: string | null;
  readonly latestVersion: number;
  readonly revision: number;
  readonly editable: boolean;
  readonly person: string;
  readonly language: string;
  readonly document: TemplateDocument;
  readonly kinds: readonly NodeKind[];
  readonly rules: readonly string[];
  readonly defaultPriority: number;
  readonly variableTypes: readonly string[];
  readonly runFacts: readonly string[];
  /** The words for states, by state. */
  readonly states: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, string>>;
}

/** What the right-hand panel is about. */
export type Subject =
  | { readonly kind: 'template' }
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'many'; readonly ids: ReadonlySet<string> };

/** The designer as its panels see it. */
export interface Editor {
  readonly words: Words;
  readonly options: Options;
  readonly kinds: KindsByName;
  readonly readOnly: boolean;
  readonly document: TemplateDocument;
  readonly problems: readonly Problem[];
  readonly typed: Typed;
  /** A change of the document. Changes of one `group` in a row are undone together. */
  edit(document: TemplateDocument, group?: string): void;
  /** The next change is a step of its own. */
  seal(): void;
  show(subject: Subject, field?: string): void;
  /** Gives a node another key; it stays selected. */
  rename(from: string, to: string): void;
  /** Draws the panel anew; the keyboard stays where it is. */
  showAgain(): void;
  connectFrom(id: string): void;
  duplicate(): void;
  insertInto(edge: string): void;
  /** Selects a node with everything before it, or behind it. */
  selectReach(id: string, along: 'next' | 'previous'): void;
  removeSelected(): void;
}

/** The designer as its own parts see it: the canvas and what is chosen on it, besides what panels may do. */
export interface Desk extends Editor {
  readonly canvas: GraphView;
  readonly api: TemplateApi;
  /** Selects nodes and edges, and shows them in the panel. */
  select(ids: ReadonlySet<string>): void;
  /** Another document in place of this one; undo brings this one back. */
  replace(document: TemplateDocument): void;
  undo(): void;
  /** Says what happened, and offers one thing to do about it. */
  offer(text: string, act?: string, onAct?: () => void): void;
}

let known: { readonly document: TemplateDocument; readonly kinds: KindsByName; readonly graph: Graph } | null = null;

/** The graph of a document; asked for often between two changes, and computed once. */
export function graphFor(document: TemplateDocument, kinds: KindsByName): Graph {
  if (known?.document !== document || known.kinds !== kinds) known = { document, kinds, graph: graphOf(document, kinds) };
  return known.graph;
}
