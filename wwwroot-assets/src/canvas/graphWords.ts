/** The canvas's texts in the page's language. */
export interface GraphWords {
  /** `{0}` is the number of nodes. */
  readonly graph: string;
  /** By the name of a trigger rule. */
  readonly rules: Readonly<Record<string, string>>;
  /** An arm without a condition. */
  readonly otherwise: string;
  readonly minimap: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomFull: string;
  readonly fit: string;
  readonly fullScreen: string;
  /** `{0}` is how many. */
  readonly errors: string;
  readonly warnings: string;
}

export const fill = (text: string, ...values: (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
