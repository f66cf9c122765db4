/** Year, month (0 to 11), day, hour, minute, second, millisecond on the clocks of a zone, as if they were UTC. */
export function wallTimeOf(moment: Date, zone: string): Date {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return new Date(wall + moment.getUTCMilliseconds());
}

/**
 * The moment at which the clocks of a zone show that. A time that comes twice is the first of the two; one that is left
 * out when clocks go forward is as much later as they jumped.
 */
export function momentOf(wall: Date, zone: string): Date {
  const candidates = [-day, day].map((away) => {
    const offset = offsetAt(new Date(wall.getTime() + away), zone);
    return new Date(wall.getTime() - offset);
  });
  const exact = candidates.filter((moment) => wallTimeOf(moment, zone).getTime() === wall.getTime());
  const [before = wall] = candidates;
  return exact.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? before;
}

const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(moment: Date, zone: string): number {
  return wallTimeOf(moment, zone).getTime() - moment.getTime();
}

/** Making one is slow. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
