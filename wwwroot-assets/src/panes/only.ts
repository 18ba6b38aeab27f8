interface View {
  dispose(): unknown;
}

const views = new WeakMap<HTMLElement, View>();

/** Makes the only view of `root`: one that was made before, by a page whose connection was lost over the answer, is taken down. */
export function only<T extends View>(root: HTMLElement, make: () => T): T {
  views.get(root)?.dispose();
  const view = make();
  views.set(root, view);
  return view;
}
