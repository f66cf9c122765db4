export * from './access/who.js';
export * from './auth.module.js';
export * from './bootstrap/first-administrator.js';
export * from './principal.js';
export * from './sessions/session-sign-in.js';
export * from './sessions/sign-in.service.js';
export * from './api-keys/api-keys.service.js';
export * from './passwords/passwords.js';
