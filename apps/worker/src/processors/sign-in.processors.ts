import { PasswordResetProcessor } from './password-reset.processor.js';
import { SignInCodeProcessor } from './sign-in-code.processor.js';
import { SignInRetentionProcessor } from './sign-in-retention.processor.js';

export const signInProcessors = [PasswordResetProcessor, SignInCodeProcessor, SignInRetentionProcessor];
