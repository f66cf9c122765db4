import { SandboxWebhookProcessor } from './sandbox-webhook.processor.js';

export const paymentProcessors = [SandboxWebhookProcessor];
