export { arrange, tidy } from './arrange';
export type * from './document';
export { graphOf, type Graph, type GraphEdge, type GraphNode, type KindsByName } from './graph';
export type { GraphEdits } from './dragging';
export { GraphView, type GraphOptions } from './graphView';
export type { GraphWords } from './graphWords';
export type { Places, Point } from './geometry';
export type { NodeKind, Parameter, ParameterType } from './kinds';
export type { NodeProblems, NodeStatus } from './nodeDrawing';
