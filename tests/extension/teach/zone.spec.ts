import { fromZone, inZone } from '../../../extension/src/teach/zone';

describe('local times', () => {
  it('are those of the zone, in winter and in summer', () => {
    expect(inZone('2026-11-20T12:00:00Z', 'Europe/Berlin')).toBe('2026-11-20T13:00');
    expect(inZone('2026-07-20T12:00:00Z', 'Europe/Berlin')).toBe('2026-07-20T14:00');
    expect(inZone('2026-11-20T23:00:00Z', 'Europe/Berlin')).toBe('2026-11-21T00:00');
    expect(inZone(null, 'Europe/Berlin')).toBe('');
    expect(fromZone('2026-11-20T13:00', 'Europe/Berlin')).toBe('2026-11-20T13:00');
  });

  it('are the reader’s own where the course has no zone', () => {
    const iso = '2026-11-20T12:00:00.000Z';
    expect(fromZone(inZone(iso, null), null)).toBe(iso);
  });
});
