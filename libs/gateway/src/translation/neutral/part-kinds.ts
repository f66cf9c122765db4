import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

type Part = LanguageModelV4StreamPart;

export type TextPart = Extract<Part, { type: 'text-start' | 'text-delta' | 'text-end' }>;
export type ThoughtPart = Extract<Part, { type: 'reasoning-start' | 'reasoning-delta' | 'reasoning-end' }>;
export type InputPart = Extract<Part, { type: 'tool-input-start' | 'tool-input-delta' | 'tool-input-end' }>;
export type CallPart = InputPart | Extract<Part, { type: 'tool-call' }>;
export type FinishPart = Extract<Part, { type: 'finish' }>;

export function isTextPart(part: Part): part is TextPart {
  return part.type === 'text-start' || part.type === 'text-delta' || part.type === 'text-end';
}

export function isThoughtPart(part: Part): part is ThoughtPart {
  return part.type === 'reasoning-start' || part.type === 'reasoning-delta' || part.type === 'reasoning-end';
}

export function isInputPart(part: Part): part is InputPart {
  return (
    part.type === 'tool-input-start' || part.type === 'tool-input-delta' || part.type === 'tool-input-end'
  );
}

export function isCallPart(part: Part): part is CallPart {
  return part.type === 'tool-call' || isInputPart(part);
}
