/** lumino's widgets want the class when they are loaded; jsdom lacks it. */
globalThis.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;
