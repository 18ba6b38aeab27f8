declare module '*?raw' {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: the files that a pattern matches, by path. */
  glob<T>(pattern: string, options: { readonly query: string; readonly import: string; readonly eager: true }): Readonly<Record<string, T>>;
}
