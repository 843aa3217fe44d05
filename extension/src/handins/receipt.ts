import type { TranslationBundle } from '@jupyterlab/translation';
import type { Receipt } from '../generated/handins';

/** A receipt as text to copy; `time` stays as it stands in the exchange, whatever the reader's time zone. */
export function receiptText(receipt: Receipt, trans: TranslationBundle): string {
  return [
    trans.__('Handed in: %1', receipt.title),
    trans.__('Course and hand-in: %1, %2', receipt.course_id, receipt.handin),
    trans.__('Student: %1', receipt.student),
    trans.__('Time: %1', receipt.timestamp),
    ...(receipt.due === null ? [] : [trans.__('Due: %1', receipt.due)]),
    ...receipt.files.map(({ name, bytes, sha256 }) =>
      trans.__('%1, %2 bytes, SHA-256 %3', name, bytes, sha256)
    )
  ].join('\n');
}
