import type { Step } from '../../generated/teaching';
import type { ExportForm } from '../api';

/** What the teacher's view has done beyond keeping choices; the plugin turns each into a command. */
export interface ITeachActions {
  step(step: Step, handin: string, options?: { force?: boolean; student?: string }): void;
  cancel(): void;
  /** Opens formgrader at a student's submission, or at the hand-in's list. */
  formgrader(handin: string, student?: string): void;
  showResults(): void;
  exportResults(form: ExportForm): void;
  refresh(): void;
}
