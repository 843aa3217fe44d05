/** The id of the sidebar's widget. */
export const PANEL_ID = 'underhood-course';

/** The ids of the commands; the tree, the menus and the tests run the same ones. */
export const CommandIDs = {
  toggleCourse: 'underhood:toggle-course',
  openPage: 'underhood:open-page',
  continue: 'underhood:continue-course',
  nextPage: 'underhood:next-page',
  previousPage: 'underhood:previous-page',
  copyLink: 'underhood:copy-link',
  followLink: 'underhood:follow-link',
  welcome: 'underhood:show-welcome',
  markDone: 'underhood:mark-done',
  refresh: 'underhood:refresh',
  showAll: 'underhood:show-all',
  toggleFold: 'underhood:toggle-fold',
  fetchHandin: 'underhood:fetch-handin',
  checkHandin: 'underhood:check-handin',
  submitHandin: 'underhood:submit-handin',
  openFeedback: 'underhood:open-feedback',
  updatePage: 'underhood:update-page',
  resetPage: 'underhood:reset-page',
  restoreBackup: 'underhood:restore-backup',
  showHint: 'underhood:show-hint',
  showSolution: 'underhood:show-solution',
  resetExercise: 'underhood:reset-exercise',
  teachCourse: 'underhood:teach-course',
  releaseHandin: 'underhood:release-handin',
  collectHandin: 'underhood:collect-handin',
  gradeHandin: 'underhood:grade-handin',
  releaseFeedback: 'underhood:release-feedback',
  cancelStep: 'underhood:cancel-step',
  openFormgrader: 'underhood:open-formgrader',
  showResults: 'underhood:show-results',
  exportResults: 'underhood:export-results'
} as const;
