import { Readable } from 'node:stream';
import type { CallStatus } from '@onegate/usage';
import type { GatewayAnswer, GatewayCall, RunCall } from '../calls/gateway-call.js';
import { keptAnswerOf, type KeptAnswer } from './kept-answer.js';
import { RecordingStream, type Recording, type RecordingTerms } from './recording-stream.js';

export interface AnswerRecorder extends Omit<RecordingTerms, 'ended'> {
  /** Once, before the client has the end. It must not fail. */
  readonly keep: (answer: KeptAnswer | 'too_large' | 'failed') => Promise<void>;
}

/** Runs a call and keeps its answer, if that is a whole one: a failure before the first byte is thrown and not kept. */
export async function recordedAnswer(
  call: GatewayCall,
  run: RunCall,
  recorder: AnswerRecorder,
): Promise<GatewayAnswer> {
  let status: CallStatus = 'completed';
  const onEnd = (end: CallStatus) => {
    status = end;
    call.onEnd?.(end);
  };
  const answer = await run({ ...call, onEnd });
  const ended = (recording: Recording) => recorder.keep(judged(answer, recording, status));
  if (answer.body instanceof Readable)
    return { ...answer, body: new RecordingStream(answer.body, { ...recorder, ended }) };
  const bytes = Buffer.from(answer.body);
  await ended(bytes.length > recorder.mostBytes ? 'too_large' : bytes);
  return answer;
}

function judged(
  answer: GatewayAnswer,
  recording: Recording,
  status: CallStatus,
): KeptAnswer | 'too_large' | 'failed' {
  if (recording === 'too_large') return recording;
  if (recording === 'broken_off' || status !== 'completed' || answer.status >= 400) return 'failed';
  return keptAnswerOf(answer, recording);
}
