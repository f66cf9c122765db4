import { Inject, Injectable } from '@nestjs/common';
import {
  CONFIGURATION,
  SecretBox,
  type Configuration,
  type OutboundPolicy,
  sealedColumn,
} from '@onegate/platform';
import { DirectoryClient } from './directory-client.js';
import { Directory } from './directory.entity.js';
import { jsonListing } from './json-listing.js';
import type { ListingPage } from './listing-page.js';
import { scimListing } from './scim-listing.js';
import type { DirectoryCredentials } from './directory.schema.js';

/** Keeps what directories are read with, and reads them with it; nothing else opens the credentials. */
@Injectable()
export class DirectoryReader {
  readonly policy: OutboundPolicy;

  constructor(
    private readonly box: SecretBox,
    @Inject(CONFIGURATION) config: Configuration,
  ) {
    const { allowPrivate } = config.upstreams;
    this.policy = { allowPrivate, allowedSchemes: allowPrivate ? ['http', 'https'] : ['https'] };
  }

  seal(tenantId: number, credentials: DirectoryCredentials): string {
    return this.box.seal(contextOf(tenantId), JSON.stringify(credentials));
  }

  /** Everybody in the directory, page by page. */
  read(directory: Directory): AsyncGenerator<ListingPage> {
    const client = new DirectoryClient(this.policy, this.open(directory));
    return directory.mapping
      ? jsonListing(client, directory.baseUrl, directory.mapping)
      : scimListing(client, directory.baseUrl);
  }

  private open({ tenantId, sealedCredentials }: Directory): DirectoryCredentials | null {
    if (sealedCredentials === null) return null;
    return JSON.parse(this.box.open(contextOf(tenantId), sealedCredentials)) as DirectoryCredentials;
  }
}

/** Bound to the tenant: moved to another's row, the credentials do not open. */
function contextOf(tenantId: number): string {
  return `directory/${tenantId}/credentials`;
}

export const sealedDirectoryCredentials = sealedColumn(Directory, 'sealedCredentials', ({ tenantId }) =>
  contextOf(tenantId),
);
