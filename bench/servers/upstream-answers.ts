/** What the fixed-answer provider says. */

const text =
  'A gateway stands between those who ask and those who answer. It lets in whom it knows, keeps to what was agreed, ' +
  'writes down what was used, and is otherwise out of the way.';

const model = 'fixed';
const created = 1_763_700_000;

export const chatAnswer = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-fixed',
    object: 'chat.completion',
    created,
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop', logprobs: null },
    ],
    usage: { prompt_tokens: 24, completion_tokens: 41, total_tokens: 65 },
  }),
);

export const anthropicAnswer = Buffer.from(
  JSON.stringify({
    id: 'msg_fixed',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 24, output_tokens: 41 },
  }),
);

export const failure = Buffer.from(
  JSON.stringify({ error: { message: 'The server had an error.', type: 'server_error' } }),
);

/** Pieces of a stream, the last of which tells the usage and that it is over. */
export const chunksOfStream = 200;

function chunk(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const event = { id: 'chatcmpl-fixed', object: 'chat.completion.chunk', created, model, choices };
  return `data: ${JSON.stringify(event)}\n\n`;
}

export const firstChunk = Buffer.from(chunk({ role: 'assistant', content: '' }, null));
export const middleChunk = Buffer.from(chunk({ content: 'token ' }, null));
export const lastChunk = Buffer.from(
  chunk({}, 'stop') +
    `data: ${JSON.stringify({
      id: 'chatcmpl-fixed',
      object: 'chat.completion.chunk',
      created,
      model,
      choices: [],
      usage: { prompt_tokens: 24, completion_tokens: chunksOfStream, total_tokens: 24 + chunksOfStream },
    })}\n\ndata: [DONE]\n\n`,
);
