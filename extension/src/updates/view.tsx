import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { PageUpdate } from '../generated/update';
import { CellDifference } from './cell';
import type { UpdateModel } from './model';

/** The whole tab: what differs, a choice for each cell, and Merge. */
export function UpdateView(props: {
  model: UpdateModel;
  onMerge: () => void;
  onClose: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, onMerge, onClose, trans } = props;
  const { update, error, notice, busy } = model;
  const ready = update?.newer === true;
  return (
    <div className="uh-update" aria-busy={busy}>
      <header className="uh-update-header">
        <h2>
          {update ? trans.__('Newer version of “%1”', update.title) : trans.__('Newer version')}
        </h2>
        {update && <p>{ready ? summary(update, trans) : trans.__('Your page is up to date.')}</p>}
        {ready && (
          <p>
            {trans.__(
              'The choices are set so that nothing of yours is lost. Your page is backed up before anything is merged.'
            )}
          </p>
        )}
        <div role="status" aria-live="polite" className="uh-update-notice">
          {notice ?? (update === null && error === null ? trans.__('Comparing…') : '')}
        </div>
        {error !== null && (
          <div role="alert" className="uh-update-error">
            <p>{error}</p>
            <button
              type="button"
              className="uh-button"
              disabled={busy}
              onClick={() => void model.load()}
            >
              {trans.__('Retry')}
            </button>
          </div>
        )}
        <div className="uh-update-buttons">
          {ready && (
            <button
              type="button"
              className="uh-button uh-update-merge"
              disabled={busy}
              onClick={onMerge}
            >
              {mergeLabel(update, trans)}
            </button>
          )}
          <button type="button" className="uh-button" onClick={onClose}>
            {ready ? trans.__('Not now') : trans.__('Close')}
          </button>
        </div>
      </header>
      {ready && (
        <ol className="uh-update-cells">
          {update.cells.map(cell => (
            <CellDifference
              key={cell.key}
              cell={cell}
              choice={model.choice(cell.key) ?? cell.choice}
              onChoose={choice => model.choose(cell.key, choice)}
              disabled={busy}
              trans={trans}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

/** `Merge (2 conflicts)`. */
export function mergeLabel(update: PageUpdate, trans: TranslationBundle): string {
  return update.conflicts === 0
    ? trans.__('Merge')
    : trans._n('Merge (%1 conflict)', 'Merge (%1 conflicts)', update.conflicts);
}

function summary(update: PageUpdate, trans: TranslationBundle): string {
  const sentences = [
    trans._n('%1 cell differs.', '%1 cells differ.', update.cells.length),
    trans._n('%1 is unchanged.', '%1 are unchanged.', update.unchanged)
  ];
  if (update.added > 0) {
    sentences.push(trans._n('%1 that you added stays.', '%1 that you added stay.', update.added));
  }
  return sentences.join(' ');
}
