import type {
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
} from '@ai-sdk/provider';
import { storedFileId } from '../neutral/hints.js';
import { notTranslatable } from '../translation.errors.js';

export interface LoadedFile {
  readonly data: Uint8Array;
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
}

/** Where the files of a conversation come from that are not in it. */
export interface FileLoader {
  /** Of an address that a client named: guarded, and bounded in size. */
  fromUrl(url: URL, signal: AbortSignal): Promise<LoadedFile>;
  /** That a client of the same account stored before; fails where there is none. */
  fromStore(id: string, signal: AbortSignal): Promise<LoadedFile>;
}

/** Addresses, by kind of file, that a provider loads itself. */
export type KnownUrls = Readonly<Record<string, RegExp[]>>;

type Content = Exclude<LanguageModelV4Message['content'], string>[number];

/** Puts the content of files in the place of their ids and addresses, except for addresses that the provider loads. */
export class AttachedFiles {
  constructor(
    private readonly loader: FileLoader,
    private readonly known: KnownUrls,
    private readonly signal: AbortSignal,
  ) {}

  async inside(prompt: LanguageModelV4Prompt): Promise<LanguageModelV4Prompt> {
    return Promise.all(prompt.map((message) => this.message(message)));
  }

  private async message(message: LanguageModelV4Message): Promise<LanguageModelV4Message> {
    if (message.role === 'system' || !message.content.some(hasFile)) return message;
    const content = await Promise.all(message.content.map((part: Content) => this.part(part)));
    return { ...message, content } as LanguageModelV4Message;
  }

  private async part(part: Content): Promise<Content> {
    if (part.type === 'file') return { ...part, ...(await this.loaded(part)) };
    if (part.type !== 'tool-result' || part.output.type !== 'content') return part;
    const value = await Promise.all(
      part.output.value.map(async (shown) =>
        shown.type === 'file' ? { ...shown, ...(await this.loaded(shown)) } : shown,
      ),
    );
    return { ...part, output: { ...part.output, value } };
  }

  private async loaded({ data, mediaType }: FilePlace): Promise<Partial<FilePlace>> {
    if (data.type === 'url') {
      if (await this.loadsItself(data.url, mediaType)) return {};
      return placed(await this.loader.fromUrl(data.url, this.signal), mediaType);
    }
    if (data.type !== 'reference') return {};
    const id = storedFileId(data.reference);
    if (id === undefined)
      throw notTranslatable({ field: 'file', reason: 'it is kept with another provider.' });
    return placed(await this.loader.fromStore(id, this.signal), mediaType);
  }

  private async loadsItself(url: URL, mediaType: string): Promise<boolean> {
    const { isUrlSupported } = await import('@ai-sdk/provider-utils');
    return isUrlSupported({ url: url.href, mediaType, supportedUrls: this.known });
  }
}

type FilePlace = Pick<LanguageModelV4FilePart, 'data' | 'mediaType' | 'filename'>;

function hasFile(part: Content): boolean {
  if (part.type === 'tool-result') return part.output.type === 'content';
  return part.type === 'file' && part.data.type !== 'data' && part.data.type !== 'text';
}

/** Whoever serves a file knows better what it is than its name does, unless he says nothing. */
function placed({ data, mediaType, filename }: LoadedFile, guessed: string): Partial<FilePlace> {
  const told = mediaType?.split(';')[0]?.trim().toLowerCase();
  const isTold = told !== undefined && /^[\w-]+\/[\w.+-]+$/.test(told) && told !== 'application/octet-stream';
  return {
    data: { type: 'data', data },
    mediaType: isTold ? told : guessed,
    ...(filename === undefined ? {} : { filename }),
  };
}
