import type { Row } from '../rows';

/** Up to this many rows are all drawn: a screen reader's own reading and the browser's search see them. */
const ALL = 120;

/** How many rows are drawn beyond each edge, so that a turn of the wheel shows no gap. */
export const BEYOND = 6;

/** Heights in pixels before a row of its kind was measured. */
const FIRST_GUESS: Record<Row['kind'], number> = { module: 26, page: 26, section: 26 };

/** A half-open range of rows. */
export interface IRowRange {
  from: number;
  to: number;
}

/** A run of rows that are drawn, and the empty pixels before it. */
export interface ISegment extends IRowRange {
  gap: number;
}

/**
 * Where each row of a long tree stands: heights that were measured, and for the others a guess.
 *
 * Titles wrap and hand-ins have buttons, so that no two rows need have the same height.
 */
export class TreeWindow {
  /** Whether some rows are left out. */
  get isPartial(): boolean {
    return this._rows.length > ALL;
  }

  /** The height of all rows: as far as anybody asked where they stand, and for the others a guess. */
  get height(): number {
    const { _placed: placed, _rows: rows } = this;
    return this._offsets[placed] + (rows.length - placed) * this._guesses.page;
  }

  /** Takes the rows that there are now. */
  setRows(rows: readonly Row[]): void {
    if (rows !== this._rows) {
      this._rows = rows;
      this._layOut();
    }
  }

  /** Forgets what was measured at another width. */
  clear(): void {
    this._measured.clear();
    this._layOut();
  }

  /** Takes the heights of rows as they are on the screen. */
  measure(rows: Iterable<[Row, number]>): void {
    let changed = false;
    for (const [row, height] of rows) {
      if (height > 0 && this._measured.get(row.key) !== height) {
        this._measured.set(row.key, height);
        this._guesses[row.kind] += (height - this._guesses[row.kind]) / 16;
        changed = true;
      }
    }
    if (changed) {
      this._layOut();
    }
  }

  /** The rows to draw for a viewport, and as many beyond each edge. */
  range(top: number, height: number, beyond = BEYOND): IRowRange {
    if (!this.isPartial) {
      return { from: 0, to: this._rows.length };
    }
    return {
      from: Math.max(0, this._at(top) - beyond),
      to: Math.min(this._rows.length, this._at(top + height) + 1 + beyond)
    };
  }

  /** The runs to draw: the range, and the row with the focus, without which Tab would miss the tree. */
  segments(range: IRowRange, active: number): ISegment[] {
    const runs: IRowRange[] = [range];
    if (active >= 0 && active < range.from) {
      runs.unshift({ from: active, to: active + 1 });
    } else if (active >= range.to) {
      runs.push({ from: active, to: active + 1 });
    }
    let end = 0;
    return runs.map(run => {
      const gap = this._offset(run.from) - end;
      end = this._offset(run.to);
      return { ...run, gap };
    });
  }

  /** The empty pixels behind the last run. */
  rest(segments: readonly ISegment[]): number {
    const end = this._offset(segments.at(-1)?.to ?? 0);
    return this.height - end;
  }

  /** The row at this many pixels from the top. */
  private _at(pixels: number): number {
    while (this._placed < this._rows.length && this._offsets[this._placed] <= pixels) {
      this._place();
    }
    let low = 0;
    let high = Math.max(0, this._placed - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this._offsets[middle] <= pixels) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private _layOut(): void {
    this._offsets = new Float64Array(this._rows.length + 1);
    this._placed = 0;
  }

  /** Where a row begins. */
  private _offset(at: number): number {
    while (this._placed < at) {
      this._place();
    }
    return this._offsets[at];
  }

  /** Works out where one row more ends. */
  private _place(): void {
    const { key, kind } = this._rows[this._placed];
    const height = this._measured.get(key) ?? this._guesses[kind];
    this._offsets[this._placed + 1] = this._offsets[this._placed] + height;
    this._placed += 1;
  }

  private readonly _measured = new Map<string, number>();
  private readonly _guesses = { ...FIRST_GUESS };
  private _rows: readonly Row[] = [];
  private _offsets = new Float64Array(1);
  /** Of how many rows it is known where they end: down to what was ever in view. */
  private _placed = 0;
}
