import { AutoTopUpDesk } from './top-ups/auto-top-up-desk.service.js';
import { AutoTopUpEndings } from './top-ups/auto-top-up-endings.service.js';
import { AutoTopUp } from './top-ups/auto-top-up.entity.js';
import { AutoTopUpFollower } from './top-ups/auto-top-up.follower.js';
import { AutoTopUpMails } from './top-ups/auto-top-up.mails.js';
import { AutoTopUpOrders } from './top-ups/auto-top-up-orders.service.js';
import { AutoTopUpSettings } from './top-ups/auto-top-up-settings.entity.js';
import { AutoTopUps } from './top-ups/auto-top-ups.service.js';
import { TopUpGround } from './top-ups/top-up-ground.service.js';

/** Wallets that fill themselves up again. */
export const topUpEntities = [AutoTopUp, AutoTopUpSettings];

/** Those that the apps call. */
export const topUpServices = [AutoTopUpDesk, AutoTopUpOrders, AutoTopUps];

export const topUpInternals = [AutoTopUpEndings, AutoTopUpFollower, AutoTopUpMails, TopUpGround];
