export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–';
}

export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

export function goal(text: string, isReached: boolean): string {
  return `${isReached ? 'Reached' : '**Not reached**'}: ${text}`;
}
