import { InputDialog } from '@jupyterlab/apputils';
import { chooseNickname } from './nickname';
import type { INicknameOptions } from './nickname';
import { nicknameRules } from './words';

/** Asks in a dialog, again with the reason where a nickname is not allowed. */
export async function askNickname(options: INicknameOptions, name: string): Promise<void> {
  const { model, trans } = options;
  let text = model.handin(name)?.board?.nickname ?? '';
  let problem: string | null = null;
  do {
    const label = [problem, nicknameRules(trans)].filter(Boolean).join(' · ');
    const title = trans.__('Your name on the board');
    const asked = await InputDialog.getText({ title, label, text, okLabel: trans.__('Join') });
    if (!asked.button.accept) {
      return;
    }
    text = asked.value ?? '';
    problem = await chooseNickname(options, name, text);
  } while (problem !== null);
}
