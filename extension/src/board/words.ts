import type { TranslationBundle } from '@jupyterlab/translation';

/** What a nickname is for and may be made of. */
export function nicknameRules(trans: TranslationBundle): string {
  return trans.__(
    "The class sees this name beside your speed. It goes in with your next hand-in, and so does leaving. 2 to 24 letters, digits, spaces and -_.'!; not somebody else’s name."
  );
}
