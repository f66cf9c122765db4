import { renderFailure, type Failure } from '@onegate/platform';

export interface ChatError {
  readonly message: string;
  readonly code: string | null;
}

/** A failure inside a stream, as the top-level `error` that makes OpenAI's and the AI SDK raise it. */
export function chatError(failure: Failure): ChatError {
  const asked = { method: 'POST', path: '/v1/chat/completions', requestId: '' };
  return renderFailure(failure, 'openai', asked).body['error'] as ChatError;
}
