import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** What a route answers that sends a file: its content, in one of these types. */
export function AnswersFile(...types: readonly string[]) {
  const content = Object.fromEntries(types.map((type) => [type, { schema: contentOf(type) }]));
  return applyDecorators(ApiResponse({ status: 200, description: 'The file', content }));
}

/** Text that can be shown where it is, or bytes to keep as a file. */
function contentOf(type: string) {
  const isText = type.startsWith('text/') || type.includes('json');
  return isText ? { type: 'string' } : { type: 'string', format: 'binary' };
}
