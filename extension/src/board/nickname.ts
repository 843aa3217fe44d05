import type { TranslationBundle } from '@jupyterlab/translation';
import type { CourseApi } from '../api';
import { messageOf } from '../api';
import type { Handins } from '../generated/handins';
import type { ICourseModel } from '../tokens';

/** What it takes to choose a nickname. */
export interface INicknameOptions {
  api: CourseApi;
  model: ICourseModel;
  trans: TranslationBundle;
}

/**
 * Has the student's copy of a hand-in ask for a nickname on the board, or with null for none.
 *
 * @returns why that could not be, in words; null if it is so now.
 */
export async function chooseNickname(
  { api, model, trans }: INicknameOptions,
  name: string,
  nickname: string | null
): Promise<string | null> {
  const path = `underhood/api/handins/${encodeURIComponent(name)}/nickname`;
  try {
    model.setHandins(await api.request<Handins>('POST', path, { nickname }));
  } catch (error) {
    return messageOf(error);
  }
  model.announce(
    nickname === null
      ? trans.__('Your next hand-in does not ask to be on the board.')
      : trans.__('Your next hand-in asks to be on the board.')
  );
  return null;
}
