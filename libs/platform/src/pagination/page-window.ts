const gap = '...';
const onEachSide = 3;
/** So close to an end, the run of pages there is shown whole. */
const nearEnd = onEachSide + 4;
const runAtEnd = nearEnd + onEachSide;

/**
 * The page numbers a Laravel paginator shows around the current page, with `...` where it leaves some out:
 * all of up to 13 pages; else two at each end and the run around the current one.
 */
export function pageWindow(current: number, last: number): (number | typeof gap)[] {
  if (last < onEachSide * 2 + 8) return range(1, last);
  if (current <= nearEnd) return [...range(1, runAtEnd), gap, last - 1, last];
  if (current > last - nearEnd) return [1, 2, gap, ...range(last - runAtEnd + 1, last)];
  return [1, 2, gap, ...range(current - onEachSide, current + onEachSide), gap, last - 1, last];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
