import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';

interface Envelope {
  readonly success: true;
  readonly data: unknown;
}

type Answer = Envelope | StreamableFile | undefined;

/** The shape of every answer on the account surface; a file, and a route without an answer (204), stay without one. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor<unknown, Answer> {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<Answer> {
    return next.handle().pipe(map(enveloped));
  }
}

function enveloped(data: unknown): Answer {
  return data === undefined || data instanceof StreamableFile ? data : { success: true, data };
}
