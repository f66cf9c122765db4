import type { NanoUsd } from '@onegate/platform';
import { monthOf, usedInWindow, type AccountState } from '../routing/account-state.js';
import type { AccountLimits } from '../routing/standing.js';
import type { CapacityNote } from './capacity-notes.js';
import { tightest, type Allowance, type UsedShare } from './rate-limit-report.js';

/** How sure a figure is: the provider's own books, what it said in an answer, our own counting, nothing. */
export type Confidence = 'exact' | 'reported' | 'estimated' | 'unknown';

interface Known {
  readonly confidence: Exclude<Confidence, 'unknown'>;
  readonly at: number;
}

export interface AllowanceFigure extends Allowance, Known {}
export interface ShareFigure extends UsedShare, Known {}
export interface MoneyFigure extends Known {
  readonly leftNanoUsd: NanoUsd;
}

export type CapacityStatus = 'available' | 'limited' | 'cooling_down' | 'failing' | 'unknown';

/** What is left of an account. */
export interface CapacityFigures {
  readonly status: CapacityStatus;
  readonly requests: AllowanceFigure | null;
  readonly tokens: AllowanceFigure | null;
  readonly fiveHour: ShareFigure | null;
  readonly weekly: ShareFigure | null;
  readonly money: MoneyFigure | null;
  /** That of the surest figure, and the moment of the newest. */
  readonly confidence: Confidence;
  readonly updatedAt: number | null;
}

export interface CapacityQuestion {
  readonly limits: AccountLimits;
  readonly state: AccountState;
  readonly note: CapacityNote | null;
  readonly now: number;
}

/** Older reports say nothing about now. */
const reportedForMillis = 3_600_000;

/** Puts together what the provider told, what we counted and what is allowed; of several figures the tightest. */
export function capacityOf(question: CapacityQuestion): CapacityFigures {
  const { limits } = question;
  const figures = {
    requests: tightest([
      ...reported(question, 'requests'),
      ...counted(question, 'requests', limits.requestsPerMinute),
    ]),
    tokens: tightest([
      ...reported(question, 'tokens'),
      ...counted(question, 'tokens', limits.tokensPerMinute),
    ]),
    fiveHour: mostUsed(question, 'fiveHour'),
    weekly: mostUsed(question, 'weekly'),
    money: moneyLeft(question),
  };
  const known = Object.values(figures).filter((figure) => figure !== null);
  const moments = [...known.map(({ at }) => at), ...(question.note ? [question.note.at] : [])];
  return {
    ...figures,
    status: statusOf(question, figures),
    confidence:
      (['exact', 'reported', 'estimated'] as const).find((one) =>
        known.some(({ confidence }) => confidence === one),
      ) ?? 'unknown',
    updatedAt: moments.length > 0 ? Math.max(...moments) : null,
  };
}

function reported({ state, now }: CapacityQuestion, quantity: 'requests' | 'tokens'): AllowanceFigure[] {
  return [...state.routes.values()]
    .filter(({ reportedAt }) => now - reportedAt <= reportedForMillis)
    .map(({ report, reportedAt }) => figureFrom(report?.[quantity] ?? null, reportedAt, now))
    .filter((figure) => figure !== null);
}

/** What was told before the limits began anew is only a hint of what is left since. */
function figureFrom(told: Allowance | null, at: number, now: number): AllowanceFigure | null {
  if (!told) return null;
  if (told.resetsAt === null || told.resetsAt > now) return { ...told, confidence: 'reported', at };
  return {
    limit: told.limit,
    remaining: told.limit ?? told.remaining,
    resetsAt: null,
    confidence: 'estimated',
    at,
  };
}

function counted(
  { state, now }: CapacityQuestion,
  quantity: 'requests' | 'tokens',
  limit: number | null,
): AllowanceFigure[] {
  if (limit === null) return [];
  const used = usedInWindow(state.window, now)[quantity];
  const remaining = Math.max(0, Math.floor(limit - used));
  const resetsAt = used > 0 ? (Math.floor(now / 60_000) + 1) * 60_000 : null;
  return [{ limit, remaining, resetsAt, confidence: 'estimated', at: now }];
}

function mostUsed({ state, now }: CapacityQuestion, window: 'fiveHour' | 'weekly'): ShareFigure | null {
  const told = [...state.routes.values()].flatMap(({ report, reportedAt }) => {
    const share = report?.[window];
    return share && (share.resetsAt ?? now + 1) > now ? [{ ...share, at: reportedAt }] : [];
  });
  const newest = told.toSorted((a, b) => b.at - a.at).at(0);
  return newest ? { ...newest, confidence: 'reported' } : null;
}

function moneyLeft({ limits, state, note, now }: CapacityQuestion): MoneyFigure | null {
  const told = note?.moneyLeft ?? null;
  const spent = state.month === monthOf(now) ? BigInt(Math.round(state.spentNanoUsd)) : 0n;
  const ofBudget = limits.monthlyBudgetNanoUsd === null ? null : limits.monthlyBudgetNanoUsd - spent;
  if (told !== null && note && (ofBudget === null || BigInt(told) <= ofBudget))
    return { leftNanoUsd: BigInt(told), confidence: 'exact', at: note.at };
  return ofBudget === null
    ? null
    : { leftNanoUsd: ofBudget > 0n ? ofBudget : 0n, confidence: 'estimated', at: now };
}

type Figures = Pick<CapacityFigures, 'requests' | 'tokens' | 'money'>;

function isSpent({ requests, tokens, money }: Figures): boolean {
  return requests?.remaining === 0 || tokens?.remaining === 0 || (money !== null && money.leftNanoUsd <= 0n);
}

function statusOf(question: CapacityQuestion, { requests, tokens, money }: Figures): CapacityStatus {
  const { state, note, now } = question;
  if (state.health.until > now) return 'cooling_down';
  if (state.health.until > 0) return 'failing';
  if (isSpent({ requests, tokens, money })) return 'limited';
  const routes = [...state.routes.values()];
  if (routes.length > 0 && routes.every(({ health }) => health.until > now)) return 'cooling_down';
  if (isRefused(question)) return 'failing';
  return routes.length > 0 || note ? 'available' : 'unknown';
}

/** Whether its provider turned it away when it was asked, and no call has gone well since. */
function isRefused({ state, note }: CapacityQuestion): boolean {
  if (!note || note.code === 'ok' || note.code === 'rate_limited') return false;
  return note.at > Math.max(0, ...[...state.routes.values()].map(({ observedAt }) => observedAt));
}
