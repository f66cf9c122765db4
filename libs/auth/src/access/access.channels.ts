import type { Channel } from '@onegate/platform';
import { z } from 'zod';

const endedSession = z.object({ sessionId: z.number() });
const changedKey = z.object({ keyId: z.number() });

/** One session is over. That all of a person's are, `user-changed` says. */
export const sessionEnded: Channel<z.infer<typeof endedSession>> = {
  name: 'session-ended',
  message: endedSession,
};

/** A key was edited, rotated or revoked. */
export const keyChanged: Channel<z.infer<typeof changedKey>> = { name: 'key-changed', message: changedKey };
