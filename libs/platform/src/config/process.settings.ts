import { read, setting } from './setting.js';

export const processSettings = {
  count: setting(
    'ONEGATE_API_PROCESSES',
    read.count.min(1).max(256).optional(),
    'How many API processes share the port. Default: as many as there are cores in production mode, else one.',
  ),
  settleSeconds: setting(
    'ONEGATE_SETTLE_SECONDS',
    read.seconds.optional(),
    'How long an API that is told to stop still serves new calls after it turned not ready, so that load balancers notice first. Default: 5 in production mode, else 0.',
  ),
  restartSeconds: setting(
    'ONEGATE_RESTART_SECONDS',
    read.seconds.default(600),
    'How long an API process that is replaced by a new one may take to end its calls.',
  ),
} as const;
