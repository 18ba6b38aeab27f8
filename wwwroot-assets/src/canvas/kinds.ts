import type { Json, JsonObject, NodeDefinition } from './document';

/** One parameter of a node kind, as the server's catalogue of kinds describes it. */
export interface Parameter extends ParameterType {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly required: boolean;
  readonly default?: Json;
}

export interface ParameterType {
  readonly type: string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly choices?: readonly string[];
  readonly place?: string;
  readonly fields?: readonly Parameter[];
  readonly item?: ParameterType;
  readonly min_count?: number;
  readonly max_count?: number;
  readonly names_are_keys?: boolean;
}

export interface NodeKind {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
}

/** One way out of a node. */
export interface Arm {
  readonly arm: string;
  /** The condition, as an expression; null for the arm that is taken when no other is. */
  readonly when: string | null;
}

/** The parameter that lists a kind's arms: a list of objects that begin with a key. A kind without one has no arms. */
export function armsParameter(kind: NodeKind | undefined): Parameter | undefined {
  return kind?.parameters.find((parameter) => parameter.type === 'list' && parameter.item?.fields?.[0]?.type === 'key');
}

/** The ways out of a node, as far as its parameters can be read; null for a kind whose edges have no arms. */
export function armsOf(node: NodeDefinition, kind: NodeKind | undefined): readonly Arm[] | null {
  const parameter = armsParameter(kind);
  const fields = parameter?.item?.fields;
  if (parameter === undefined || fields === undefined) return null;
  const list = node.with?.[parameter.name];
  if (!Array.isArray(list)) return [];
  const condition = fields.find((field) => field.type === 'expression')?.name;
  return (list as readonly Json[]).flatMap((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return [];
    const arm = (item as JsonObject)[fields[0]!.name];
    const when = condition === undefined ? null : (item as JsonObject)[condition];
    return typeof arm === 'string' && arm !== '' ? [{ arm, when: typeof when === 'string' ? when : null }] : [];
  });
}
