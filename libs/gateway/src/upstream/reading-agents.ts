import { Injectable } from '@nestjs/common';
import { UpstreamConnections, type Route } from '@onegate/models';
import { interceptors, type Dispatcher } from 'undici';

/** The connections of accounts; what comes compressed though nobody asked for it is read all the same. */
@Injectable()
export class ReadingAgents {
  private readonly known = new WeakMap<object, Dispatcher>();

  constructor(private readonly connections: UpstreamConnections) {}

  for({ account }: Route): Dispatcher {
    const agent = this.connections.agentFor(account.timeouts);
    const known = this.known.get(agent);
    if (known) return known;
    const reading = agent.compose(interceptors.decompress());
    this.known.set(agent, reading);
    return reading;
  }
}
