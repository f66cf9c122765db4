import { wellHealth, type Health } from './account-state.js';
import type { CallReport } from './route-states.js';

const longestMillis = 86_400_000;

/** Who takes a place at something broken is the one who tries it. */
export function takenForProbe(health: Health, probe: { leaseId: string; until: number }): Health {
  return health.until === 0 ? health : { ...health, probe: probe.leaseId, probeUntil: probe.until };
}

/**
 * The health after a call. That a model failed at an account shows that the account itself answers. Calls that began
 * before something was taken out of use say nothing about it any more: a hundred that were under way when it broke are
 * one failure, and a long answer that ends well does not bring it back.
 */
export function healthAfter(
  health: Health,
  part: 'account' | 'route',
  report: CallReport,
  now: number,
): Health {
  const { rule, leaseId, acquiredAt } = report;
  const failed = rule.verdict === 'bad' && rule.scope === part;
  const answered = rule.verdict === 'good' || (rule.verdict === 'bad' && part === 'account');
  if (!failed && !answered) return health.probe === leaseId ? probeGivenBack(health) : health;
  if (health.until > 0 && acquiredAt < health.openedAt) return health;
  return failed ? failedOnce(health, report, now) : wellHealth;
}

function failedOnce(health: Health, { rule, retryAfterMs }: CallReport, now: number): Health {
  const failures = health.failures + 1;
  if (failures < rule.tolerance) return { ...health, failures };
  const backOff = Math.min(rule.maxMs, rule.baseMs * 2 ** (failures - rule.tolerance));
  const rest = Math.min(Math.max(backOff, retryAfterMs ?? 0), longestMillis);
  return { failures, openedAt: now, until: now + rest, probe: null, probeUntil: 0 };
}

function probeGivenBack(health: Health): Health {
  return { ...health, probe: null, probeUntil: 0 };
}
