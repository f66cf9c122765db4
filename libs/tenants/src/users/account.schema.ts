import { z } from 'zod';
import { lineOfText } from '../organizations/organization.schema.js';

const photo = z.url({ protocol: /^https?$/ }).max(2048);

/** Both names of the name are known; `null` for a name is none given, for the photo it takes it away. */
export const profileChange = z
  .object({
    name: lineOfText(100).nullish(),
    displayName: lineOfText(100).nullish(),
    photoUrl: photo.nullish(),
  })
  .transform(({ name, displayName, photoUrl }) => ({ name: displayName ?? name ?? undefined, photoUrl }))
  .meta({
    id: 'ProfileChange',
    example: { displayName: 'Ada Lovelace', photoUrl: 'https://example.com/ada.png' },
  });

export type ProfileChange = z.output<typeof profileChange>;

export const activeAccountChange = z
  .object({ organizationId: z.string().max(64).nullable() })
  .meta({ id: 'ActiveAccountChange', example: { organizationId: null } });

export type ActiveAccountChange = z.output<typeof activeAccountChange>;
