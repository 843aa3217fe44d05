import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { FoldedNotebook } from './foldedNotebook';
import { LINE_CLASS } from './line';
import type { FoldNavigation } from './navigation';

/** The first cell of a closed fold. */
const CLOSED_HEAD = '.uh-mod-foldClosed';

/** Lumino runs no shortcut for a key pressed at a node with this. */
const SUPPRESS = 'data-lm-suppress-shortcuts';

/**
 * Has the lines of a notebook answer keys and focus.
 *
 * JupyterLab's one-key shortcuts act on the active cell: at a line that is a cell nobody sees, so
 * they are off there. Those with Ctrl, Alt or ⌘ work.
 */
export function listenToLines(folded: FoldedNotebook, navigation: FoldNavigation): IDisposable {
  const { panel } = folded;
  const { node } = panel.content;

  const onAnyKey = (event: KeyboardEvent) => {
    const { target } = event;
    if (target instanceof Element && node.contains(target) && isAtLine(target)) {
      target.toggleAttribute(SUPPRESS, !(event.ctrlKey || event.metaKey || event.altKey));
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (answerKey(event, folded, navigation)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const onTouch = (event: Event) => {
    navigation.isAtLine = event.target instanceof Element && isAtLine(event.target);
  };
  const onTouched = () => {
    navigation.isAtLine = false;
  };
  // JupyterLab gives the focus to the active cell's node; of a closed fold only the line is seen.
  const onFocus = (event: FocusEvent) => {
    if (event.target instanceof Element && event.target.matches(CLOSED_HEAD)) {
      navigation.focus();
    }
  };
  const onFocusOut = () => {
    setTimeout(() => {
      if (!panel.isDisposed && document.hasFocus() && isElsewhere(document.activeElement)) {
        navigation.leaveLine();
      }
    });
  };
  // The table of contents takes clicks without taking the focus.
  const onPress = (event: MouseEvent) => {
    if (isElsewhere(event.target)) {
      navigation.leaveLine();
    }
  };
  const isElsewhere = (target: EventTarget | null) =>
    !(target instanceof Node && (node.contains(target) || panel.toolbar.node.contains(target)));

  window.addEventListener('keydown', onAnyKey, true);
  window.addEventListener('mousedown', onPress, true);
  node.addEventListener('keydown', onKey, true);
  for (const type of ['mousedown', 'focusin']) {
    node.addEventListener(type, onTouch, true);
    panel.node.addEventListener(type, onTouched);
  }
  node.addEventListener('focusin', onFocus);
  node.addEventListener('focusout', onFocusOut);
  return new DisposableDelegate(() => {
    window.removeEventListener('keydown', onAnyKey, true);
    window.removeEventListener('mousedown', onPress, true); // the others go with the notebook's node
  });
}

/** What a key does at a line; false for one that is none of its. Enter and Space are the button's own. */
function answerKey(
  event: KeyboardEvent,
  folded: FoldedNotebook,
  navigation: FoldNavigation
): boolean {
  const fold = folded.folds.find(one => folded.lineOf(one)?.node.contains(event.target as Node));
  if (!fold) {
    return false;
  }
  if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.altKey)) {
    navigation.runFold();
    if (event.shiftKey) {
      navigation.move(1);
    }
    return true;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
    return false;
  }
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
      if (folded.isOpen(fold)) {
        folded.panel.content.widgets[fold.start].node.focus();
      } else {
        navigation.move(1);
      }
      return true;
    case 'ArrowUp':
    case 'k':
      navigation.move(-1);
      return true;
    case 'ArrowRight':
    case 'ArrowLeft':
      folded.setOpen(fold, event.key === 'ArrowRight');
      return true;
    default:
      return false;
  }
}

/** Whether a node is a line's, or all of a closed fold that is seen. */
function isAtLine(node: Element): boolean {
  return node.closest(`.${LINE_CLASS}, ${CLOSED_HEAD}`) !== null;
}
