import { AutoTopUp } from './top-ups/auto-top-up.entity.js';
import { AutoTopUpSettings } from './top-ups/auto-top-up-settings.entity.js';

/** Wallets that fill themselves up again. */
export const topUpEntities = [AutoTopUp, AutoTopUpSettings];
