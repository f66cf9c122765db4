import { z } from 'zod';
import type { RateLimitReport } from './rate-limit-report.js';

const figure = z.number().nullable();
const allowance = z.object({ limit: figure, remaining: figure, resetsAt: figure }).nullable();
const usedShare = z.object({ used: z.number(), resetsAt: figure }).nullable();

/** A report as it is kept in Redis. */
export const rateLimitReport: z.ZodType<RateLimitReport> = z.object({
  requests: allowance,
  tokens: allowance,
  fiveHour: usedShare,
  weekly: usedShare,
});
