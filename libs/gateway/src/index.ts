export * from './gateway.module.js';
export * from './relay/simulator-relay.service.js';
export * from './sse/sse-frame.js';
export * from './sse/sse-frames.js';
export * from './usage-reading/usage-reading.js';
export * from './usage-reading/usage-readers.js';
