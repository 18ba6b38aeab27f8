/** The JSON form of a template document. Fields that are not named here belong to later versions or other tools, and are kept as they are. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };

export interface VariableDefinition {
  readonly key: string;
  readonly type: string;
  readonly default?: Json;
  readonly required?: boolean;
  readonly description?: string;
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

export interface NodeDefinition {
  readonly key: string;
  readonly kind: string;
  readonly name?: string;
  readonly description?: string;
  readonly queue?: string;
  readonly trigger_rule?: string;
  readonly retries?: JsonObject;
  readonly timeout?: string;
  readonly priority?: number;
  readonly with?: JsonObject;
}

export interface EdgeDefinition {
  readonly from: string;
  readonly to: string;
  readonly arm?: string;
}

/** The upper left corner of a node, in pixels at zoom 1. */
export type Place = readonly [number, number];

export interface TemplateDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly description?: string;
  readonly variables?: readonly VariableDefinition[];
  readonly nodes?: readonly NodeDefinition[];
  readonly edges?: readonly EdgeDefinition[];
  readonly layout?: { readonly [node: string]: Place };
}

/** The rule of a node that names none. */
export const DEFAULT_RULE = 'all_success';
