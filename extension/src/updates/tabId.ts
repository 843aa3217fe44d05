/** The id of the tab with a page's difference. */
export function tabId(pageId: string): string {
  return `underhood-update-${pageId}`;
}
