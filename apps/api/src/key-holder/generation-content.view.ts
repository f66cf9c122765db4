import type { Content } from '@onegate/usage';
import { z } from 'zod';

export const generationContentView = z
  .object({
    input: z.string().meta({ description: 'The body of the request, as it was sent' }),
    input_cut: z.boolean(),
    output: z.string().nullable().meta({ description: 'The answer as it was sent, or its stream of events' }),
    output_cut: z.boolean(),
    kept_until: z.iso.datetime(),
  })
  .meta({ id: 'GenerationContent' });

export function toGenerationContent(
  of: Content & { readonly keptUntil: Date },
): z.input<typeof generationContentView> {
  return {
    input: of.asked,
    input_cut: of.isAskedCut,
    output: of.answered,
    output_cut: of.isAnsweredCut,
    kept_until: of.keptUntil.toISOString(),
  };
}
