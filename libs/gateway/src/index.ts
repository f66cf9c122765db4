export * from './gateway.module.js';
export * from './relay/chat-relay.service.js';
