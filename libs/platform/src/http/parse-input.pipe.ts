import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { failureOfIssues } from './complaints.js';

/** Parses what comes in by the schema at the parameter. No body at all is an empty one: the complaints name its fields. */
@Injectable()
export class ParseInputPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: failureOfIssues });
  }

  override transform<Input = unknown>(value: Input, metadata: ArgumentMetadata): Promise<Input> {
    const isEmptyBody = metadata.type === 'body' && (value === undefined || value === null);
    return super.transform(isEmptyBody ? ({} as Input) : value, metadata);
  }

  /**
   * Nest would take out `constructor` and `prototype` too, and a tool may well have parameters of these names. What stands
   * under `__proto__` is left out by the reader of bodies, and by schemas.
   */
  protected override stripProtoKeys(): void {}
}
