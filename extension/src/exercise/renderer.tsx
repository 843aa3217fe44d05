import type { IRenderMime } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { Check } from '../generated/check';
import { keepKeys } from '../keys';
import { CHECK_MIME, readCheck } from './check';
import type { ExerciseModel } from './model';
import type { CheckView, IExerciseActions } from './view';

/** Draws the output of `check()` below the cell that ran it. */
export class CheckRenderer extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly _options: CheckRenderer.IOptions) {
    super();
    this.addClass('jp-UnderhoodCheck');
    keepKeys(this.node);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._check = readCheck(model.data[CHECK_MIME]);
    this._options.model.ensureCourse();
    this._view ??= (await import('./view')).CheckView; // when the first result is drawn
    this.update();
    await this.renderPromise;
  }

  protected override render(): JSX.Element {
    const { model, actions, trans } = this._options;
    const check = this._check;
    const View = this._view;
    if (!View) {
      return <></>; // a moment, until it is loaded
    }
    if (!check) {
      return <p>{trans.__('This is no result of a check; run the cell again.')}</p>;
    }
    return (
      <UseSignal signal={model.changed}>
        {() => <View check={check} model={model} actions={actions} trans={trans} />}
      </UseSignal>
    );
  }

  private _check: Check | null = null;
  private _view: typeof CheckView | null = null;
}

export namespace CheckRenderer {
  export interface IOptions {
    model: ExerciseModel;
    actions: IExerciseActions;
    trans: TranslationBundle;
  }
}
