import { z } from 'zod';

/** One line of text that people read. Control characters are refused: Postgres cannot store the first of them. */
export function lineOfText(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !/\p{Cc}/u.test(text), 'Line breaks and control characters are not allowed.');
}

export const organizationChange = z
  .object({ name: lineOfText(100) })
  .meta({ id: 'OrganizationChange', example: { name: 'Acme' } });

export type OrganizationChange = z.output<typeof organizationChange>;
