import { describe, expect, it } from '@jest/globals';
import type { InlineFile } from '../file-contents.service.js';
import { inlineChatFiles } from './chat-files.js';
import { inlineMessagesFiles } from './messages-files.js';
import { inlineResponsesFiles } from './responses-files.js';

const files: Record<string, Omit<InlineFile, 'id'>> = {
  'file-pdf': { filename: 'a.pdf', mimeType: 'application/pdf', data: Buffer.from('%PDF') },
  'file-png': { filename: 'a.png', mimeType: 'image/png', data: Buffer.from('png') },
  'file-text': { filename: 'a.md', mimeType: 'text/markdown', data: Buffer.from('# Ä') },
  'file-latin': { filename: 'b.txt', mimeType: 'text/plain', data: Buffer.from([0xe4]) },
};
const read = async (id: string): Promise<InlineFile> => {
  const file = files[id];
  if (!file) throw new Error(`no ${id}`);
  return { id, ...file };
};
const nobody = async (): Promise<InlineFile> => {
  throw new Error('nothing is to be read');
};
const dataUrl = (id: string) => `data:${files[id]?.mimeType};base64,${files[id]?.data.toString('base64')}`;

describe('Responses', () => {
  it('carry the files and images that they named, wherever they stand', async () => {
    const body = {
      model: 'm',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Read' },
            { type: 'input_file', file_id: 'file-pdf' },
            { type: 'input_file', filename: 'own.pdf', file_id: 'file-pdf' },
            { type: 'input_image', file_id: 'file-png', detail: 'low' },
          ],
        },
        {
          type: 'function_call_output',
          call_id: 'c',
          output: [{ type: 'input_image', file_id: 'file-png' }],
        },
      ],
      prompt: { id: 'p', variables: { doc: { type: 'input_file', file_id: 'file-text' } } },
    };
    const inlined = await inlineResponsesFiles(body, read);
    expect(inlined).toEqual({
      model: 'm',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Read' },
            { type: 'input_file', filename: 'a.pdf', file_data: dataUrl('file-pdf') },
            { type: 'input_file', filename: 'own.pdf', file_data: dataUrl('file-pdf') },
            { type: 'input_image', image_url: dataUrl('file-png'), detail: 'low' },
          ],
        },
        {
          type: 'function_call_output',
          call_id: 'c',
          output: [{ type: 'input_image', image_url: dataUrl('file-png') }],
        },
      ],
      prompt: {
        id: 'p',
        variables: { doc: { type: 'input_file', filename: 'a.md', file_data: dataUrl('file-text') } },
      },
    });
  });

  it('without a file come back as they are, the same object', async () => {
    const body = {
      input: [{ role: 'user', content: [{ type: 'input_file', file_data: 'data:x', file_id: null }] }],
      tools: [{ type: 'code_interpreter', container: { file_ids: ['file-pdf'] } }],
      metadata: { type: 'input_file', file_id: 'file-pdf' },
    };
    expect(await inlineResponsesFiles(body, nobody)).toBe(body);
    expect(await inlineResponsesFiles({ input: 'file-pdf' }, nobody)).toEqual({ input: 'file-pdf' });
  });

  it('refuse an image that is none, and pass on that a file is unknown', async () => {
    const naming = (id: string) => ({ input: [{ content: [{ type: 'input_image', file_id: id }] }] });
    await expect(inlineResponsesFiles(naming('file-pdf'), read)).rejects.toMatchObject({
      code: 'file.not_usable',
    });
    await expect(inlineResponsesFiles(naming('file-x'), read)).rejects.toThrow('no file-x');
  });
});

describe('chat completions', () => {
  it('carry the files that they named', async () => {
    const body = { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-pdf' } }] }] };
    expect(await inlineChatFiles(body, read)).toEqual({
      messages: [
        {
          role: 'user',
          content: [{ type: 'file', file: { filename: 'a.pdf', file_data: dataUrl('file-pdf') } }],
        },
      ],
    });
    const other = { messages: [{ role: 'user', content: 'file-pdf' }] };
    expect(await inlineChatFiles(other, nobody)).toBe(other);
  });
});

describe('Messages', () => {
  const source = (id: string) => ({ type: 'file', file_id: id });

  it('carry PDFs, texts and images, in results of tools and documents of parts as well', async () => {
    const body = {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source: source('file-pdf'), citations: { enabled: true } },
            { type: 'document', title: 'Mine', source: source('file-text') },
            {
              type: 'tool_result',
              tool_use_id: 't',
              content: [{ type: 'image', source: source('file-png') }],
            },
            {
              type: 'document',
              source: { type: 'content', content: [{ type: 'image', source: source('file-png') }] },
            },
          ],
        },
      ],
    };
    const png = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'cG5n' } };
    const {
      messages: [message],
    } = await inlineMessagesFiles(body, read);
    expect(message?.content).toEqual([
      {
        type: 'document',
        title: 'a.pdf',
        source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' },
        citations: { enabled: true },
      },
      { type: 'document', title: 'Mine', source: { type: 'text', media_type: 'text/plain', data: '# Ä' } },
      { type: 'tool_result', tool_use_id: 't', content: [png] },
      { type: 'document', source: { type: 'content', content: [png] } },
    ]);
  });

  it('leave the arguments of tools alone, whatever they look like', async () => {
    const body = {
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', input: { content: [{ type: 'image', source: source('file-png') }] } },
          ],
        },
      ],
    };
    expect(await inlineMessagesFiles(body, nobody)).toBe(body);
  });

  it.each(['file-png', 'file-latin'])('refuse the document %s, which is neither PDF nor text', async (id) => {
    const body = { messages: [{ content: [{ type: 'document', source: source(id) }] }] };
    await expect(inlineMessagesFiles(body, read)).rejects.toMatchObject({ code: 'file.not_usable' });
  });
});
