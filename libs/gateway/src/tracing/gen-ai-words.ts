import type { ProviderKind } from '@onegate/models';
import { Failure } from '@onegate/platform';
import type { Operation } from '@onegate/usage';

/** Providers by the names that OpenTelemetry's conventions give them; the others go by ours. */
const providers: Readonly<Partial<Record<ProviderKind, string>>> = {
  azure: 'azure.ai.openai',
  bedrock: 'aws.bedrock',
  google: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
  mistral: 'mistral_ai',
  xai: 'x_ai',
};

/** To the conventions every conversation is a chat, whichever API it comes in by. */
const operations: Readonly<Partial<Record<Operation, string>>> = {
  responses: 'chat',
  messages: 'chat',
  native: 'chat',
  completions: 'text_completion',
};

export function providerWord(kind: ProviderKind): string {
  return providers[kind] ?? kind;
}

export function operationWord(operation: Operation): string {
  return operations[operation] ?? operation;
}

/** What went wrong, by its code; never by its sentence. */
export function errorWord(thrown: unknown): string {
  return thrown instanceof Failure ? thrown.code : '_OTHER';
}
