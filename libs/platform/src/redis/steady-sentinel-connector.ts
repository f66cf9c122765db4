import { SentinelConnector, type SentinelConnectionOptions } from 'ioredis';

/**
 * Listens to the sentinels only while it is connected. Those who listened on behalf of the last connection would cut off
 * the search for the next one as soon as they hear of the new master, and a search that was cut off is over for good.
 */
export class SteadySentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as SentinelConnectionOptions);
  }

  override connect(
    ...report: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    this.disconnect();
    return super.connect(...report);
  }
}
