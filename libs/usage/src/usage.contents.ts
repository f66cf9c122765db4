import { ContentDesk } from './contents/content-desk.service.js';
import { ContentLog } from './contents/content-log.service.js';
import { ContentSetting } from './contents/content-setting.entity.js';
import { ContentSettings } from './contents/content-settings.service.js';
import { KeptContent } from './contents/kept-content.entity.js';
import { LiveContentSettings } from './contents/live-content-settings.service.js';

/** What is said in calls, of accounts that want it kept. */
export const contentEntities = [ContentSetting, KeptContent];
export const contentServices = [ContentDesk, ContentLog, ContentSettings];
export const contentProviders = [...contentServices, LiveContentSettings];
