import { Client, type ClientConfig } from 'pg';

/**
 * An error of a connection that nobody listens to would end the process with all its calls, and the fault suite has seen an
 * API end on the last word of a killed server. Whoever uses the connection hears of it by his query in any case.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
