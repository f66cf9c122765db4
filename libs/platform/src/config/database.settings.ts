import { read, secretSetting, setting } from './setting.js';

export const databaseSettings = {
  url: secretSetting(
    'DATABASE_URL',
    read.url('postgres:', 'postgresql:'),
    'PostgreSQL 15 or newer, or a pooler before it that pools by session or by transaction. `npm start` brings its own unless this is given.',
  ),
  poolSize: setting(
    'ONEGATE_DATABASE_POOL',
    read.count.min(2).default(10),
    'Most connections of a process to the database.',
  ),
  statisticsUrl: secretSetting(
    'ONEGATE_STATISTICS_DATABASE_URL',
    read.url('postgres:', 'postgresql:').optional(),
    'A streaming replica that answers statistics. Without it the database itself does.',
  ),
  statisticsPoolSize: setting(
    'ONEGATE_STATISTICS_POOL',
    read.count.min(1).default(4),
    'Most connections of a process to the replica.',
  ),
  statisticsLagSeconds: setting(
    'ONEGATE_STATISTICS_LAG_SECONDS',
    read.seconds.min(1).default(10),
    'How far the replica may be behind; where it is further, or away, the database itself is asked.',
  ),
  slowQueryMillis: setting(
    'ONEGATE_SLOW_QUERY_MS',
    read.count.default(1000),
    'Queries slower than this are logged with the request id, without their parameters.',
  ),
} as const;
