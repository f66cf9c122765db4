import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';

interface Envelope {
  readonly success: true;
  readonly data: unknown;
}

/** The shape of every answer on the account surface; a route without an answer (204) stays without one. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor<unknown, Envelope | undefined> {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<Envelope | undefined> {
    return next.handle().pipe(map((data) => (data === undefined ? undefined : { success: true, data })));
  }
}
