import type { OpenAPIObject } from '@nestjs/swagger';
import { failureOfIssues, renderFailure, surfaceOf, type Surface } from '@onegate/platform';

interface Answer {
  readonly description?: string;
  readonly content?: unknown;
}

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Record<string, Answer>;
}

/** What surfaces refuse is refused in one place, and so it is documented in one: for every operation that takes a body. */
export function documentBadInput({ paths }: OpenAPIObject): void {
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      if (operation.requestBody) tellBadInput(operation, { method: method.toUpperCase(), path });
    }
  }
}

/** The routes of a surface add what else they refuse with the same status. */
function tellBadInput({ responses }: Operation, asked: { method: string; path: string }): void {
  const { status, body } = refusal(surfaceOf({ url: asked.path, headers: {} }), asked);
  const told = responses[status]?.description;
  responses[status] = {
    description: told ? `${inputRefused}\n\n${told}` : inputRefused,
    content: { 'application/json': { schema: { type: 'object', example: body } } },
  };
}

const inputRefused = 'What was sent is not what this takes';

/** Written by who writes the answers, so that both say the same. */
function refusal(surface: Surface, asked: { method: string; path: string }) {
  const issues = [{ path: ['name'], message: 'The name field is required.' }];
  return renderFailure(failureOfIssues(issues), surface, {
    ...asked,
    requestId: 'req_01jzy3x9k4e8v6c2t5m7n8p9qr',
  });
}
