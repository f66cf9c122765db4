export * from './admission/admission.js';
export * from './events/usage-event.js';
export * from './ingest/ingested.js';
export * from './ingest/usage-charging.js';
export * from './ingest/usage-stream.js';
export * from './usage.module.js';
