/**
 * A moment as a field for local times has it, `2026-11-20T13:00`, in a time zone such as `Europe/Berlin`.
 *
 * @param iso - with an offset; null gives an empty field.
 * @param zone - null for the reader's own.
 */
export function inZone(iso: string | null, zone: string | null): string {
  const time = iso === null ? NaN : Date.parse(iso);
  if (Number.isNaN(time)) {
    return '';
  }
  const parts = new Intl.DateTimeFormat('en', {
    ...(zone !== null && { timeZone: zone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit'
  }).formatToParts(time);
  const of = (type: string) => parts.find(part => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** What the server takes for a field's local time: as it is where the course has that zone, or else the moment. */
export function fromZone(local: string, zone: string | null): string {
  return zone === null ? new Date(local).toISOString() : local;
}
