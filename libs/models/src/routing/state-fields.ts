import { rateLimitReport } from '../capacity/rate-limit-report.schema.js';
import type { AccountState, Health, RouteState } from './account-state.js';

/** Reads the answer of the script `readState`: the moment, calls in flight, and the fields of the hash. */
export function stateFromFields(answer: readonly (string | number)[]): AccountState {
  const [at, inFlight, ...flat] = answer;
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2)
    fields.set(String(flat[index]), String(flat[index + 1]));
  const number = (name: string) => Number(fields.get(name) ?? 0);
  return {
    at: Number(at),
    inFlight: Number(inFlight),
    health: healthFrom(fields, ''),
    routes: new Map(modelIds(fields).map((id) => [id, routeFrom(fields, id)])),
    window: {
      minute: number('wm'),
      requests: number('wr'),
      tokens: number('wt'),
      previousRequests: number('pr'),
      previousTokens: number('pt'),
    },
    month: number('mo'),
    spentNanoUsd: number('sp'),
  };
}

function modelIds(fields: ReadonlyMap<string, string>): number[] {
  const ids = [...fields.keys()].map((field) => /:(\d+)$/.exec(field)?.[1]);
  return [...new Set(ids.filter((id) => id !== undefined))].map(Number);
}

function healthFrom(fields: ReadonlyMap<string, string>, suffix: string): Health {
  const number = (name: string) => Number(fields.get(name + suffix) ?? 0);
  return {
    failures: number('f'),
    openedAt: number('o'),
    until: number('u'),
    probe: fields.get(`p${suffix}`) ?? null,
    probeUntil: number('q'),
  };
}

function routeFrom(fields: ReadonlyMap<string, string>, modelId: number): RouteState {
  const text = (name: string) => fields.get(`${name}:${modelId}`);
  const number = (name: string) => Number(text(name) ?? 0);
  const average = (name: string) => (text(name) === undefined ? null : number(name));
  return {
    health: healthFrom(fields, `:${modelId}`),
    blockedUntil: number('b'),
    firstByteMs: average('fb'),
    latencyMs: average('lt'),
    observedAt: number('at'),
    report: readReport(text('r')),
    reportedAt: number('ra'),
  };
}

function readReport(text: string | undefined): RouteState['report'] {
  if (text === undefined) return null;
  return rateLimitReport.safeParse(JSON.parse(text)).data ?? null;
}
