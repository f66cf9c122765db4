export * from './admission/admission.js';
export * from './events/usage-event.js';
export * from './usage.module.js';
