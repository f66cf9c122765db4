const models = 500;

/** A catalog of models as OpenRouter lists them. */
export const catalog = Buffer.from(
  JSON.stringify({ data: Array.from({ length: models }, (_, index) => listed(`acme/model-${index}`)) }),
);

function listed(id: string) {
  return {
    id,
    canonical_slug: id,
    name: `Model ${id}`,
    created: 1_763_700_000,
    description: 'A model of the benchmark',
    context_length: 128_000,
    architecture: {
      modality: 'text->text',
      input_modalities: ['text'],
      output_modalities: ['text'],
      tokenizer: 'Other',
    },
    pricing: { prompt: '0.000002', completion: '0.00001' },
    top_provider: { context_length: 128_000, max_completion_tokens: 8_192, is_moderated: false },
    per_request_limits: null,
    supported_parameters: ['max_tokens', 'temperature'],
    expiration_date: null,
  };
}
