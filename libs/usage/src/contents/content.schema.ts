import { z } from 'zod';

export const contentSettingInput = z
  .object({
    enabled: z.boolean(),
    retentionDays: z.int().min(1).max(365).default(30),
  })
  .meta({ id: 'ContentLogging', example: { enabled: true, retentionDays: 30 } });
export type ContentSettingInput = z.output<typeof contentSettingInput>;
