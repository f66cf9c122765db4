import { sealedDirectoryCredentials } from './directories/directory-reader.js';
import { sealedProviderKey } from './provider-keys/provider-keys.service.js';
import { sealedRemoteConfig } from './remote-config/remote-config.service.js';

/** What organizations entrust to us. */
export const tenantSecrets = [sealedDirectoryCredentials, sealedProviderKey, sealedRemoteConfig];
