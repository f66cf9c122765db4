import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Months of single people are sums of their days, and not kept any more. */
export class MonthsOfAccounts1763940000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from usage_months where scope like '%:%'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into usage_months (${key}, ${sums.join(', ')}, last_at)
      select scope, axis, date_trunc('month', at)::date, part_id, detail_id, operation,
        ${sums.map((name) => `sum(${name})`).join(', ')}, max(last_at)
      from usage_days where scope like '%:%' group by 1, 2, 3, 4, 5, 6`);
  }
}

const key = 'scope, axis, at, part_id, detail_id, operation';
const sums = [
  'calls',
  'failed_calls',
  'prompt_tokens',
  'completion_tokens',
  'cached_tokens',
  'reasoning_tokens',
  'cost_nano',
  'charged_nano',
  'corrected_cost_nano',
  'corrected_nano',
  'latency_ms',
  'first_tokens',
  'first_token_ms',
];
