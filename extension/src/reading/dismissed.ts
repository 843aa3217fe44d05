import type { IStateDB } from '@jupyterlab/statedb';
import type { IDismissed } from './notice';

const KEY = 'underhood:reading';

/** The pages whose advice the student closed, kept with the workspace. */
export class DismissedNotices implements IDismissed {
  constructor(private readonly _state: IStateDB | null) {
    void this._restore();
  }

  has(pageId: string): boolean {
    return this._pages.has(pageId);
  }

  add(pageId: string): void {
    this._pages.add(pageId);
    void this._state?.save(KEY, { dismissed: [...this._pages] });
  }

  private async _restore(): Promise<void> {
    const kept = (await this._state?.fetch(KEY)) as { dismissed?: string[] } | undefined;
    kept?.dismissed?.forEach(id => this._pages.add(id));
  }

  private readonly _pages = new Set<string>();
}
