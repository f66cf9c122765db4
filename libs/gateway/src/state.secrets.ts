import { sealedItem } from './conversations/conversation-items.service.js';
import { sealedConversation } from './conversations/conversations.service.js';
import { sealedFileKey } from './files/content/content-keys.js';
import { sealedResponseEvents } from './responses/response-events.service.js';
import { sealedResponses } from './responses/response-store.service.js';

/** What accounts leave with us: conversations, responses and files. */
export const stateSecrets = [
  sealedConversation,
  sealedItem,
  ...sealedResponses,
  sealedResponseEvents,
  sealedFileKey,
];
