import { Client, type ClientConfig } from 'pg';

/**
 * A connection can fail twice: by the last word of a server that goes down, and by its end. TypeORM stops listening after
 * the first, and a second one that nobody hears would end the process with all its calls. Whoever uses the connection hears
 * of it by his query.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
