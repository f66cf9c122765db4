import { jsonOrNothing } from '@onegate/platform';
import { z } from 'zod';
import { remoteConfigDocument } from './remote-config.document.js';

const maxLength = 500_000;

/** The document as a JSON text; blank or null is none. It is kept as it was sent, fields that we do not know included. */
const documentText = z
  .string()
  .max(maxLength)
  .nullish()
  .transform((text) => text || undefined)
  .superRefine((text, context) => {
    for (const complaint of text === undefined ? [] : complaintsAbout(text)) context.addIssue(complaint);
  });

export const remoteConfigChange = z.object({ enabled: z.boolean(), value: documentText }).meta({
  id: 'RemoteConfigChange',
  example: { enabled: true, value: '{"version":"v1","telemetryEnabled":false}' },
});

export type RemoteConfigChange = z.output<typeof remoteConfigChange>;

function complaintsAbout(text: string): string[] {
  const json = jsonOrNothing(text);
  if (json === undefined) return ['The value field must be a JSON text.'];
  const { error } = remoteConfigDocument.safeParse(json);
  return (error?.issues ?? []).slice(0, 20).map(({ message, path }) => {
    const place = path.map(String).join('.');
    return place ? `${place}: ${message}` : message;
  });
}
