import { DailyUsages } from './history/daily-usage.service.js';
import { Generations } from './history/generations.service.js';
import { UsageAccess } from './history/usage-access.js';
import { UsageHistory } from './history/usage-history.js';
import { KeyBudgets } from './keys/key-budgets.service.js';
import { PartNames } from './statistics/part-names.js';
import { PeopleUsage } from './statistics/people-usage.js';
import { RollupReading } from './statistics/rollup-reading.js';
import { ServiceUserRanking } from './statistics/service-user-ranking.js';
import { ServiceUsers } from './statistics/service-users.service.js';
import { StatisticsScope } from './statistics/statistics-scope.js';
import { SummedStretches } from './statistics/summed-stretches.service.js';
import { UsageReports } from './statistics/usage-reports.service.js';

/** What people get to see of their usage. Those that the apps call. */
export const statisticsServices = [
  DailyUsages,
  Generations,
  KeyBudgets,
  PeopleUsage,
  ServiceUsers,
  StatisticsScope,
  UsageAccess,
  UsageHistory,
  UsageReports,
];

export const statisticsProviders = [
  ...statisticsServices,
  PartNames,
  RollupReading,
  ServiceUserRanking,
  SummedStretches,
];
