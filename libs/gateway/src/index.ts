export * from './files/index.js';
export * from './gateway.module.js';
export * from './relay/simulator-relay.service.js';
