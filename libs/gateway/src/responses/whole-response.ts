import { textAt } from '../protocols/fields.js';
import { responseObject, wholeTools } from '../translation/responses/response-object.js';
import type { JsonObject } from '../translation/wire.js';
import type { StoredStatus } from './stored-response.entity.js';

/** A provider's response with every field that the specification asks for, also those that it left out. */
export function wholeResponse(request: JsonObject, response: JsonObject): JsonObject {
  const createdAt = response['created_at'];
  const facts = {
    id: textAt(response, 'id') ?? '',
    model: textAt(response, 'model') ?? textAt(request, 'model') ?? '',
    createdAt: typeof createdAt === 'number' ? new Date(createdAt * 1_000) : new Date(),
    body: request,
  };
  const empty = responseObject(facts, { status: 'in_progress', output: [] });
  const tools = wholeTools(response['tools'] ?? empty['tools']);
  return { ...empty, ...response, tools, status: statusOf(response) };
}

const statuses: readonly unknown[] = [
  'queued',
  'in_progress',
  'completed',
  'incomplete',
  'failed',
  'cancelled',
] satisfies StoredStatus[];

/** Some providers say nothing of it: an answer that came is complete. */
export function statusOf({ status }: JsonObject): StoredStatus {
  return statuses.includes(status) ? (status as StoredStatus) : 'completed';
}
