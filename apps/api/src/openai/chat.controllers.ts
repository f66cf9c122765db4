import { ChatController } from './chat.controller.js';
import { RouterChatController } from './router-chat.controller.js';

/** Chat under its own path and that of the account surface. */
export const chatControllers = [ChatController, RouterChatController];
