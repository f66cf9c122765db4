import type { Channel } from '@onegate/platform';
import { z } from 'zod';

/** Something in the catalog is different: whoever remembers it reads it again. Published after the commit. */
export const modelsChanged: Channel<{ readonly why: string }> = {
  name: 'models-changed',
  message: z.object({ why: z.string() }),
};
