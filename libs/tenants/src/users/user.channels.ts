import type { Channel } from '@onegate/platform';
import { z } from 'zod';

const changedUser = z.object({ userId: z.number() });

/**
 * What a person may do has changed (a role, a membership, his account): whoever remembers sessions or keys of his
 * looks again. Published after the commit, so that the second look sees the new state.
 */
export const userChanged: Channel<z.infer<typeof changedUser>> = {
  name: 'user-changed',
  message: changedUser,
};
