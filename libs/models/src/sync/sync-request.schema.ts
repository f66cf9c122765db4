import { z } from 'zod';

/** What a person may say when he starts a sync. */
export const syncRequest = z
  .object({
    accept_vanished: z
      .boolean()
      .default(false)
      .meta({ description: 'Models that are missing become inactive, however many they are.' }),
  })
  .meta({ id: 'ModelSyncRequest', example: { accept_vanished: false } });

export type SyncRequest = z.output<typeof syncRequest>;
