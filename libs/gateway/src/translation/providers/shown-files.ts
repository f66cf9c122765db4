import type {
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4TextPart,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import { partHints } from '../neutral/hints.js';
import { notTranslatable } from '../translation.errors.js';
import type { Dialect } from './dialect.js';
import { textInFile, titled } from './file-text.js';

const ofOpenAi = /^image\b|^audio\/(wav|mp3|mpeg)$|^application(\/pdf|\/\*)?$/;
const ofCompatible = /^(image|video)\b|^audio\/(wav|mp3|mpeg)$|^application(\/pdf|\/\*)?$/;

/** The files besides text that a provider is shown. Where nothing stands here, its package has a place for files everywhere. */
const readable: Readonly<Partial<Record<Dialect, RegExp>>> = {
  openai: ofOpenAi,
  mistral: /^image\b|^application(\/pdf|\/\*)?$/,
  deepseek: /^image\b/,
  groq: /^image\b/,
  cohere: /^image\b/,
  together: ofCompatible,
  fireworks: ofCompatible,
  compatible: ofCompatible,
};

export interface ShownPrompt {
  readonly prompt: LanguageModelV4Prompt;
  /** What tools showed and the model cannot be shown. */
  readonly dropped: readonly string[];
}

/** The conversation with its files where the provider looks for them; their content is there already. */
export function withShownFiles(prompt: LanguageModelV4Prompt, dialect: Dialect): ShownPrompt {
  const reads = readable[dialect];
  return reads ? new ShownFiles(dialect, reads).inside(prompt) : { prompt, dropped: [] };
}

type ShownPart = LanguageModelV4TextPart | LanguageModelV4FilePart;
type ToolMessage = Extract<LanguageModelV4Message, { role: 'tool' }>;
type Contents = Extract<LanguageModelV4ToolResultOutput, { type: 'content' }>['value'];

class ShownFiles {
  private readonly messages: LanguageModelV4Message[] = [];
  private readonly dropped = new Set<string>();
  /** What the tools of this turn showed, to be shown after the last of them. */
  private byTools: ShownPart[] = [];

  constructor(
    private readonly dialect: Dialect,
    private readonly reads: RegExp,
  ) {}

  inside(prompt: LanguageModelV4Prompt): ShownPrompt {
    for (const message of prompt) this.add(message);
    this.showByTools();
    return { prompt: this.messages, dropped: [...this.dropped] };
  }

  private add(message: LanguageModelV4Message): void {
    if (message.role === 'tool') {
      this.messages.push(this.toolMessage(message));
      return;
    }
    if (message.role !== 'user') {
      this.showByTools();
      this.messages.push(message);
      return;
    }
    // One message for both: some models take no two of the same role in succession.
    const content = [...this.byTools, ...message.content.map((part) => this.ofUser(part))];
    this.byTools = [];
    this.messages.push({ ...message, content });
  }

  private showByTools(): void {
    if (this.byTools.length > 0) this.messages.push({ role: 'user', content: this.byTools });
    this.byTools = [];
  }

  /** An answer without what the question is about would mislead. */
  private ofUser(part: ShownPart): ShownPart {
    if (part.type === 'text') return part;
    const text = textInFile(part);
    if (text !== undefined) return this.asText(part, text);
    if (this.reads.test(part.mediaType)) return part;
    throw notTranslatable({ field: 'file', reason: `it reads no files of the type ${part.mediaType}.` });
  }

  /** Cohere has documents of text, which it cites. */
  private asText(file: LanguageModelV4FilePart, text: string): ShownPart {
    const { providerOptions } = file;
    if (this.dialect !== 'cohere')
      return { type: 'text', text: titled(file, text), ...(providerOptions && { providerOptions }) };
    const said = [partHints(file).documentContext, text].filter(Boolean).join('\n\n');
    return { ...file, data: { type: 'text', text: said } };
  }

  private toolMessage(message: ToolMessage): ToolMessage {
    const content = message.content.map((part) =>
      part.type === 'tool-result' && part.output.type === 'content'
        ? { ...part, output: this.output(part, part.output.value) }
        : part,
    );
    return { ...message, content };
  }

  private output(result: LanguageModelV4ToolResultPart, value: Contents): LanguageModelV4ToolResultOutput {
    const parts = value.flatMap((part) => (part.type === 'custom' ? [] : [this.ofTool(part)]));
    const texts = parts.flatMap((part) => (part?.type === 'text' ? [part] : []));
    const files = parts.flatMap((part) => (part?.type === 'file' ? [part] : []));
    if (files.length > 0 && this.dialect === 'deepseek')
      return { type: 'content', value: parts.filter((part) => part !== undefined) };
    if (files.length > 0) this.byTools.push(heading(result), ...files);
    const silent = files.length > 0 ? 'The result is shown below.' : 'The result cannot be shown here.';
    return { type: 'text', value: texts.map(({ text }) => text).join('\n') || silent };
  }

  /** A tool shows what it likes; the conversation can go on without what its model does not read. */
  private ofTool(part: ShownPart): ShownPart | undefined {
    if (part.type === 'text') return part;
    const text = textInFile(part);
    if (text !== undefined) return { type: 'text', text: titled(part, text) };
    if (this.reads.test(part.mediaType)) return part;
    this.dropped.add('tool_result.file');
    return undefined;
  }
}

/** Several tools may have shown something, and none of it is the user's. */
function heading({ toolName, toolCallId }: LanguageModelV4ToolResultPart): LanguageModelV4TextPart {
  return { type: 'text', text: `Shown by the tool ${toolName} (call ${toolCallId}):` };
}
