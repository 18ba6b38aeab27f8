import { fill } from '../canvas/graphWords';

/** The designer's texts in the page's language, by the names that the server's resources give them. */
export class Words {
  constructor(private readonly texts: Readonly<Record<string, string>>) {}

  /** The text with its `{0}` filled in. Names without a text are shown as they are: a test keeps them from happening. */
  of(name: string, ...values: (string | number)[]): string {
    return fill(this.texts[name] ?? name, ...values);
  }

  /** The text with its `{0}`, for somebody else to fill. */
  pattern(name: string): string {
    return this.texts[name] ?? name;
  }

  /** The text, or what stands in for it. */
  or(name: string, fallback: string): string {
    return this.texts[name] ?? fallback;
  }
}
