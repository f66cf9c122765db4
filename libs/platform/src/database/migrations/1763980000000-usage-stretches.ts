import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stretches of time that are over, summed up as a whole for large accounts by the job `usage-aggregation`. What was used
 * before is given to it as well, where it is worth it and its events are still there.
 */
export class UsageStretches1763980000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table usage_stretches, usage_weeks, usage_shifts');
  }
}

const ofAccount = `axis = 'total' and scope <> 'all'`;

const statements = [
  'create table usage_shifts (like usage_quarters including all)',
  'create table usage_weeks (like usage_days including all)',
  `create table usage_stretches (
    account text collate "C" not null,
    length text collate "C" not null check (length in ('shifts', 'weeks')),
    at timestamptz not null,
    state text not null check (state in ('changed', 'summing', 'summed', 'small')),
    attempt uuid,
    summed_at timestamptz,
    primary key (account, length, at)
  )`,
  `create index usage_stretches_due on usage_stretches (at, account, length) where state in ('changed', 'summing')`,
  `insert into usage_stretches (account, length, at, state)
   select scope, 'shifts', date_bin('6 hours', at, timestamptz '2000-01-01 00:00:00Z'), 'changed' from usage_quarters
   where ${ofAccount} and at >= coalesce((select max(end_at) from retired_months), '-infinity')
   group by 1, 3 having sum(calls) >= 1000`,
  `insert into usage_stretches (account, length, at, state)
   select scope, 'weeks',
     (date_trunc('month', at::timestamp) + (extract(day from at)::integer - 1) / 8 * interval '8 days') at time zone 'UTC',
     'changed'
   from usage_days where ${ofAccount} group by 1, 3 having sum(calls) >= 1000`,
];
