import { ReratedEvents } from './rerating/rerated-events.service.js';
import { ReratingAccount } from './rerating/rerating-account.entity.js';
import { ReratingDesk } from './rerating/rerating-desk.service.js';
import { ReratingWork } from './rerating/rerating-work.service.js';
import { Rerating } from './rerating/rerating.entity.js';
import { UsageCorrection } from './rerating/usage-correction.entity.js';

/** Calls that had a wrong price, charged anew. */
export const reratingEntities = [Rerating, ReratingAccount, UsageCorrection];
export const reratingServices = [ReratingDesk, ReratingWork];
export const reratingProviders = [...reratingServices, ReratedEvents];
