import { isMac } from '../../actions/keys';

const mod = isMac ? '⌘' : 'Ctrl';

/** The sheet of keys. */
export const shortcuts = {
  search: 'Search actions and keys',
  or: 'or',
  none: (query: string) => `No action is called “${query}”.`,
  pointer: 'Mouse and trackpad',
  gestures: [
    [['Space', 'drag'], 'Move the view'],
    [['Wheel'], 'Scroll'],
    [[mod, 'wheel'], 'Zoom at the pointer'],
    [['Double-click'], 'Edit a text, or add a card to an empty cell'],
    [['Shift', 'click'], 'Add to the selection'],
    [['Right-click'], 'Open the menu of what is there'],
  ] as readonly (readonly [readonly string[], string])[],
};
