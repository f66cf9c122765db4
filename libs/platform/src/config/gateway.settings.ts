import { z } from 'zod';
import { read, setting } from './setting.js';

/** How calls to providers are tried, kept alive and ended. */
export const gatewaySettings = {
  mostTries: setting(
    'ONEGATE_GATEWAY_TRIES',
    read.count.default(4),
    'How often a call is tried, over all provider accounts and models that may answer it.',
  ),
  retrySeconds: setting(
    'ONEGATE_GATEWAY_RETRY_SECONDS',
    read.seconds.default(30),
    'How long a call goes on with new tries after failed ones.',
  ),
  keepAliveSeconds: setting(
    'ONEGATE_GATEWAY_KEEP_ALIVE_SECONDS',
    read.seconds.default(15),
    'After how long a silence a stream shows its client a sign of life.',
  ),
  whenClientLeaves: setting(
    'ONEGATE_GATEWAY_WHEN_CLIENT_LEAVES',
    z.enum(['cancel', 'drain']).default('cancel'),
    'Whether a provider is stopped when its client goes away, or heard to the end, so that its own count of tokens is known.',
  ),
} as const;
