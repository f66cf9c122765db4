export * from './ids/public-id.js';
